"""`make relevance`: judged collections through the product's own search, beside plain BM25.

Keyword search must be as good as plain BM25 on every collection and better on the mean; papers
like a paper must be found better by the chosen words than by the ten keywords. Where an embeddings
model is set in the environment (`COOLPAPERS_EMBEDDINGS_MODEL`), or all-MiniLM-L6-v2 is run for it
(`make relevance-minilm`), there are rows for the meaning by that model too.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.minilm.running import running
from benchmarks.relevance.judged import (
    BY_EXAMPLE,
    KEYWORD_SEARCH,
    SHARED,
    Asked,
    Judged,
    read_judged,
)
from benchmarks.relevance.metrics import average_precision, ndcg, ndcg_of_pool, recall
from benchmarks.relevance.plain import PlainBm25, text_of
from benchmarks.relevance.product import DEPTH, Shelf, shelve
from coolpapers.ranking.blending import MEANING
from coolpapers.semantic.embeddings import Provider, provider_of
from coolpapers.semantic.space import Space
from coolpapers.settings import read_settings

Ranker = Callable[[Asked], Sequence[str]]
PLAIN = "plain BM25"


class Score(NamedTuple):
    """Means over the queries of one collection, by one way to rank; milliseconds a query."""

    ndcg_10: float
    map_1000: float
    recall_100: float
    of_pool: float
    ms: float


def score(judged: Judged, ranker: Ranker) -> Score:
    """How well a way to rank does on a collection."""
    rows = []
    for asked in judged.judged_queries:
        started = perf_counter()
        ranking = ranker(asked)
        passed_ms = (perf_counter() - started) * 1000
        grades, first = judged.grades[asked.id], ranking[:DEPTH]
        rows.append(
            Score(
                ndcg(ranking, grades, 10),
                average_precision(first, grades),
                recall(ranking, grades, 100),
                ndcg_of_pool(ranking, grades) if judged.name == "csfcube" else 0.0,
                passed_ms,
            )
        )
    return _mean(rows)


def keyword_rankers(judged: Judged, shelf: Shelf) -> dict[str, Ranker]:
    """The ways to answer a typed query."""
    plain = PlainBm25((key, text_of(paper)) for key, paper in judged.papers.items())
    tried = {
        f"search and {share} x meaning": partial(shelf.found_by_meaning, share=share)
        for share in (0.2, 0.4)
    }
    return {PLAIN: lambda asked: plain.ranking(asked.text), "search": shelf.found, **tried}


def example_rankers(judged: Judged, shelf: Shelf) -> dict[str, Ranker]:
    """The ways to find papers like a paper."""
    plain = PlainBm25((key, text_of(paper)) for key, paper in judged.papers.items())
    # A pool is ranked to its last paper, however deep that stands among all.
    depth = len(judged.papers) if judged.name == "csfcube" else DEPTH

    def by_text(asked: Asked) -> list[str]:
        paper = judged.papers[asked.paper]
        found = plain.ranking(f"{paper.title} {paper.abstract}")
        return [key for key in found if key != asked.paper]

    return {
        PLAIN: by_text,
        "ten keywords": partial(shelf.like, mode="keywords", count=10, depth=depth),
        "ten chosen words": partial(shelf.like, mode="chosen", count=10, depth=depth),
        "twenty chosen words": partial(shelf.like, mode="chosen", count=20, depth=depth),
        "title and abstract": partial(shelf.like, mode="text", count=10, depth=depth),
        **_by_meaning(shelf, shelf.space, depth, "meaning"),
        **(_by_meaning(shelf, shelf.provided, depth, "model") if shelf.provided.is_there else {}),
    }


def _by_meaning(shelf: Shelf, space: Space, depth: int, name: str) -> dict[str, Ranker]:
    """The ways that ask a space: alone, and blended with words."""
    blended = partial(shelf.blended, space=space, share=MEANING, depth=depth)
    return {
        f"{name} alone": partial(shelf.near, space=space, depth=depth),
        f"chosen words and {name}": partial(blended, mode="chosen"),
        f"title, abstract and {name}": partial(blended, mode="text"),
    }


def compare(
    names: Sequence[str],
    rankers: Callable[[Judged, Shelf], dict[str, Ranker]],
    source: Path,
    provider: Provider | None = None,
) -> Iterator[tuple[str, str, Score]]:
    """Collection, way to rank and its score, collection by collection."""
    for name in names:
        judged = read_judged(name, source)
        with TemporaryDirectory() as directory:
            shelf = shelve(judged, Path(directory), provider=provider)
            for label, ranker in rankers(judged, shelf).items():
                yield name, label, score(judged, ranker)
            shelf.store.database.close()


def with_means(rows: Sequence[tuple[str, str, Score]]) -> list[tuple[str, str, Score]]:
    """The same rows, and one for each way to rank with its mean over the collections."""
    found: dict[str, list[Score]] = {}
    for _, label, one in rows:
        found.setdefault(label, []).append(one)
    return [*rows, *(("mean", label, _mean(scores)) for label, scores in found.items())]


def _mean(scores: Sequence[Score]) -> Score:
    return Score(*map(mean, zip(*scores, strict=True)))


def show(title: str, rows: Sequence[tuple[str, str, Score]]) -> None:
    """The scores as a table; NDCG%20 where a pool was judged."""
    table = Table(
        "collection", "ranked by", "nDCG@10", "MAP", "Recall@100", "NDCG%20", "ms a query",
        title=title, title_justify="left",
    )  # fmt: skip
    for name, label, one in rows:
        pool = f"{one.of_pool:.3f}" if name == "csfcube" else ""
        numbers = (f"{value:.3f}" for value in one[:3])
        table.add_row(name, label, *numbers, pool, f"{one.ms:.2f}")
    Console(width=100).print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("--source", type=Path, default=SHARED, help="where the collections are")
    parser.add_argument("--only", choices=(*KEYWORD_SEARCH, *BY_EXAMPLE), help="one collection")
    parser.add_argument(
        "--minilm", type=Path, help="a Python with the packages of benchmarks/minilm"
    )
    chosen = parser.parse_args()
    if not chosen.source.is_dir():
        parser.exit(0, f"skipped: the judged collections are not in {chosen.source}\n")
    wanted = {chosen.only} if chosen.only else {*KEYWORD_SEARCH, *BY_EXAMPLE}
    if typed := [name for name in KEYWORD_SEARCH if name in wanted]:
        show("Search by words", with_means(list(compare(typed, keyword_rankers, chosen.source))))
    if given := [name for name in BY_EXAMPLE if name in wanted]:
        with provided(chosen.minilm) as provider:
            title = f"Papers like a paper{f', model: {provider.name}' if provider else ''}"
            show(title, list(compare(given, example_rankers, chosen.source, provider)))


@contextmanager
def provided(minilm: Path | None) -> Iterator[Provider | None]:
    """Who gives vectors beside the library's own words, if anybody."""
    if minilm is None:
        yield provider_of(read_settings())
    else:
        with running(minilm) as endpoint:
            yield endpoint


if __name__ == "__main__":
    main()
