"""The client against the real application: both kinds ask the same questions."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from coolpapers.client import AsyncClient, Client
from coolpapers.client import asking as client_module
from coolpapers.errors import PaperNotFoundError, ServerBusyError, ServerError
from coolpapers.library import Library
from coolpapers.web.app import create_app
from tests.answered import answer_it, canned_pdfs
from tests.web.browsing import HOST, browsing
from tests.web.conftest import fill
from tests.web.shelf import ATTENTIVE, PAPERS

# A method, what it is asked with, and what is taken from its answer.
QUESTIONS: list[tuple[str, tuple[Any, ...], dict[str, Any], Callable[[Any], object], object]] = [
    ("library", (), {}, lambda found: found.papers, len(PAPERS)),
    ("search", ("spoken graphs",), {"show": 1}, lambda found: found.papers[0].venue.track, "Oral"),
    ("search", ("graphs",), {"branch": "venue"}, lambda found: len(found.papers) > 0, True),
    ("paper", ("hep-th/9901001",), {}, lambda found: found.subjects, ("hep-th",)),
    ("paper", ("https://arxiv.org/abs/2401.00001v1",), {}, lambda found: found.doi, "10.1000/182"),
    ("papers", (["2401.00002", "2401.99999"],), {}, lambda f: f.missing, ("arxiv:2401.99999",)),
    ("related", ("2401.01003",), {"show": 3}, lambda found: len(found.related), 3),
    ("keywords", ("2401.01003",), {}, lambda found: found.id, "arxiv:2401.01003"),
    ("search", ("graphs",), {"facets": True}, lambda f: f.facets.years[0].papers > 0, True),
    ("search", ("graphs",), {"order": "recent"}, lambda f: 0 < len(f.papers) <= f.reachable, True),
    ("answers", ("2401.00001",), {}, lambda found: len(found.answers[0].replies), 6),
    ("text", ("2401.00001",), {"page": 2}, lambda f: (f.page, f.pages), (2, 3)),
    ("day", ("cs.LG",), {"date": "2024-01-05"}, lambda found: found.total, 1),
    (
        "day",
        ("cs.LG+stat.ML",),
        {"first": "2024-01-05", "last": "2024-01-08"},
        lambda f: f.total,
        31,
    ),
    ("edition", ("ICLR.2024",), {"group": "Oral"}, lambda found: found.track, "Oral"),
    ("venues", (), {}, lambda found: found.editions[0].venue, "ACL"),
    ("categories", (), {}, lambda found: found.newest.isoformat(), "2024-01-08"),
    ("days", ("cs.LG",), {}, lambda found: [one.papers for one in found.days], [1, 30]),
    ("ledger", (), {"date": "2024-01-05"}, lambda found: found.missing, 0),
    ("citations", (["2401.00001"],), {}, lambda found: found.startswith("@misc{"), True),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The shelf."""
    filled = fill(tmp_path_factory.mktemp("shelf"), PAPERS)
    answer_it(filled.store, str(ATTENTIVE.id))
    yield filled
    filled.store.database.close()


@pytest.fixture(scope="module")
def client(library: Library) -> Iterator[Client]:
    """A client for the shelf."""
    with browsing(create_app(library, pdfs=canned_pdfs(library))) as browser:

        def answer(request: httpx.Request) -> httpx.Response:
            found = browser.ask(request.method, str(request.url), headers=dict(request.headers))
            return httpx.Response(found.status, headers=dict(found.headers), content=found.bytes)

        def unpacked(request: httpx.Request) -> httpx.Response:
            request.headers["accept-encoding"] = "identity"
            return answer(request)

        with Client(HOST, transport=httpx.MockTransport(unpacked)) as opened:
            yield opened


def test_every_question_is_tried() -> None:
    """No method of the clients is untested."""
    methods = {name for name in vars(client_module._Methods) if not name.startswith("_")}
    assert methods == {name for name, *_ in QUESTIONS}


@pytest.mark.parametrize(("name", "given", "named", "take", "value"), QUESTIONS)
def test_answers(
    client: Client,
    name: str,
    given: tuple[Any, ...],
    named: dict[str, Any],
    take: Callable[[Any], object],
    value: object,
) -> None:
    """Each method gives its typed answer."""
    assert value == take(getattr(client, name)(*given, **named))


