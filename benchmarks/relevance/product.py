"""A judged collection in a real library: put into a store, indexed, and searched by the engine."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.relevance.judged import Asked, Judged
from coolpapers.flows.latent import build_space
from coolpapers.flows.reindex import Reindexer
from coolpapers.ids import PaperId
from coolpapers.numerics.lowrank import fold_in
from coolpapers.ranking.blending import blend
from coolpapers.records import Held, Paper
from coolpapers.search.fields import SPEC, Spec
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.search.related import Mode, find, query_words
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.semantic import files
from coolpapers.semantic.embeddings import Provider
from coolpapers.semantic.space import Space
from coolpapers.semantic.terms import words_of
from coolpapers.store import Store, open_store

DEPTH = 1000
NEAR = 100
"""Papers near in meaning that are looked at beside those that share words."""
REORDERED = 300
"""Hits of a search that meaning may put into another order."""


class Queries:
    """Gives typed queries their vectors in the space of a library's own words."""

    def __init__(self, root: Path) -> None:
        path = files.current(root)
        if path is None:
            raise FileNotFoundError(root)
        self._terms, self._axes = files.read_basis(path)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The vector of a query, of length one; zeros if the space knows none of its words."""
        paper = Paper(id=PaperId("venue", "query@typed"), title="", abstract=text)
        matrix = self._terms.matrix(words_of(self._terms, [paper]))
        folded = fold_in(matrix, self._axes)[0]
        return np.asarray(folded / max(float(np.linalg.norm(folded)), 1e-9), dtype=np.float32)


class Shelf(NamedTuple):
    """A collection as the product holds it; `keys` are the collection's ids by row number."""

    store: Store
    engine: TantivyEngine
    vocabulary: Vocabulary
    keys: dict[int, str]
    held: dict[str, Held]
    queries: Queries
    space: Space
    provided: Space
    """The space of a provider; empty where none was named."""

    def found(self, asked: Asked) -> list[str]:
        """The best papers for a query's text, as the search page finds them."""
        hits = self.engine.search(parse(asked.text), limit=DEPTH).hits
        return [self.keys[hit.number] for hit in hits]

    def found_by_meaning(self, asked: Asked, share: float) -> list[str]:
        """The best papers for a query's text, the first of them ordered by meaning as well."""
        hits = self.engine.search(parse(asked.text), limit=DEPTH).hits
        scores = {hit.number: hit.score for hit in hits[:REORDERED]}
        cosines = self.space.vectors_of(list(scores)) @ self.queries.vector(asked.text)
        order = blend(scores, dict(zip(scores, cosines.tolist(), strict=True)), share)
        first = [self.keys[number] for number, _ in order]
        return first + [self.keys[hit.number] for hit in hits[REORDERED:]]

    def near(self, asked: Asked, space: Space, depth: int = DEPTH) -> list[str]:
        """The papers nearest to a query's paper in meaning alone."""
        found = space.neighbours(self.held[asked.paper].number, depth)
        return [self.keys[one.number] for one in found]

    def blended(
        self, asked: Asked, space: Space, mode: Mode, share: float, depth: int = DEPTH
    ) -> list[str]:
        """Words and meaning together: the order of words among the best, meaning beside it."""
        held = self.held[asked.paper]
        words = query_words(self.vocabulary, held, self.store.papers.numbered, mode=mode)
        hits = find(self.vocabulary.reading, words, without=[held.number], limit=depth).hits
        scores = {hit.number: hit.score for hit in hits}
        near = [one.number for one in space.neighbours(held.number, NEAR)]
        numbers = list(dict.fromkeys([*scores, *near]))
        cosines = dict(zip(numbers, space.cosines(held.number, numbers).tolist(), strict=True))
        return [self.keys[number] for number, _ in blend(scores, cosines, share)]

    def like(self, asked: Asked, mode: Mode, count: int, depth: int = DEPTH) -> list[str]:
        """The papers most like a query's paper."""
        held = self.held[asked.paper]
        texts = self.store.papers.numbered
        words = query_words(self.vocabulary, held, texts, mode=mode, count=count)
        hits = find(self.vocabulary.reading, words, without=[held.number], limit=depth).hits
        return [self.keys[hit.number] for hit in hits]


def shelve(
    judged: Judged, directory: Path, spec: Spec = SPEC, provider: Provider | None = None
) -> Shelf:
    """Puts a collection into a new library in a directory."""
    store = open_store(directory)
    store.papers.put(judged.papers.values(), source=judged.name)
    with open_writer(directory / "index", spec) as writer:
        Reindexer(store, writer).catch_up()
    by_id = {str(paper.id): key for key, paper in judged.papers.items()}
    held = {by_id[str(one.paper.id)]: one for one in store.papers.after(0, len(by_id))}
    engine = TantivyEngine(directory / "index")
    keys = {one.number: key for key, one in held.items()}
    build_space(store, directory / "space")
    if provider is not None:
        build_space(store, directory / "provided", provider=provider)
    spaces = Space(directory / "space"), Space(directory / "provided")
    queries = Queries(directory / "space")
    return Shelf(store, engine, Vocabulary(engine), keys, held, queries, *spaces)
