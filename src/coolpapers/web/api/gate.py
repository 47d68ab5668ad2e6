"""Who may ask as a program, and how often: keys, announced rates, the scripts of other sites."""

import hmac
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coolpapers.settings import Settings
from coolpapers.web.api import problems
from coolpapers.web.language import TEXTS
from coolpapers.web.networks import network_of
from coolpapers.wire import Problem

MINUTE_S = 60.0
REMEMBERED = 10_000
"""Askers whose rates are known; then the longest idle are forgotten."""
FOR_A_DAY = "86400"
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"

Clock = Callable[[], float]


class Standing(NamedTuple):
    """Whether a request is within its rate, how many more are, and when there is another one."""

    is_within: bool
    left: int
    reset_s: int


class Rates:
    """A bucket for every asker that fills steadily; this process's own."""

    def __init__(self, per_minute: int, clock: Clock = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, asker: str) -> Standing:
        """One request of an asker."""
        with self._lock:
            now = self._clock()
            level, then = self._buckets.pop(asker, (float(self.per_minute), now))
            level = min(self.per_minute, level + (now - then) * self.per_minute / MINUTE_S)
            is_within = level >= 1
            level -= is_within
            self._buckets[asker] = (level, now)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        missing = self.per_minute - level if is_within else 1 - level
        return Standing(
            is_within, int(level), max(1, math.ceil(missing * MINUTE_S / self.per_minute))
        )


class Gate:
    """Stands before the API and the agents' address; other pages pass."""

    def __init__(self, app: ASGIApp, settings: Settings, base: str = "") -> None:
        self._app, self._base = app, base
        self._keys = [key.encode() for key in settings.text("api_keys").split()]
        self._origins = frozenset(settings.text("api_origins").replace(",", " ").split())
        rate = settings.number("api_rate")
        self._rates = Rates(rate) if rate > 0 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = scope["path"].removeprefix(self._base) if scope["type"] == "http" else ""
        if not problems.concerns(path):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        added = self._for_other_sites(headers) if self._origins else []
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _answer(send, 204, added, b"")
            return
        key = _key_in(headers) if self._keys else b""
        if path != "/api" and not self._knows(key):
            challenge = [*added, ("www-authenticate", "Bearer")]
            await _refuse(send, 401, "key-needed", TEXTS["en"]("api.key_needed"), challenge)
            return
        if self._rates is not None:
            client = scope.get("client")
            asker = key.decode("latin-1") if self._keys else network_of(client[0] if client else "")
            standing = self._rates.take(asker)
            added += _announced(self._rates.per_minute, standing)
            if not standing.is_within:
                said = TEXTS["en"]("api.too_many", seconds=standing.reset_s)
                wait = [*added, ("retry-after", str(standing.reset_s))]
                await _refuse(send, 429, "too-many-requests", said, wait, standing.reset_s)
                return
        await self._app(scope, receive, _adding(send, added) if added else send)

    def _knows(self, key: bytes) -> bool:
        return not self._keys or any(hmac.compare_digest(key, known) for known in self._keys)

    def _for_other_sites(self, headers: Headers) -> list[tuple[str, str]]:
        """What lets the scripts of allowed sites read the answer."""
        origin = headers.get("origin", "")
        if not origin or not self._origins & {"*", origin}:
            return []
        allowed = "*" if "*" in self._origins else origin
        return [
            ("access-control-allow-origin", allowed),
            ("access-control-expose-headers", EXPOSED),
            ("access-control-allow-methods", "GET, POST, OPTIONS"),
            ("access-control-allow-headers", "Authorization, Content-Type, X-Api-Key, Mcp-*"),
            ("access-control-max-age", FOR_A_DAY),
            ("vary", "Origin"),
        ]


def _key_in(headers: Headers) -> bytes:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    found = value if scheme.lower() == "bearer" else headers.get("x-api-key", "")
    return found.strip().encode("latin-1", "replace")


def _announced(per_minute: int, standing: Standing) -> list[tuple[str, str]]:
    """Source: draft-ietf-httpapi-ratelimit-headers-10."""
    return [
        ("ratelimit-policy", f'"default";q={per_minute};w={MINUTE_S:.0f}'),
        ("ratelimit", f'"default";r={standing.left};t={standing.reset_s}'),
    ]


async def _refuse(
    send: Send,
    status: int,
    name: str,
    said: str,
    headers: list[tuple[str, str]],
    retry_s: int | None = None,
) -> None:
    title = TEXTS["en"]("api.refused")
    found = Problem(
        type=f"/api#{name}", title=title, status=status, detail=said, retry_after_s=retry_s
    )
    kind = [("content-type", problems.KIND), ("cache-control", "no-store")]
    await _answer(send, status, [*headers, *kind], msgspec.json.encode(found))


async def _answer(send: Send, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    length = [("content-length", str(len(body)))] if status != 204 else []
    raw = [(name.encode(), value.encode("latin-1")) for name, value in [*headers, *length]]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _adding(send: Send, headers: list[tuple[str, str]]) -> Send:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]

    async def send_added(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *raw]
        await send(message)

    return send_added
