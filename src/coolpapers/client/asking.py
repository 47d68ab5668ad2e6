"""The two clients: the same questions as methods, answered at once or awaited."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar, overload

import httpx

from coolpapers import __version__, wire
from coolpapers.client import questions
from coolpapers.client.answers import following, read
from coolpapers.client.questions import Answer, Call, Calls
from coolpapers.errors import ServerBusyError, ServerError

TIMEOUT_S = 30.0
PATIENCE_S = 20
"""A busy server that wants more than this is reported instead of waited for."""
ATTEMPTS = 3

Asked = ParamSpec("Asked")
SomePage = TypeVar("SomePage", bound=wire.Page)


class _Method(Generic[Asked, Answer]):
    """A question as a method: of `Client` it gives the answer, of `AsyncClient` an awaitable."""

    def __init__(self, question: Callable[Asked, Call[Answer] | Calls[Answer]]) -> None:
        self._question = question

    @overload
    def __get__(self, client: "Client", kind: Any) -> Callable[Asked, Answer]: ...

    @overload
    def __get__(self, client: "AsyncClient", kind: Any) -> Callable[Asked, Awaitable[Answer]]: ...

    def __get__(self, client: Any, kind: Any) -> Callable[Asked, Any]:
        @wraps(self._question)
        def ask(*args: Asked.args, **named: Asked.kwargs) -> Any:
            return client.ask(self._question(*args, **named))

        return ask


class _Methods:
    """The questions that both clients ask."""

    library = _Method(questions.library)
    search = _Method(questions.search)
    paper = _Method(questions.paper)
    papers = _Method(questions.papers)
    related = _Method(questions.related)
    keywords = _Method(questions.keywords)
    answers = _Method(questions.answers)
    text = _Method(questions.text)
    day = _Method(questions.day)
    edition = _Method(questions.edition)
    venues = _Method(questions.venues)
    categories = _Method(questions.categories)
    days = _Method(questions.days)
    ledger = _Method(questions.ledger)
    citations = _Method(questions.citations)


class Client(_Methods):
    """Asks the API of another Cool Papers; a context manager, safe to use from several threads.

    Every method may raise `ServerError`, and its `ServerBusyError` after waiting a while.

    Args:
        server: Its address, such as `https://papers.example.org`.
        key: A key, where its operator wants one.
        transport: Instead of the network, for tests.
    """

    def __init__(
        self, server: str, *, key: str = "", transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=server, headers=_headers(key), timeout=TIMEOUT_S, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def ask(self, asked: Call[Answer] | Calls[Answer]) -> Answer:
        """The answer to a question."""
        if isinstance(asked, Calls):
            found: Answer = asked.join([self._answer(call) for call in asked.calls])
            return found
        return self._answer(asked)

    def pages(self, page: SomePage) -> Iterator[SomePage]:
        """A page and those behind it."""
        yield page
        while (behind := following(page, type(page))) is not None:
            page = self._answer(behind)
            yield page

    def _answer(self, asked: Call[Answer]) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            try:
                with _reached(self._http.base_url):
                    response = self._http.get(asked.path, params=asked.parameters)
                return read(asked, response)
            except ServerBusyError as error:
                if _gives_up(error, attempt):
                    raise
                time.sleep(error.retry_after_s)


class AsyncClient(_Methods):
    """The same, awaited; an asynchronous context manager."""

    def __init__(
        self, server: str, *, key: str = "", transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=server, headers=_headers(key), timeout=TIMEOUT_S, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def ask(self, asked: Call[Answer] | Calls[Answer]) -> Answer:
        """The answer to a question."""
        if isinstance(asked, Calls):
            found: Answer = asked.join([await self._answer(call) for call in asked.calls])
            return found
        return await self._answer(asked)

    async def pages(self, page: SomePage) -> AsyncIterator[SomePage]:
        """A page and those behind it."""
        yield page
        while (behind := following(page, type(page))) is not None:
            page = await self._answer(behind)
            yield page

    async def _answer(self, asked: Call[Answer]) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            try:
                with _reached(self._http.base_url):
                    response = await self._http.get(asked.path, params=asked.parameters)
                return read(asked, response)
            except ServerBusyError as error:
                if _gives_up(error, attempt):
                    raise
                await asyncio.sleep(error.retry_after_s)


def _headers(key: str) -> dict[str, str]:
    headers = {"User-Agent": f"coolpapers/{__version__}", "Accept": "application/json, */*"}
    return headers | ({"Authorization": f"Bearer {key}"} if key else {})


def _gives_up(error: ServerBusyError, attempt: int) -> bool:
    return attempt >= ATTEMPTS or error.retry_after_s > PATIENCE_S


@contextmanager
def _reached(server: httpx.URL) -> Iterator[None]:
    """Errors of the network leave as ServerError."""
    try:
        yield
    except httpx.HTTPError as error:
        raise ServerError(f"{server} does not answer: {error}") from error
    except (httpx.InvalidURL, ValueError) as error:
        raise ServerError(f"{server} is no address: {error}") from error
