"""PDFs of papers in the library, fetched from the papers' own addresses and kept for a while.

Nobody but the library says what is fetched: an address comes from a record or follows from an id.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from coolpapers import durable
from coolpapers.errors import PdfError, SourceFormatError, SourceUnavailableError
from coolpapers.flows.outside import PATIENCE_S, open_client
from coolpapers.ids import pdf_url
from coolpapers.records import Paper
from coolpapers.settings import Settings
from coolpapers.sources.http import Client, Limits
from coolpapers.store.jobs import Priority

Fetch = Callable[[str], bytes]
"""The bytes at an address; raises SourceUnavailableError or SourceFormatError."""

LIMITS = Limits(size_bytes=80_000_000, request_s=90.0, silence_s=20.0, attempts=1)
DAY_S = 24 * 3600.0
FRESH_S = 30 * DAY_S
FAILURE_S = 60.0
LEFT_BEHIND_S = 3600.0
AT_ONCE = 3
_SIGN, _SIGN_WITHIN = b"%PDF-", 1024
_LOCKS = 64
_MOST_FAILURES = 500
_MB = 1_000_000


def pdf_address(paper: Paper, version: int | None = None) -> str:
    """The address of a paper's PDF at its source, or nothing.

    Args:
        paper: Its record's own address is taken first.
        version: Of a paper at arXiv; where it is not known, the newest one is meant.
    """
    address = paper.pdf_url or pdf_url(paper.id)
    known = version in {one.number for one in paper.versions}
    if known and address.startswith("https://arxiv.org/pdf/"):
        return f"{pdf_url(paper.id)}v{version}"
    return address if address.startswith(("https://", "http://")) else ""


class PdfCache:
    """PDFs in a directory, at most so many bytes and days of them; the longest unread go first.

    A file's modification time is when it was fetched, its access time when it was last read.
    """

    def __init__(self, directory: Path, most_bytes: int, fresh_s: float = FRESH_S) -> None:
        self._directory = directory
        self._most_bytes = most_bytes
        self._fresh_s = fresh_s

    def find(self, name: str) -> Path | None:
        """The file kept under a name, unless it is so old that the source may have another."""
        path = self._directory / name
        try:
            kept = path.stat()
        except OSError:
            return None
        now = time.time()
        if now - kept.st_mtime > self._fresh_s:
            return None
        os.utime(path, (now, kept.st_mtime))
        return path

    def keep(self, name: str, data: bytes) -> Path:
        """The file that now holds these bytes."""
        path = self._directory / name
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            durable.replace(path, data)
            self._prune(path)
        except OSError as error:
            raise PdfError("unreachable", f"cannot be kept: {error}") from error
        return path

    def _prune(self, newest: Path) -> None:
        total = 0
        for kept, path in sorted(self._files(), key=lambda row: -row[0].st_atime):
            total += kept.st_size
            is_old = time.time() - kept.st_mtime > self._fresh_s
            if (is_old or total > self._most_bytes) and path != newest:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[os.stat_result, Path]]:
        """What is kept; what a process left behind when it was killed is cleared away."""
        for path in self._directory.iterdir():
            try:
                kept = path.stat()
            except FileNotFoundError:  # another process was faster
                continue
            if path.suffix == ".pdf":
                yield kept, path
            elif path.suffix == durable.NEW and time.time() - kept.st_mtime > LEFT_BEHIND_S:
                path.unlink(missing_ok=True)


class Pdfs:
    """Hands out the PDFs of papers as files; may be used by several threads.

    Args:
        cache: Where they are kept.
        fetch: What gets them; replaced in tests.
        at_once: How many may be fetched at the same time; who comes then is told to come again.
    """

    def __init__(self, cache: PdfCache, fetch: Fetch, *, at_once: int = AT_ONCE) -> None:
        self._cache = cache
        self._fetch = fetch
        self._turns = threading.BoundedSemaphore(at_once)
        # Of those who ask for one paper at a time, the first fetches it for all.
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        self._failures: dict[str, tuple[float, PdfError]] = {}

    @property
    def has_room(self) -> bool:
        """Whether one more may be fetched now."""
        if not self._turns.acquire(blocking=False):
            return False
        self._turns.release()
        return True

    def find(self, paper: Paper, version: int | None = None) -> Path | None:
        """The file that is kept, if there is one."""
        return self._cache.find(file_name(paper, version))

    def get(
        self, paper: Paper, version: int | None = None, *, priority: int = Priority.NEWEST
    ) -> Path:
        """The file with the PDF of a paper, fetched first where needed.

        `priority` is for those who share the fetching; here whoever comes first is first.

        Raises:
            PdfError: It cannot be had; so it is said again for a minute without asking.
        """
        del priority
        address = pdf_address(paper, version)
        if not address:
            raise PdfError("no_address")
        name = file_name(paper, version)
        if found := self._cache.find(name):
            return found
        with self._locks[hash(name) % _LOCKS]:
            return self._cache.find(name) or self._cache.keep(name, self._got(name, address))

    def _got(self, name: str, address: str) -> bytes:
        until, failure = self._failures.get(name, (0.0, PdfError("")))
        if time.monotonic() < until:
            raise failure
        if not self._turns.acquire(blocking=False):
            raise PdfError("busy")
        try:
            return _checked(self._fetch, address)
        except PdfError as error:
            while len(self._failures) >= _MOST_FAILURES:
                self._failures.pop(next(iter(self._failures)), None)
            self._failures[name] = (time.monotonic() + FAILURE_S, error)
            raise
        finally:
            self._turns.release()


def file_name(paper: Paper, version: int | None = None) -> str:
    """The name of a paper's file; it changes when the library learns of a newer version."""
    known = [one.number for one in paper.versions]
    number = version if version in known else max(known, default=0)
    return quote(paper.id.local, safe="@") + (f"v{number}" if number else "") + ".pdf"


def _checked(fetch: Fetch, address: str) -> bytes:
    try:
        data = fetch(address)
    except SourceUnavailableError as error:
        raise PdfError("unreachable", str(error)) from error
    except SourceFormatError as error:
        raise PdfError("refused", str(error)) from error
    if _SIGN not in data[:_SIGN_WITHIN]:
        raise PdfError("not_pdf", f"{address}: begins with {data[:20]!r}")
    return data


def open_pdfs(settings: Settings) -> Pdfs:
    """The PDFs of a library without its queue, for a process that is alone."""
    return Pdfs(*cache_and_fetch(settings))


def cache_and_fetch(settings: Settings) -> tuple[PdfCache, Fetch]:
    """What keeps the PDFs of a library, in the folder `pdfs`, and what fetches them.

    They are fetched in turn with all else that the library fetches, by the same pauses; whoever
    reads is refused rather than kept waiting for a long one.
    """
    making = threading.Lock()
    client: list[Client] = []

    def fetch(address: str) -> bytes:
        with making:  # made with the first PDF: most processes never need it
            if not client:
                client.append(open_client(settings, limits=LIMITS, patience_s=PATIENCE_S))
        return client[0].get(address, source="pdf").data

    most = settings.number("pdf_cache_mb") * _MB
    cache = PdfCache(settings.data / "pdfs", most, settings.number("pdf_cache_days") * DAY_S)
    return cache, fetch
