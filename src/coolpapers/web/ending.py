"""The end of a serving process: streams that would go on end at once, pages are still delivered."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import FrameType

from starlette.applications import Starlette

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def telling(
    end: Callable[[Starlette], None],
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """A lifespan that calls `end` when the process is told to stop, before the server closes.

    The server waits for what is under way, and would tear off at its deadline what does not end.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        before = {one: signal.getsignal(one) for one in SIGNALS}

        def told(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(end, app)
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)

        for one in SIGNALS:
            signal.signal(one, told)
        yield

    return lifespan
