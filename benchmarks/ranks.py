"""`python -m benchmarks.ranks`: how many dimensions the space needs, and how its vectors are kept.

One decomposition of the largest rank holds all smaller ones: their axes are the leading ones. Of
the corpus the table says what each rank holds of the papers and which share of the ten nearest
stays when vectors are kept in fewer bits; of the judged collections, how well related papers are
found by meaning alone, and blended with title and abstract.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.digest import CORPUS, read_papers
from benchmarks.relevance.__main__ import score
from benchmarks.relevance.judged import BY_EXAMPLE, SHARED, read_judged
from benchmarks.relevance.product import DEPTH, shelve
from benchmarks.table import Row, show
from coolpapers.numerics.lowrank import fold_in, random_rotation
from coolpapers.ranking.blending import MEANING
from coolpapers.records import Paper
from coolpapers.semantic.fitting import BLOCK, fit
from coolpapers.semantic.space import Near
from coolpapers.semantic.terms import words_of
from coolpapers.semantic.vectors import LARGEST

RANKS = (64, 128, 256, 384, 512)
ASKED = 500
NEAREST = 10

Array = NDArray[np.float32]


class Flat(NamedTuple):
    """Vectors of papers by row number, in the place of a space; numbers begin at 1."""

    vectors: Array

    def cosines(self, number: int, numbers: Sequence[int]) -> Array:
        """How near some papers are to one."""
        return self.vectors[np.asarray(numbers) - 1] @ self.vectors[number - 1]

    def neighbours(self, number: int, limit: int) -> list[Near]:
        """The papers nearest to one, itself left out."""
        cosines = self.vectors @ self.vectors[number - 1]
        order = [at for at in np.argsort(-cosines, kind="stable").tolist() if at != number - 1]
        return [Near(at + 1, float(cosines[at])) for at in order[:limit]]


def leading(papers: Sequence[Paper]) -> Array:
    """Papers on the axes of the largest rank, (n, rank), those that hold most first."""
    fitted = fit([papers[at : at + BLOCK] for at in range(0, len(papers), BLOCK)], rank=RANKS[-1])
    held = np.asarray(fold_in(fitted.terms.matrix(words_of(fitted.terms, papers)), fitted.axes))
    _, turn = np.linalg.eigh(held.T.astype(np.float64) @ held)
    return np.asarray(held @ turn[:, ::-1], dtype=np.float32)


def normalised(held: Array) -> Array:
    """Rows of length one, evenly turned as the space keeps them."""
    turned = held @ random_rotation(held.shape[1]).T.astype(np.float32)
    return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9))


def kept(vectors: Array) -> dict[str, tuple[Array, float]]:
    """Vectors as they come back from each way to keep them, and its bytes a paper."""
    rank = vectors.shape[1]
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    bytes_ = np.round(vectors * (LARGEST / largest))
    lengths = np.maximum(np.linalg.norm(bytes_, axis=1, keepdims=True), 1e-12)
    signs = np.sign(vectors) / np.float32(rank**0.5)
    return {
        "float16": (vectors.astype(np.float16).astype(np.float32), 2.0 * rank),
        "int8": (np.asarray(bytes_ / lengths, dtype=np.float32), rank + 4.0),
        "signs alone": (signs, rank / 8),
    }


def recall(vectors: Array, other: Array) -> float:
    """The share of the ten nearest that other vectors name too."""
    asked = np.random.default_rng(0).choice(len(vectors), min(ASKED, len(vectors)), replace=False)
    shares = [
        len(set(a) & set(b)) for a, b in zip(_top(vectors, asked), _top(other, asked), strict=True)
    ]
    return float(np.mean(shares)) / NEAREST


def _top(vectors: Array, asked: NDArray[np.intp]) -> list[list[int]]:
    cosines = vectors[asked] @ vectors.T
    cosines[np.arange(len(asked)), asked] = -2
    return np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST].tolist()


def of_corpus(papers: Sequence[Paper]) -> list[Row]:
    """What each rank holds and what each way to keep vectors loses."""
    held, rows = leading(papers), []
    for rank in RANKS:
        vectors = normalised(held[:, :rank])
        energy = float(np.mean(np.sum(np.square(held[:, :rank]), axis=1)))
        rows.append(Row(f"{rank}: of the papers' energy", 100 * energy, "%"))
        for name, (other, size) in kept(vectors).items():
            label = f"{rank}: of the ten nearest, {name}, {size:.0f} bytes"
            rows.append(Row(label, 100 * recall(vectors, other), "%"))
    return rows


def of_collection(name: str, source: Path) -> list[Row]:
    """How well related papers are found with each rank."""
    judged, rows = read_judged(name, source), []
    is_pool = name == "csfcube"
    depth = len(judged.papers) if is_pool else DEPTH
    with TemporaryDirectory() as directory:
        shelf = shelve(judged, Path(directory))
        ordered = sorted(shelf.held.values(), key=lambda one: one.number)
        held = leading([one.paper for one in ordered])
        for rank in RANKS:
            flat = Flat(normalised(held[:, :rank]))
            for label, way in (
                ("alone", lambda asked, flat=flat: shelf.near(asked, flat, depth)),
                (
                    "blended",
                    lambda asked, flat=flat: shelf.blended(asked, flat, "text", MEANING, depth),
                ),
            ):
                found = score(judged, way)
                measure, value = ("NDCG%20", found.of_pool) if is_pool else ("MAP", found.map_1000)
                rows.append(Row(f"{rank}: {measure} {label}", 100 * value, "%"))
        shelf.store.database.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranks", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a file of papers")
    parser.add_argument("--source", type=Path, default=SHARED, help="where the collections are")
    parser.add_argument("--papers", type=int, default=20_000, help="of the corpus")
    asked = parser.parse_args()
    if not (asked.corpus.is_file() and asked.source.is_dir()):
        parser.exit(0, f"skipped: there is no {asked.corpus} or {asked.source}\n")
    for name in BY_EXAMPLE:
        show(f"Related papers, {name}", of_collection(name, asked.source))
    papers = read_papers(asked.corpus)
    some = papers[:: max(1, len(papers) // asked.papers)][: asked.papers]
    show(f"{len(some):,} papers of {asked.corpus.name}", of_corpus(some))


if __name__ == "__main__":
    main()
