"""tantivy alone: the same documents, the same schema, nothing of ours around it."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import tantivy

from coolpapers.records import Held
from coolpapers.search import generations
from coolpapers.search.documents import document_maker
from coolpapers.search.fields import SPEC, build_schema, register
from coolpapers.search.index import HEAP_BYTES, THREADS
from coolpapers.store import Store

SHOW = 25
MADE = 100_000
FIELDS = ("title", "abstract")
WHOLE = 2_000
"""Characters of a snippet: most abstracts as they are."""


def bare_rate(store: Store, directory: Path, count: int) -> float:
    """Documents a second, made beforehand so that only tantivy is timed, to the end of its merges.

    A document takes 7.5 kB, so a larger library is stood for by its first 100,000 papers, again
    and again.
    """
    make = document_maker(SPEC)
    documents = [make(held) for held in islice(_walk(store), min(count, MADE))]
    index = tantivy.Index(build_schema(SPEC), str(directory))
    register(index, SPEC)
    writer = index.writer(HEAP_BYTES, THREADS)
    started = perf_counter()
    for document in islice(cycle(documents), count):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return count / (perf_counter() - started)


def bare_searcher(root: Path) -> Callable[[str], list[int]]:
    """A function from query text to 25 paper numbers, by tantivy's own query parser."""
    bare = _opened(root)
    return lambda query: bare.numbers(bare.parsed(query))


def bare_snippets(root: Path, read: Callable[[list[int]], list[Held]]) -> Callable[[str], object]:
    """The same, with the 25 titles and abstracts read and marked by tantivy's own snippets."""
    bare = _opened(root)

    def search(query: str) -> list[list[str]]:
        parsed = bare.parsed(query)
        marking = [bare.marker(parsed, field) for field in FIELDS]
        papers = (held.paper for held in read(bare.numbers(parsed)))
        texts = (tantivy.Document(title=one.title, abstract=one.abstract) for one in papers)
        return [[mark.snippet_from_doc(text).to_html() for mark in marking] for text in texts]

    return search


class _Bare(NamedTuple):
    """An opened index, and nothing of ours around it."""

    index: tantivy.Index
    searcher: tantivy.Searcher

    def parsed(self, query: str) -> tantivy.Query:
        return self.index.parse_query(query, [*FIELDS], field_boosts={"title": 2.0})

    def numbers(self, query: tantivy.Query) -> list[int]:
        found = self.searcher.search(query, SHOW)
        return self.searcher.fast_field_values("number", [address for _, address in found.hits])

    def marker(self, query: tantivy.Query, field: str) -> tantivy.SnippetGenerator:
        made = tantivy.SnippetGenerator.create(self.searcher, query, self.index.schema, field)
        made.set_max_num_chars(WHOLE)
        return made


def _opened(root: Path) -> _Bare:
    path = generations.current(root)
    assert path is not None
    index = tantivy.Index.open(str(path))
    register(index, generations.read_spec(path))
    return _Bare(index, index.searcher())


def _walk(store: Store) -> Iterator[Held]:
    last = 0
    while held := store.papers.after(last, 1000):
        last = held[-1].number
        yield from held
