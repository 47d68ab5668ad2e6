"""The texts of papers: read from their PDFs once, and kept for a while.

Also those of PDFs that visitors bring: of these the text alone is kept, under a token that only
who brought it knows, and no longer than a session unless the operator allows more.
"""

import os
import re
import secrets
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard

from coolpapers import durable
from coolpapers.errors import PaperNotFoundError, PaperTextError
from coolpapers.faq.document import Document, Section
from coolpapers.faq.pdf import read_pdf
from coolpapers.flows.pdfs import Pdfs, file_name
from coolpapers.records import Paper
from coolpapers.store.jobs import Priority

UPLOAD = "upload:"
SESSION_S = 12 * 3600.0
MOST_BYTES = 200_000_000
"""Of the texts of papers; 10 to 60 kB each."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_FORMAT = 1
Kept = TypeVar("Kept")


class Own(msgspec.Struct, frozen=True, array_like=True):
    """A visitor's own PDF: what it is called, and its text."""

    title: str
    document: Document


class Texts:
    """Hands out the texts of papers; may be used by several threads and processes.

    Args:
        data: The data directory; texts are kept in its folders `texts` and `uploads`.
        pdfs: What gets the PDFs.
        keeps_own: Whether visitors' own texts outlast a session.
        most_bytes: How much of the texts of papers is kept; the longest unread go first.
    """

    def __init__(
        self, data: Path, pdfs: Pdfs, *, keeps_own: bool = False, most_bytes: int = MOST_BYTES
    ) -> None:
        self._papers = data / "texts"
        self._own = data / "uploads"
        self._pdfs = pdfs
        self._keeps_own = keeps_own
        self._most_bytes = most_bytes
        self._reading = threading.BoundedSemaphore(2)

    def of(self, paper: Paper, *, priority: int = Priority.NEWEST) -> Document:
        """The text of a paper in the library.

        Raises:
            PdfError: Its PDF cannot be had.
            PaperTextError: Its PDF has no text for us.
        """
        path = self._papers / f"{file_name(paper)}.{_FORMAT}.text"
        found = _load(path, Document)
        if found is None:
            pdf = self._pdfs.get(paper, priority=priority)
            with self._reading:
                found = read_pdf(pdf.read_bytes())
            _save(path, found)
            _prune(self._papers, self._most_bytes, path)
        else:
            _touch(path)
        return found

    def add_own(self, name: str, data: bytes) -> str:
        """The token of a visitor's own PDF, which has been read.

        Raises:
            PaperTextError: It has no text for us.
        """
        if not self._reading.acquire(timeout=60):
            raise PaperTextError("busy")
        try:
            document = read_pdf(data)
        finally:
            self._reading.release()
        token = secrets.token_hex(16)
        _save(self._own / f"{token}.text", Own(name, document))
        return token

    def own(self, token: str) -> Own:
        """A visitor's own PDF.

        Raises:
            PaperNotFoundError: There is none of this token, or its session is over.
        """
        path = self._own / f"{token}.text"
        found = _load(path, Own) if _TOKEN.fullmatch(token) else None
        if found is None or self._is_over(path):
            raise PaperNotFoundError(UPLOAD + token[:40])
        return found

    def end_sessions(self) -> list[str]:
        """The subjects of visitors' PDFs whose sessions are over; their texts are gone."""
        if self._keeps_own or not self._own.is_dir():
            return []
        over = [path for path in self._own.glob("*.text") if self._is_over(path)]
        for path in over:
            path.unlink(missing_ok=True)
        return [UPLOAD + path.stem for path in over]

    def _is_over(self, path: Path) -> bool:
        try:
            age = time.time() - path.stat().st_mtime
        except OSError:
            return True
        return age > SESSION_S and not self._keeps_own


def on_page(document: Document, page: int) -> list[Section]:
    """The paragraphs that begin on a page, in their sections."""
    return [
        msgspec.structs.replace(section, paragraphs=begun)
        for section in document.sections
        if (begun := tuple(one for one in section.paragraphs if one.page == page))
    ]


def _load(path: Path, kind: type[Kept]) -> Kept | None:
    try:
        packed = zstandard.ZstdDecompressor().decompress(path.read_bytes())
        return msgspec.msgpack.decode(packed, type=kind)
    except (OSError, zstandard.ZstdError, msgspec.MsgspecError):
        return None


def _save(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = zstandard.ZstdCompressor(3).compress(msgspec.msgpack.encode(value))
    durable.replace(path, packed)


def _touch(path: Path) -> None:
    """Note that a text was read just now; when it was made stays."""
    with suppress(OSError):
        os.utime(path, (time.time(), path.stat().st_mtime))


def _prune(directory: Path, most_bytes: int, newest: Path) -> None:
    """Forget the texts that were read longest ago."""
    kept: list[tuple[float, int, Path]] = []
    for path in directory.iterdir():
        with suppress(OSError):  # another process was faster
            about = path.stat()
            kept.append((about.st_atime, about.st_size, path))
    total = 0
    for _, size, path in sorted(kept, reverse=True):
        total += size
        if total > most_bytes and path != newest:
            path.unlink(missing_ok=True)
