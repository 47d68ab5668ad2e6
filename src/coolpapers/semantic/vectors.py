"""The vectors of a library in three flat files, one row for each row number of the store."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coolpapers.numerics.signs import signs_of

LARGEST = 127
_TINY = 1e-12

VECTORS, NORMS, SIGNS = "vectors.i8", "norms.f4", "signs.u8"


class Vectors(NamedTuple):
    """The rows that a space held when they were opened, mapped into memory, never copied whole."""

    small: NDArray[np.int8]
    norms: NDArray[np.float32]
    signs: NDArray[np.uint64]

    def has(self, number: int) -> bool:
        """Whether a row number has a vector."""
        return 0 <= number < len(self.norms) and bool(self.norms[number] > 0)

    def of(self, numbers: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """The vectors of some row numbers, (n, rank), of length one; zeros where there is none."""
        asked = np.asarray(numbers, dtype=np.int64)
        found = np.zeros((len(asked), self.small.shape[1]), dtype=np.float32)
        held = (asked >= 0) & (asked < len(self.norms))
        held[held] = self.norms[asked[held]] > 0
        rows = asked[held]
        found[held] = self.small[rows] / self.norms[rows, None]
        return found


def open_vectors(path: Path, rank: int) -> Vectors:
    """The rows that are there now; a row begun and not complete is left out."""
    rows = rows_in(path, rank)
    if not rows:
        signs = np.zeros((0, _width(rank) // 8), np.uint64)
        return Vectors(np.zeros((0, rank), np.int8), np.zeros(0, np.float32), signs)
    return Vectors(
        np.memmap(path / VECTORS, np.int8, "r", shape=(rows, rank)),
        np.memmap(path / NORMS, np.float32, "r", shape=(rows,)),
        np.memmap(path / SIGNS, np.uint64, "r", shape=(rows, _width(rank) // 8)),
    )


def rows_in(path: Path, rank: int) -> int:
    """How many rows are complete in all three files."""
    sizes = ((VECTORS, rank), (NORMS, 4), (SIGNS, _width(rank)))
    return min(_size(path / name) // width for name, width in sizes)


def put_vectors(path: Path, numbers: Sequence[int], vectors: NDArray[np.floating[Any]]) -> None:
    """Writes vectors under their row numbers and keeps them; rows between are without a vector."""
    order = np.argsort(numbers)
    rows = np.asarray(numbers, dtype=np.int64)[order]
    some = np.asarray(vectors, dtype=np.float32)[order]
    largest = np.abs(some).max(axis=1, initial=0.0)
    small = np.round(some * (LARGEST / np.maximum(largest, _TINY))[:, None]).astype(np.int8)
    norms = np.linalg.norm(small.astype(np.float32), axis=1).astype(np.float32)
    for name, values in ((VECTORS, small), (SIGNS, signs_of(small)), (NORMS, norms[:, None])):
        _write_rows(path / name, rows, values)


def _write_rows(path: Path, rows: NDArray[np.int64], values: NDArray[Any]) -> None:
    """Rows that follow one another are written at once; the file grows by zeros as needed."""
    width = values.shape[1] * values.itemsize
    begins = np.flatnonzero(np.diff(rows, prepend=-2) != 1).tolist()
    with path.open("r+b" if path.exists() else "w+b") as file:
        for begin, end in zip(begins, [*begins[1:], len(rows)], strict=True):
            file.seek(int(rows[begin]) * width)
            file.write(np.ascontiguousarray(values[begin:end]).tobytes())
        file.flush()
        os.fsync(file.fileno())


def _width(rank: int) -> int:
    """Bytes of signs in a row."""
    return (rank + 63) // 64 * 8


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
