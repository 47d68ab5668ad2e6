"""One polite client for everything that is fetched.

It says who asks, asks each group of hosts one thing at a time with a pause between, waits when
told to, tries again less and less often, takes only so much, and talks only to public addresses.

Sources: https://info.arxiv.org/help/api/tou.html and https://www.rfc-editor.org/rfc/rfc9110
"""

import random
import re
import ssl
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import msgspec

from coolpapers import __version__
from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.formats.dates import parse_time
from coolpapers.sources.network import CheckedBackend, Resolve, resolve
from coolpapers.sources.pacing import INTERVAL_S, PATIENCE_S, Clock, Pacer, SystemClock, Turn
from coolpapers.sources.validators import Validators

_MB = 1_000_000
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MISSING = frozenset({404, 410})
_UNCHANGED = 304
_ASCII = re.compile(r"[^\x21-\x7e]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\]")
_SAFE_IN_PATH = "/%:=&?~+!$,;'@()*[]"
_BROKEN = (
    httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError, OSError,
)  # fmt: skip


class Limits(NamedTuple):
    """How much, how long and how often."""

    size_bytes: int = 64 * _MB
    request_s: float = 180.0
    silence_s: float = 45.0
    attempts: int = 5
    redirects: int = 5
    first_pause_s: float = 4.0
    longest_pause_s: float = 300.0


class Response(msgspec.Struct, frozen=True):
    """An answer: its status, the address that gave it in the end, its headers in lower case."""

    status: int
    asked: str
    url: str
    headers: Mapping[str, str]
    data: bytes
    fetched_utc: datetime

    @property
    def is_unchanged(self) -> bool:
        """Nothing new since the state that was remembered."""
        return self.status == _UNCHANGED

    @property
    def is_missing(self) -> bool:
        """There is no such page."""
        return self.status in _MISSING


class _Target(NamedTuple):
    """Where a request goes: the host it is meant for, the address it is sent to."""

    host: str
    address: str


