"""A judged collection in a real library: put into a store, indexed, and searched by the engine."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.relevance.judged import Asked, Judged
from coolpapers.flows.reindex import Reindexer
from coolpapers.records import Held
from coolpapers.search.fields import SPEC, Spec
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.search.related import Mode, find, query_words
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.store import Store, open_store

DEPTH = 1000


class Shelf(NamedTuple):
    """A collection as the product holds it; `keys` are the collection's ids by row number."""

    store: Store
    engine: TantivyEngine
    vocabulary: Vocabulary
    keys: dict[int, str]
    held: dict[str, Held]

    def found(self, asked: Asked) -> list[str]:
        """The best papers for a query's text, as the search page finds them."""
        hits = self.engine.search(parse(asked.text), limit=DEPTH).hits
        return [self.keys[hit.number] for hit in hits]

    def like(self, asked: Asked, mode: Mode, count: int, depth: int = DEPTH) -> list[str]:
        """The papers most like a query's paper."""
        held = self.held[asked.paper]
        texts = self.store.papers.numbered
        words = query_words(self.vocabulary, held, texts, mode=mode, count=count)
        hits = find(self.vocabulary.reading, words, without=held.number, limit=depth).hits
        return [self.keys[hit.number] for hit in hits]


def shelve(judged: Judged, directory: Path, spec: Spec = SPEC) -> Shelf:
    """Puts a collection into a new library in a directory."""
    store = open_store(directory)
    store.papers.put(judged.papers.values(), source=judged.name)
    with open_writer(directory / "index", spec) as writer:
        Reindexer(store, writer).catch_up()
    by_id = {str(paper.id): key for key, paper in judged.papers.items()}
    held = {by_id[str(one.paper.id)]: one for one in store.papers.after(0, len(by_id))}
    engine = TantivyEngine(directory / "index")
    keys = {one.number: key for key, one in held.items()}
    return Shelf(store, engine, Vocabulary(engine), keys, held)
