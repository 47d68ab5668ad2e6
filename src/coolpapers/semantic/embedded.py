"""Vectors of a provider, kept so that no text is ever sent twice, and turned into a space."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coolpapers.errors import EmbeddingsError
from coolpapers.numerics.lowrank import random_rotation
from coolpapers.records import Paper
from coolpapers.semantic import files
from coolpapers.semantic.embeddings import Provider

KEPT = "embedded.sqlite"
LONGEST = 8_000
"""Characters of title and abstract that are sent; a model reads the first 256 to 8,000 words."""


def text_of(paper: Paper) -> str:
    """What a provider is asked about a paper."""
    return f"{paper.title}\n{paper.abstract}"[:LONGEST]


class Embedder:
    """Vectors of papers in a provider's space, evenly turned so that signs tell angles."""

    def __init__(self, root: Path, provider: Provider, axes: NDArray[np.float32]) -> None:
        self._path, self._provider, self._axes = root / KEPT, provider, axes

    def vectors(self, papers: Sequence[Paper]) -> NDArray[np.float32]:
        """One vector a paper, of length one; zeros where the provider refuses the text.

        Raises:
            EmbeddingsError: There are none now; those that came before are kept.
        """
        texts = [text_of(paper) for paper in papers]
        keys = [self._key(text) for text in texts]
        try:
            rows = self._rows(keys, dict(zip(keys, texts, strict=True)))
        except sqlite3.Error as error:
            raise EmbeddingsError(f"{KEPT}, which may be deleted: {error}") from error
        found = np.array(rows, dtype=np.float32).reshape(len(rows), -1)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray((found / np.maximum(lengths, 1e-9)) @ self._axes.T, dtype=np.float32)

    def _rows(self, keys: Sequence[bytes], texts: dict[bytes, str]) -> list[NDArray[np.float32]]:
        """The vectors under some keys, asked for where they are not kept."""
        with closing(sqlite3.connect(self._path, timeout=30)) as kept:
            kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, v BLOB)")
            missing = [key for key in texts if not _get(kept, key)]
            for at in range(0, len(missing), self._provider.batch):
                some = missing[at : at + self._provider.batch]
                self._keep(kept, some, self._provider.embed([texts[key] for key in some]))
            return [np.frombuffer(_get(kept, key), dtype="<f4") for key in keys]

    def _keep(
        self, kept: sqlite3.Connection, keys: Sequence[bytes], found: NDArray[np.float32]
    ) -> None:
        if found.shape[1] != self._axes.shape[1]:
            raise EmbeddingsError(
                f"{found.shape[1]} entries instead of {self._axes.shape[1]}: another model?"
            )
        pairs = [(k, v.astype("<f4").tobytes()) for k, v in zip(keys, found, strict=True)]
        with kept:
            kept.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", pairs)

    def _key(self, text: str) -> bytes:
        # The number of entries too: a model exchanged under its name is then asked anew.
        named = f"{self._provider.name}\0{self._axes.shape[1]}\0{text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()


def begin(root: Path, provider: Provider, position: int, papers: int) -> Path:
    """A new space of a provider, not yet served and without vectors.

    Raises:
        EmbeddingsError: The provider does not answer.
    """
    size = provider.embed(["paper"]).shape[1]
    path = files.create(root)
    manifest = files.Manifest(
        format=files.FORMAT,
        rank=size,
        terms=0,
        papers=papers,
        position=position,
        captured=1.0,
        fitted_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        provider=provider.name,
    )
    files.write_axes(path, random_rotation(size).astype(np.float32), manifest)
    return path


def _get(kept: sqlite3.Connection, key: bytes) -> bytes:
    row = kept.execute("SELECT v FROM vectors WHERE key = ?", (key,)).fetchone()
    return b"" if row is None else bytes(row[0])