class Client:
    """Fetches pages; may be used by several threads.

    Args:
        directory: Where turns and page states are kept, shared by all processes of a library.
        contact: How the operator can be reached, an address or an e-mail, sent with each request.
        allow_private: Whether addresses that are not public may be asked; for tests.
        mirror: An address through which everything is fetched, `MIRROR/host/path`, if any.
        interval_s: The pause from one request to a group of hosts to the next.
        patience_s: Who would have to wait for a turn longer is refused.
        courtesy_s: How much later than it might a client comes that is in no hurry.
    """

    def __init__(
        self,
        directory: Path,
        *,
        contact: str,
        allow_private: bool = False,
        mirror: str = "",
        interval_s: float = INTERVAL_S,
        patience_s: float = PATIENCE_S,
        courtesy_s: float = 0.0,
        limits: Limits | None = None,
        clock: Clock | None = None,
        chance: random.Random | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._clock = clock or SystemClock()
        self._pacer = Pacer(
            directory,
            self._clock,
            interval_s=interval_s,
            patience_s=patience_s,
            courtesy_s=courtesy_s,
        )
        self._validators = Validators(directory / "validators.json")
        self._agent = f"coolpapers/{__version__} (+{_ASCII.sub('', contact) or 'no contact given'})"
        self._allow_private = allow_private
        self._mirror = mirror.rstrip("/")
        self._limits = limits or Limits()
        self._chance = chance or random.Random()  # noqa: S311 - it spreads retries, no secret
        self._resolve = resolve
        self._ssl = httpcore.default_ssl_context()

    def get(
        self, url: str, *, source: str, conditional: bool = False, may_be_missing: bool = False
    ) -> Response:
        """The answer at an address, redirects followed.

        Args:
            url: Where.
            source: Named in errors.
            conditional: An answer that is as last remembered comes without data, `is_unchanged`.
            may_be_missing: A missing page is no error, `is_missing`.

        Raises:
            SourceUnavailableError: No usable answer, after several attempts.
            SourceFormatError: An answer that trying again will not mend.
        """
        headers = self._validators.headers(url) if conditional else {}
        fine = {200, _UNCHANGED, *(_MISSING if may_be_missing else ())}
        for attempt in range(self._limits.attempts):
            try:
                return self._followed(url, source, headers, fine, attempt)
            except SourceUnavailableError as error:
                failure = error
        raise failure

    def remember(self, response: Response) -> None:
        """Notes that this answer was kept: it need not be sent again until it changes."""
        self._validators.remember(response.asked, response.headers)

    def _followed(
        self,
        url: str,
        source: str,
        headers: Mapping[str, str],
        fine: Collection[int],
        attempt: int,
    ) -> Response:
        at = url
        for _ in range(self._limits.redirects + 1):
            target = self._target(at, source)
            with self._pacer.turn(target.host, source) as turn:
                response = self._exchange(target, at, source, headers, turn, attempt)
            if response.status not in _REDIRECTS:
                return _accepted(msgspec.structs.replace(response, asked=url), source, fine)
            at = _redirected(at, response.headers.get("location", ""), source)
        raise SourceFormatError(source, f"{url}: redirected too often")

    def _target(self, url: str, source: str) -> _Target:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise SourceFormatError(source, f"no address: {url[:200]!r}") from error
        host = parts.hostname or ""
        is_plain = parts.scheme in ("http", "https") and parts.username is None
        is_plain = is_plain and not _CONTROLS.search(url)
        shown = f"[{host}]" if ":" in host else host
        if not is_plain or not _HOST.fullmatch(shown):
            raise SourceFormatError(source, f"not an address to fetch: {url[:200]!r}")
        if port not in (None, 80, 443) and not self._allow_private:
            raise SourceFormatError(source, f"not a usual port: {url[:200]!r}")
        path = quote(parts.path or "/", safe=_SAFE_IN_PATH)
        query = f"?{quote(parts.query, safe=_SAFE_IN_PATH)}" if parts.query else ""
        if self._mirror:
            return _Target(host, f"{self._mirror}/{shown}{path}{query}")
        return _Target(host, f"{parts.scheme}://{parts.netloc}{path}{query}")

    def _exchange(
        self,
        target: _Target,
        url: str,
        source: str,
        headers: Mapping[str, str],
        turn: Turn,
        attempt: int,
    ) -> Response:
        """One request; if it fails in passing, the group is left alone for a while."""
        pause = self._pause(attempt)
        try:
            response = self._ask(target.address, url, source, headers)
        except _BROKEN as error:
            turn.postpone(pause)
            cause = str(error) or type(error).__name__
            raise SourceUnavailableError(source, f"{url}: {cause}") from error
        if response.status in _AGAIN:
            told = _retry_after(response.headers.get("retry-after", ""), self._clock.now())
            turn.postpone(max(pause, told))
            raise SourceUnavailableError(source, f"{url}: answered {response.status}")
        return response

    def _pause(self, attempt: int) -> float:
        pause = min(self._limits.first_pause_s * 2.0**attempt, self._limits.longest_pause_s)
        return pause * self._chance.uniform(0.5, 1.5)

    def _ask(self, address: str, url: str, source: str, headers: Mapping[str, str]) -> Response:
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*", **headers}
        silence = self._limits.silence_s
        limits = {"connect": silence, "read": silence, "write": silence, "pool": silence}
        with (
            self._pool(source) as pool,
            pool.stream(
                "GET", address, headers=list(sent.items()), extensions={"timeout": limits}
            ) as answer,
        ):
            got = {name.decode("latin-1").lower(): value.decode("latin-1")
                   for name, value in answer.headers}  # fmt: skip
            data = _whole(answer.iter_stream(), got, source, self._limits.size_bytes)
            fetched = datetime.fromtimestamp(self._clock.now(), UTC)
            return Response(answer.status, url, url, got, data, fetched)

    def _pool(self, source: str) -> httpcore.ConnectionPool:
        """A connection for one request alone: each looks its host up and checks it anew."""
        backend = CheckedBackend(
            source,
            deadline_s=time.monotonic() + self._limits.request_s,
            allow_private=self._allow_private,
            resolve=self._resolve,
        )
        return httpcore.ConnectionPool(
            ssl_context=self._ssl, max_keepalive_connections=0, network_backend=backend
        )


def _accepted(response: Response, source: str, fine: Collection[int]) -> Response:
    if response.status in fine:
        return response
    raise SourceFormatError(source, f"{response.url}: answered {response.status}")


def _redirected(url: str, location: str, source: str) -> str:
    try:
        to = urljoin(url, location)
    except ValueError as error:
        raise SourceFormatError(source, f"{url}: redirected to {location[:200]!r}") from error
    if not location or (url.startswith("https:") and not to.startswith("https:")):
        raise SourceFormatError(source, f"{url}: redirected to {location[:200]!r}")
    return to


def _retry_after(text: str, now: float) -> float:
    """Seconds from a `Retry-After` header, which names seconds or a time; 0 if it says nothing."""
    text = text.strip()
    if text.isdecimal():
        return float(text[:9])
    moment = parse_time(text) if text else None
    return max(moment.timestamp() - now, 0.0) if moment else 0.0


def _whole(
    chunks: Iterable[bytes], headers: Mapping[str, str], source: str, most_bytes: int
) -> bytes:
    """The body, decompressed, if it is not too large."""
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise SourceFormatError(source, f"sent in an unknown coding: {coding[:40]!r}")
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    body = bytearray()
    for chunk in chunks:
        try:
            room = most_bytes + 1 - len(body)
            body += chunk[:room] if unpack is None else unpack.decompress(chunk, room)
        except zlib.error as error:
            raise httpcore.RemoteProtocolError(f"damaged compressed answer: {error}") from error
        if len(body) > most_bytes:
            raise SourceFormatError(source, f"sent more than {most_bytes // _MB} MB")
    if unpack is not None and body and not unpack.eof:
        raise httpcore.RemoteProtocolError("the compressed answer ends too early")
    return bytes(body)
