"""tantivy alone: the same documents, the same schema, nothing of ours around it."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import tantivy

from coolpapers.records import Held
from coolpapers.search import generations
from coolpapers.search.documents import document_maker
from coolpapers.search.fields import SPEC, build_schema, register
from coolpapers.search.index import HEAP_BYTES, THREADS
from coolpapers.store import Store

SHOW = 25
MADE = 100_000


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
    path = generations.current(root)
    assert path is not None
    index = tantivy.Index.open(str(path))
    register(index, generations.read_spec(path))
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        parsed = index.parse_query(query, ["title", "abstract"], field_boosts={"title": 2.0})
        found = searcher.search(parsed, SHOW)
        return searcher.fast_field_values("number", [address for _, address in found.hits])

    return search


def _walk(store: Store) -> Iterator[Held]:
    last = 0
    while held := store.papers.after(last, 1000):
        last = held[-1].number
        yield from held
