"""Searches as the library answers them, beside tantivy alone: queries, related papers, orders."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.bare import bare_searcher, bare_snippets
from benchmarks.generate import Generator
from benchmarks.table import Row, Spread, timed
from coolpapers.flows.asking import Slice, facets_of, prefer, search_papers
from coolpapers.flows.related import related, words_for
from coolpapers.flows.suggesting import meant, suggest
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.records import Held, Weighted
from coolpapers.search.bag import bag_of
from coolpapers.search.forward import pack
from coolpapers.search.highlight import Highlighter
from coolpapers.search.keywords import keywords
from coolpapers.search.query import parse
from coolpapers.search.related import query_words
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.settings import read_settings
from coolpapers.store.keywords import printed

CALLS = 300
LISTED = 1_000
READERS = 4


def run(data: Path) -> list[Row]:
    """Rows for the library in `data`, within this process."""
    library = open_library(read_settings({"data": str(data)}, {}))
    generator, rng = Generator(2), random.Random(5)
    queries = [generator.query(rng.choice((2, 3))) for _ in range(CALLS)]
    rows = [
        *_queries(library, data, queries),
        *_related(library, data, rng),
        *_lists(library, queries, rng),
        *_typing(library, queries),
        *_together(library, queries),
        *_long(library, generator),
    ]
    library.store.database.close()
    return rows


def _queries(library: Library, data: Path, queries: Sequence[str]) -> list[Row]:
    def marked(text: str) -> None:
        query = parse(text)
        papers = [held.paper for held in search_papers(library, query, None, Slice()).papers]
        Highlighter(query).mark_all([text for one in papers for text in (one.title, one.abstract)])

    index, read = data / INDEX_DIRECTORY, library.store.papers.numbered
    bare, ours = _timed(bare_searcher(index), queries), _timed(marked, queries)
    alike = _timed(bare_snippets(index, read), queries)
    return [
        Row("query of 2-3 words, 25 marked papers, p50", ours.p50, "ms", ours.p50 / alike.p50,
            "bare query with its snippets", "< 2"),
        Row("the same beside a query without texts", ours.p50, "ms", ours.p50 / bare.p50,
            "bare query", "< 2"),
        Row("the same, p99", ours.p99, "ms", None, "", "< 60"),
        Row("bare query with its own snippets, p50", alike.p50, "ms"),
        Row("bare query of 2-3 words, p50", bare.p50, "ms"),
    ]  # fmt: skip


def _related(library: Library, data: Path, rng: random.Random) -> list[Row]:
    held = _some(library, rng, CALLS)
    few = held[:50]
    unkept = _timed(lambda one: words_for(library, one, "words"), few)
    _keep_bags(library, few)
    choosing = _timed(lambda one: words_for(library, one, "words"), few)
    chosen = [_chosen(library, one) for one in held]
    ours = _timed(lambda one: related(library, one, mode="words"), chosen)
    bare = bare_searcher(data / INDEX_DIRECTORY)
    same = _timed(bare, [_any_of(one.words) for one in chosen])
    vocabulary = Vocabulary(library.engine)
    rare = _timed(bare, [_any_of(keywords(vocabulary, one.paper)) for one in held])
    return [
        Row("related papers, p50", ours.p50, "ms", ours.p50 / same.p50,
            "bare OR of the same words", "< 2"),
        Row("bare OR of the same ten words, p50", same.p50, "ms"),
        Row("bare OR of ten keywords, which are rarer, p50", rare.p50, "ms"),
        Row("choosing the words of a paper, p50", choosing.p50, "ms"),
        Row("the same where no bags are kept, p50", unkept.p50, "ms"),
    ]  # fmt: skip


def _any_of(words: Sequence[Weighted]) -> str:
    return " OR ".join(one.word or one.stem for one in words)


def _keep_bags(library: Library, held: Sequence[Held]) -> None:
    """Keeps the bags of the papers near to some, as the background work leaves them."""
    near: set[int] = set()

    def noted(numbers: Sequence[int]) -> list[Held]:
        near.update(numbers)
        return library.store.papers.numbered(numbers)

    vocabulary = Vocabulary(library.engine)
    for one in held:
        query_words(vocabulary, one, noted)
    analysers = vocabulary.reading.analysers
    papers = library.store.papers.numbered(sorted(near))
    bags = {one.number: pack(bag_of(one.paper, analysers)) for one in papers}
    store = library.store.keywords
    store.put({}, store.position(), bags)


def _chosen(library: Library, held: Held) -> Held:
    """The paper with its words kept, as the background work leaves it."""
    if held.chosen:
        return held
    return msgspec.structs.replace(held, chosen=printed(words_for(library, held, "words")))


def _lists(library: Library, queries: Sequence[str], rng: random.Random) -> list[Row]:
    numbers = [held.number for held in _some(library, rng, LISTED)]
    tastes = [query.split() for query in queries[:100]]
    order = _timed(lambda words: prefer(library, numbers, words), tastes)
    facets = _timed(lambda text: facets_of(library, parse(text)), queries[:100])
    return [
        Row(f"{LISTED} papers by preference, p50", order.p50, "ms", None, "", "< 60"),
        Row("facets of a query, p50", facets.p50, "ms", None, "", "< 40"),
        Row("facets of a query, p99", facets.p99, "ms"),
    ]


def _typing(library: Library, queries: Sequence[str]) -> list[Row]:
    beginnings = [query[: max(2, at)] for query in queries[:60] for at in range(2, len(query), 3)]
    wrong = [f"{query[:3]}{query[4:]}" for query in queries[:60]]
    typed = _timed(lambda text: suggest(library, text), beginnings)
    corrected = _timed(lambda text: meant(library, parse(text), 1), wrong)
    return [
        Row("suggestions, p50", typed.p50, "ms", None, "", "< 15"),
        Row("suggestions, p99", typed.p99, "ms"),
        Row("corrections, p50", corrected.p50, "ms"),
    ]


def _together(library: Library, queries: Sequence[str]) -> list[Row]:
    """How many cores four readers of one process keep busy, and what that gains."""

    def seconds(readers: int) -> tuple[float, float]:
        started, worked = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(readers) as pool:
            list(pool.map(lambda text: library.engine.search(parse(text)), queries))
        return time.perf_counter() - started, time.process_time() - worked

    alone, _ = seconds(1)
    wall, worked = seconds(READERS)
    return [
        Row(f"{READERS} readers at once, searches a second", len(queries) / wall, "1/s",
            alone / wall, "one reader", "> 1.5"),
        Row(f"cores that {READERS} readers keep busy", worked / wall, "cores"),
    ]  # fmt: skip


def _long(library: Library, generator: Generator) -> list[Row]:
    words = [generator.query(1) for _ in range(1_000)]
    texts = [" ".join(words), " ".join(words)[:10_000], f'"{" ".join(words)}"', " OR ".join(words)]
    worst = _timed(lambda text: library.engine.search(parse(text)), texts)
    return [Row("1,000 terms or 10,000 characters, worst", worst.p99, "ms", None, "", "< 1,000")]


def _some(library: Library, rng: random.Random, count: int) -> list[Held]:
    most = library.store.listings.totals().papers
    return library.store.papers.numbered(rng.sample(range(1, most + 1), min(count, most)))


def _timed(ask: Callable[[Any], object], asked: Sequence[Any]) -> Spread:
    return timed([lambda one=one: ask(one) for one in asked])
