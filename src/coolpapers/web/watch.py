"""Every request gets an id, is counted and timed, and may leave a line in the log."""

import logging
import re
import secrets
from time import perf_counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coolpapers.web import metrics
from coolpapers.web.logs import request_id

_LOG = logging.getLogger("coolpapers.requests")
_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})


class Watch:
    """Watches an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500
        # A proxy in front may have given it one already.
        given = Headers(scope=scope).get("x-request-id", "")
        named = given if _ID.fullmatch(given) else secrets.token_hex(8)
        request_id.set(named)
        header = (b"x-request-id", named.encode())

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        finally:
            _note(scope, status, perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    # Routes, not addresses: there are few of them, whatever is asked.
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in _METHODS else "other"
    metrics.REQUESTS.labels(route, method, str(status)).inc()
    metrics.SECONDS.labels(route).observe(seconds)
    if _LOG.isEnabledFor(logging.INFO):
        facts = {"status": status, "ms": round(seconds * 1000, 1), "route": route}
        _LOG.info("%s %s", method, scope["path"][:200], extra={"facts": facts})
