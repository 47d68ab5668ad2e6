"""The directory of the space: which space is served, what it was fitted on, how far it is.

`space/CURRENT` names the space that is read, `s-<n>`. In its directory `manifest.json` says what
it was fitted on, `terms.txt`, `weights.npy` and `axes.npy` are its vocabulary and basis, and the
vectors stand in three flat files, one row for each row number of the store:

| file | a row |
|---|---|
| `vectors.i8` | `rank` signed bytes, the vector times a number of its own |
| `norms.f4` | the length of that, 0 for a paper without a vector |
| `signs.u8` | a bit for each entry |

`position.json` says how far in the change log the vectors are; it is written after them.
"""

import os
import re
import shutil
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from coolpapers import durable
from coolpapers.semantic.terms import Terms, read_terms, written

FORMAT = 1
"""Raised by whatever makes the same papers another space: an older one is then fitted again."""
OWN_WORDS = "tfidf"
_NAME = re.compile(r"s-(\d{1,9})")


class Manifest(msgspec.Struct, frozen=True):
    """What a space was fitted on; `captured` is the mean share of a paper that the axes hold."""

    format: int
    rank: int
    terms: int
    papers: int
    position: int
    captured: float
    fitted_utc: str
    provider: str = OWN_WORDS


class Progress(msgspec.Struct, frozen=True):
    """How far in the change log a space is; of papers since the fit, how many and how well held.

    `rows` is how many rows the vectors had then: files with fewer have lost some.
    """

    position: int = 0
    folded: int = 0
    captured: float = 0.0
    rows: int = 0


def current(root: Path) -> Path | None:
    """The space that is served; None if there is none."""
    return durable.current(root, _NAME)


def spaces(root: Path) -> list[Path]:
    """All spaces, begun ones too; the newest first."""
    found = [(int(match[1]), path) for path in root.glob("s-*") if (match := _named(path))]
    return [path for _, path in sorted(found, reverse=True)]


def create(root: Path) -> Path:
    """The directory of a new space; without a manifest it counts for nothing."""
    root.mkdir(parents=True, exist_ok=True)
    newest = spaces(root)
    path = root / f"s-{int(newest[0].name[2:]) + 1 if newest else 1}"
    path.mkdir()
    return path


def publish(root: Path, path: Path) -> None:
    """Serves a space from now on, in one step, and removes the others."""
    if current(root) != path:
        durable.point_at(root, path)
    for other in spaces(root):
        if other != path:
            shutil.rmtree(other, ignore_errors=True)


def unpublished(root: Path) -> Path | None:
    """A newer space than the served one, fitted but not yet complete; what is torn is removed."""
    served = current(root)
    for path in spaces(root):
        if path == served:
            return None
        manifest = read_manifest(path)
        if manifest is not None and manifest.format == FORMAT:
            return path
        shutil.rmtree(path, ignore_errors=True)
    return None


def read_manifest(path: Path) -> Manifest | None:
    """What a space was fitted on; None if it does not say."""
    try:
        return msgspec.json.decode((path / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def read_progress(path: Path) -> Progress:
    """How far a space is; at the beginning if it does not say."""
    try:
        return msgspec.json.decode((path / "position.json").read_bytes(), type=Progress)
    except (OSError, msgspec.DecodeError):
        return Progress()


def write_progress(path: Path, progress: Progress) -> None:
    """Says how far a space is. To be called after its vectors were written, never before."""
    durable.write(path / "position.json", msgspec.json.encode(progress))


def write_basis(path: Path, terms: Terms, axes: NDArray[np.float32], manifest: Manifest) -> None:
    """Keeps vocabulary and axes; the manifest last, which makes the space one."""
    durable.write(path / "terms.txt", "\n".join(written(terms)).encode())
    _write_array(path / "weights.npy", terms.weights)
    write_axes(path, axes, manifest)


def write_axes(path: Path, axes: NDArray[np.float32], manifest: Manifest) -> None:
    """Keeps the axes of a space that has no vocabulary of its own, and then its manifest."""
    _write_array(path / "axes.npy", axes)
    durable.write(path / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))


def read_basis(path: Path) -> tuple[Terms, NDArray[np.float32]]:
    """Vocabulary and axes of a space.

    Raises:
        OSError, EOFError, ValueError: A file is missing or damaged.
    """
    text = (path / "terms.txt").read_text("utf-8")
    texts = text.split("\n") if text else []
    weights, axes = np.load(path / "weights.npy", allow_pickle=False), read_axes(path)
    if axes.ndim != 2 or not len(texts) == len(weights) == axes.shape[1]:
        raise ValueError(f"{len(texts)} terms, {weights.shape} weights, {axes.shape} axes")
    return read_terms(texts, weights), axes


def read_axes(path: Path) -> NDArray[np.float32]:
    """The axes alone."""
    axes: NDArray[np.float32] = np.load(path / "axes.npy", allow_pickle=False)
    return axes


def _write_array(path: Path, array: NDArray[np.float32]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def _named(path: Path) -> re.Match[str] | None:
    return _NAME.fullmatch(path.name)
