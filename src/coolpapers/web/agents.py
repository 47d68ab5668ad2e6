"""`/mcp`: the library for agents over streamable HTTP, started when the first one comes."""

import asyncio
import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from coolpapers.flows.texts import Texts
from coolpapers.library import Library
from coolpapers.settings import Settings

_LOG = logging.getLogger("coolpapers.web")
LARGEST_BODY = 100_000
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Agents:
    """An ASGI application. Requests stand alone, so any serving process may answer any of them.

    The protocol's package takes a second and some memory, which a site that no agent asks does
    not pay.
    """

    def __init__(self, library: Library, texts: Texts | None) -> None:
        self._library, self._texts = library, texts
        self._app: ASGIApp | None = None
        self._starting = asyncio.Lock()
        self._keeper: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not is_ours(Headers(scope=scope), self._library.settings):
            await Response("Only from this site.", 403)(scope, receive, send)
            return
        async with self._starting:
            if self._app is None:
                self._app = await self._start()
        await self._app(scope, receive, send)

    async def _start(self) -> ASGIApp:
        """The protocol's application, kept running by a task of its own."""
        manager = await asyncio.to_thread(self._make)
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def keep() -> None:
            async with manager.run():
                ready.set_result(None)
                await asyncio.Event().wait()

        self._keeper = asyncio.create_task(keep(), name="agents")
        await ready
        app: ASGIApp = manager.asgi_app
        return app

    def _make(self):  # type: ignore[no-untyped-def]
        from mcp.server.streamable_http_manager import (  # noqa: PLC0415
            StreamableHTTPSessionManager,
        )

        from coolpapers.agents.server import make_server  # noqa: PLC0415
        from coolpapers.agents.tools import Tools  # noqa: PLC0415

        server = make_server(Tools(self._library, self._texts))
        return StreamableHTTPSessionManager(
            server._lowlevel_server,  # noqa: SLF001 the package offers no other way to it
            json_response=True,
            stateless=True,
            max_request_body_size=LARGEST_BODY,
        )


def is_ours(headers: Headers, settings: Settings) -> bool:
    """Whether no other site's page sent this; agents send no origin.

    A name is believed to be ours only if the operator says so: any name may be made to lead to
    this machine, and then origin and host agree.
    """
    origin = headers.get("origin")
    allowed = settings.text("api_origins").replace(",", " ").split()
    if origin is None or "*" in allowed or origin in allowed:
        return True
    asked = urlsplit(origin)
    own = urlsplit(settings.text("site_url")).netloc
    if own and asked.netloc == own:
        return True
    return asked.netloc == headers.get("host", "") and asked.hostname in _THIS_MACHINE
