"""Around every request: an id, the headers that protect readers, a count, maybe a line in the log.

This is also where what nobody foresaw becomes an answer, and where the base path is put on.
"""

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from functools import lru_cache
from time import perf_counter

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coolpapers.web import metrics
from coolpapers.web.guard import HEADERS
from coolpapers.web.logs import request_id

_LOG = logging.getLogger("coolpapers.requests")
_ID = re.compile(rb"[\w.:-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})

Refuse = Callable[[Scope, Receive, Send, Exception], Awaitable[None]]


class Watch:
    """Watches an application that may be below a base path.

    Args:
        refuse: Answers a request that raised before its answer had begun.
        base: The path, put on where the proxy in front takes it off.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, base: str) -> None:
        self._app, self._refuse, self._base = app, refuse, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._base:
            scope = _below(scope, self._base)
        started, status = perf_counter(), 0
        named = _named(scope)
        request_id.set(named.decode())
        added = (*HEADERS, (b"x-request-id", named))

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *added]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        except Exception as error:
            if status:
                raise
            await self._refuse(scope, receive, send_named, error)
        finally:
            _note(scope, status or 500, perf_counter() - started)


def _named(scope: Scope) -> bytes:
    """The id of a request; a proxy in front may have given it one already."""
    for name, given in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(given):
            return bytes(given)
    return secrets.token_hex(8).encode()


def _below(scope: Scope, base: str) -> Scope:
    path = scope["path"]
    if not f"{path}/".startswith(f"{base}/"):
        path = base + path
    return {**scope, "root_path": base, "path": f"{base}/" if path == base else path}


def _note(scope: Scope, status: int, seconds: float) -> None:
    # Routes, not addresses: there are few of them, whatever is asked.
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in _METHODS else "other"
    requests, took = _meters(route, method, status)
    requests.inc()
    took.observe(seconds)
    if _LOG.isEnabledFor(logging.INFO):
        facts = {"status": status, "ms": round(seconds * 1000, 1), "route": route}
        _LOG.info("%s %s", method, scope["path"][:200], extra={"facts": facts})


@lru_cache(maxsize=1_000)
def _meters(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return (
        metrics.REQUESTS.labels(route, method, str(status)),
        metrics.SECONDS.labels(route),
    )