def test_the_same_can_be_awaited(library: Library) -> None:
    """The asynchronous client gives the same answers."""

    async def ask() -> list[object]:
        transport = httpx.ASGITransport(create_app(library, pdfs=canned_pdfs(library)))
        async with AsyncClient(HOST, transport=transport) as client:
            found = [take(await getattr(client, n)(*a, **k)) for n, a, k, take, _ in QUESTIONS]
            page = await client.day("cs.LG", show=20)
            seen = [len(one.papers) async for one in client.pages(page)]
            return [*found, seen]

    assert [*(value for *_, value in QUESTIONS), [20, 10]] == asyncio.run(ask())


def test_pages_follow(client: Client) -> None:
    """`pages` walks through a list to its end."""
    pages = client.pages(client.day("cs.LG", show=7))
    assert [7, 7, 7, 7, 2] == [len(page.papers) for page in pages]


def test_many_papers_are_asked_in_batches(client: Client) -> None:
    """More ids than one request carries are asked for in several, in order."""
    ids = [f"2401.{number:05}" for number in range(1, 452)]
    found = client.papers(ids)
    assert (2, 449) == (len(found.papers), len(found.missing))
    items = client.citations([*ids, "2401.01003"], "json")
    assert 3 == items.count('"title"') == len(httpx.Response(200, text=items).json())


def test_methods_know_their_parameters(client: Client) -> None:
    """A method has the signature and documentation of its question."""
    assert ["query", "branch", "sort", "order", "skip", "show", "facets"] == list(
        inspect.signature(client.search).parameters
    )
    assert "Papers for a query" in (client.search.__doc__ or "")


def test_refusals_are_exceptions(client: Client) -> None:
    """What is not held, what is wrong, and what is no server are told apart."""
    with pytest.raises(PaperNotFoundError, match="not in this library"):
        client.paper("2401.99999")
    with pytest.raises(ServerError, match="no such track") as caught:
        client.edition("ICLR.2024", group="none")
    assert (400, "invalid-request") == (caught.value.status, caught.value.kind)


@pytest.mark.parametrize(
    ("response", "kind", "words"),
    [
        (httpx.Response(200, text="<html>"), ServerError, "not the answer of a Cool Papers"),
        (httpx.Response(200, json={"papers": "many"}), ServerError, "not the answer"),
        (httpx.Response(404, text="nothing here"), ServerError, "answered 404"),
        (httpx.Response(502, text="bad gateway"), ServerBusyError, "answered 502"),
        (httpx.ConnectError("refused"), ServerError, "does not answer"),
        (httpx.ReadTimeout("slow"), ServerError, "does not answer"),
    ],
)
def test_other_servers(
    monkeypatch: pytest.MonkeyPatch, response: object, kind: type[Exception], words: str
) -> None:
    """Whatever answers, or does not, the client says so in its own words."""

    def answer(_request: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        assert isinstance(response, httpx.Response)
        return response

    monkeypatch.setattr(client_module, "ATTEMPTS", 1)
    client = Client("http://elsewhere.test", transport=httpx.MockTransport(answer))
    with client, pytest.raises(kind, match=words) as caught:
        client.library()
    assert kind is type(caught.value)


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client waits as long as it is told, and no longer than it has patience for."""
    waited: list[float] = []
    monkeypatch.setattr(client_module.time, "sleep", waited.append)
    problem = {"type": "/api#too-many-requests", "title": "x", "status": 429, "retry_after_s": 3}
    answers = [httpx.Response(429, json=problem), httpx.Response(200, json={"editions": []})]
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    with Client(HOST, transport=transport) as client:
        assert () == client.venues().editions
        assert [3] == waited
        answers.append(httpx.Response(429, json=problem | {"retry_after_s": 3_600}))
        with pytest.raises(ServerBusyError) as caught:
            client.venues()
    assert (3_600, [3]) == (caught.value.retry_after_s, waited)


def test_a_key_is_sent() -> None:
    """The key goes with every request, in the header that the API reads."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(200, json={"editions": []})

    with Client(HOST, key="blue", transport=httpx.MockTransport(answer)) as client:
        client.venues()
    assert ["Bearer blue"] == seen
