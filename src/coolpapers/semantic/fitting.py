"""Fitting a space: its terms and axes from some papers, and folding papers into it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from coolpapers.numerics.lowrank import fold_in, random_rotation, truncated_svd
from coolpapers.records import Held, Paper
from coolpapers.semantic import files
from coolpapers.semantic.terms import Terms, choose_terms
from coolpapers.semantic.vectors import put_vectors, rows_in
from coolpapers.semantic.words import Numbering

RANK = 256
"""More hold more of the papers and cost as much more memory and time. A judgement between two
judged collections: one of 4,205 papers does best with 64, one of 11,101 with 256 and more
(`python -m benchmarks.ranks`)."""
BLOCK = 2_000
"""Papers at a time: their words take 2 MB, their terms 2 MB."""

Tick = Callable[[], None]
Encode = Callable[[Sequence[Paper]], NDArray[Any]]
"""Gives papers their vectors; what is missing of length one is what the axes do not hold."""


class Fitted(NamedTuple):
    """Terms and axes, (rank, terms), and the mean share of a fitted paper that the axes hold."""

    terms: Terms
    axes: NDArray[np.float32]
    papers: int
    captured: float


def fit(
    blocks: Iterable[Sequence[Paper]], *, rank: int = RANK, tick: Tick = lambda: None
) -> Fitted:
    """The space of some papers; `tick` is called now and then while it is made.

    Memory: about 1.5 kB a paper beside the axes.
    """
    numbering = Numbering()
    words = []
    for block in blocks:
        words.append(numbering.words_of(block))
        tick()
    terms = choose_terms(numbering, words)
    again = Numbering(terms.stems)
    translate = np.array([*(again.number_of(stem) for stem in numbering.stems), -1], np.int32)
    del numbering
    matrices = [terms.matrix(one._replace(numbers=translate[one.numbers])) for one in words]
    del words
    papers = sum(matrix.shape[0] for matrix in matrices)
    found = max(1, min(rank, papers // 2, len(terms.keys)))
    axes = _axes(matrices, len(terms.keys), found, tick)
    energy = float(sum(np.sum(np.square(fold_in(one, axes))) for one in matrices))
    return Fitted(terms, axes, papers, energy / max(1, papers))


def _axes(matrices: list[Any], terms: int, rank: int, tick: Tick) -> NDArray[np.float32]:
    """The axes, evenly turned: small numbers then hold them best, and signs tell angles."""
    if not terms:
        return np.zeros((1, 0), dtype=np.float32)
    svd = truncated_svd(lambda: matrices, terms, rank, kind=np.float32, progress=tick)
    turn = random_rotation(len(svd.axes)).astype(np.float32)
    return np.ascontiguousarray(turn @ svd.axes, dtype=np.float32)


def keep(root: Path, fitted: Fitted, position: int) -> Path:
    """A new space, not yet served and without vectors."""
    path = files.create(root)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = files.Manifest(
        format=files.FORMAT,
        rank=len(fitted.axes),
        terms=len(fitted.terms.keys),
        papers=fitted.papers,
        position=position,
        captured=fitted.captured,
        fitted_utc=now,
    )
    files.write_basis(path, fitted.terms, fitted.axes, manifest)
    return path


class Folder:
    """Folds papers into one space; what was folded is kept before its position is said.

    Raises:
        OSError, EOFError, ValueError: Files of the space are missing or damaged.
    """

    def __init__(self, path: Path, manifest: files.Manifest, encode: Encode | None = None) -> None:
        self.path = path
        self.manifest = manifest
        self.progress = files.read_progress(path)
        self._encode = encode or _own_words(path)
        rows = rows_in(path, manifest.rank)
        if rows < self.progress.rows:
            raise ValueError(f"{rows} of {self.progress.rows} rows are left")

    def fold(self, papers: Sequence[Held], position: int) -> None:
        """Gives papers their vectors; `position` is the newest change this brings the space to."""
        for some in _some(papers, BLOCK):
            self._put(some)
        progress = self.progress
        if position > progress.position:
            rows = rows_in(self.path, self.manifest.rank)
            self.progress = replace(progress, position=position, rows=rows)
            files.write_progress(self.path, self.progress)

    def _put(self, papers: Sequence[Held]) -> None:
        vectors = self._encode([one.paper for one in papers])
        lengths = np.linalg.norm(vectors, axis=1)
        numbers = [one.number for one in papers]
        put_vectors(self.path, numbers, vectors / np.maximum(lengths, 1e-9)[:, None])
        if self.progress.position >= self.manifest.position:
            self._note(len(papers), float(np.sum(lengths**2)))

    def _note(self, papers: int, energy: float) -> None:
        folded = self.progress.folded + papers
        whole = self.progress.captured * self.progress.folded + energy
        self.progress = replace(self.progress, folded=folded, captured=whole / folded)


def _own_words(path: Path) -> Encode:
    terms, axes = files.read_basis(path)
    numbering = Numbering(terms.stems)
    return lambda papers: fold_in(terms.matrix(numbering.words_of(papers)), axes)


def _some(papers: Sequence[Held], size: int) -> Iterator[Sequence[Held]]:
    for at in range(0, len(papers), size):
        yield papers[at : at + size]
