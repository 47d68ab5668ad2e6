"""A judged collection in a real library: put into a store, indexed, and searched by the engine."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.relevance.judged import Asked, Judged
from coolpapers.flows.latent import build_space
from coolpapers.flows.reindex import Reindexer
from coolpapers.ranking.blending import blend
from coolpapers.records import Held
from coolpapers.search.fields import SPEC, Spec
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.search.related import Mode, find, query_words
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.semantic.embeddings import provider_of
from coolpapers.semantic.space import Space
from coolpapers.settings import read_settings
from coolpapers.store import Store, open_store

DEPTH = 1000
NEAR = 100
"""Papers near in meaning that are looked at beside those that share words."""


class Shelf(NamedTuple):
    """A collection as the product holds it; `keys` are the collection's ids by row number."""

    store: Store
    engine: TantivyEngine
    vocabulary: Vocabulary
    keys: dict[int, str]
    held: dict[str, Held]
    space: Space

    def found(self, asked: Asked) -> list[str]:
        """The best papers for a query's text, as the search page finds them."""
        hits = self.engine.search(parse(asked.text), limit=DEPTH).hits
        return [self.keys[hit.number] for hit in hits]

    def near(self, asked: Asked, depth: int = DEPTH) -> list[str]:
        """The papers nearest to a query's paper in meaning alone."""
        found = self.space.neighbours(self.held[asked.paper].number, depth)
        return [self.keys[one.number] for one in found]

    def blended(self, asked: Asked, mode: Mode, share: float, depth: int = DEPTH) -> list[str]:
        """Words and meaning together: the order of words among the best, meaning beside it."""
        held = self.held[asked.paper]
        words = query_words(self.vocabulary, held, self.store.papers.numbered, mode=mode)
        hits = find(self.vocabulary.reading, words, without=[held.number], limit=depth).hits
        scores = {hit.number: hit.score for hit in hits}
        near = [one.number for one in self.space.neighbours(held.number, NEAR)]
        numbers = list(dict.fromkeys([*scores, *near]))
        cosines = dict(zip(numbers, self.space.cosines(held.number, numbers).tolist(), strict=True))
        return [self.keys[number] for number, _ in blend(scores, cosines, share)]

    def like(self, asked: Asked, mode: Mode, count: int, depth: int = DEPTH) -> list[str]:
        """The papers most like a query's paper."""
        held = self.held[asked.paper]
        texts = self.store.papers.numbered
        words = query_words(self.vocabulary, held, texts, mode=mode, count=count)
        hits = find(self.vocabulary.reading, words, without=[held.number], limit=depth).hits
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
    provider = provider_of(read_settings({"data": str(directory)}))
    build_space(store, directory / "space", provider=provider)
    space = Space(directory / "space")
    return Shelf(store, engine, Vocabulary(engine), keys, held, space)
