"""What a response says: the answer that was asked for, or why there is none."""

from typing import NoReturn

import httpx
import msgspec

from coolpapers import wire
from coolpapers.client.questions import BASE, Answer, Call
from coolpapers.errors import PaperNotFoundError, ServerBusyError, ServerError

_TRANSIENT = frozenset({429, 502, 503, 504})
_UNTOLD_S = 5


def read(asked: Call[Answer], response: httpx.Response) -> Answer:
    """The answer of a call.

    Raises:
        PaperNotFoundError: The other library does not hold the paper.
        ServerBusyError: It cannot answer now.
        ServerError: It refused, or what came is no answer of a Cool Papers.
    """
    if response.status_code != 200:
        _refuse(response)
    if asked.kind is str:
        return response.text  # type: ignore[return-value]
    try:
        return msgspec.json.decode(response.content, type=asked.kind)
    except msgspec.DecodeError as error:
        raise ServerError(f"{response.url.host}: not the answer of a Cool Papers") from error


def following(page: wire.Page, kind: type[Answer]) -> Call[Answer] | None:
    """The call for the page behind a page; None behind the last one."""
    if page.next is None:
        return None
    url = httpx.URL(page.next)
    # A site behind a proxy may know itself by another address than the one that is asked.
    return Call(BASE + url.path.partition(BASE)[2], dict(url.params), kind)


def _refuse(response: httpx.Response) -> NoReturn:
    status = response.status_code
    try:
        problem = msgspec.json.decode(response.content, type=wire.Problem)
    except msgspec.DecodeError:
        raised = ServerBusyError if status in _TRANSIENT else ServerError
        raise raised(f"{response.url.host} answered {status}", status=status) from None
    kind, said = problem.type.rpartition("#")[2], problem.detail or problem.title
    if kind == "paper-not-found":
        raise PaperNotFoundError(said.rpartition(": ")[2])
    if status in _TRANSIENT:
        wait = problem.retry_after_s or _UNTOLD_S
        raise ServerBusyError(said, status=status, kind=kind, retry_after_s=wait)
    raise ServerError(said, status=status, kind=kind)
