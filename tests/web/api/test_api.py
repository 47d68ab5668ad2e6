"""The JSON API over the shelf: what each address answers, and what it refuses."""

import re
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.responses import Response

from coolpapers import wire
from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.formats import Record, read, stream_of
from coolpapers.library import Library
from coolpapers.web.api.routes import BASE, ROWS, Row
from coolpapers.web.app import Runner, create_app, in_threads
from coolpapers.web.routes import View
from coolpapers.web.site import Visit
from coolpapers.wire.allowed import allowed
from tests.answered import answer_it, canned_pdfs
from tests.web.browsing import HOST, Browser, OpenBrowser, browsing
from tests.web.shelf import ATTENTIVE, PAPERS

# An address, the type of its answer, and values at places in it.
ADDRESSES: list[tuple[str, type, dict[str, Any]]] = [
    ("/library", wire.Service, {"papers": len(PAPERS), "venue": 6}),
    ("/papers/2401.00001", wire.Paper, {"id": "arxiv:2401.00001", "doi": "10.1000/182"}),
    ("/papers/hep-th%2F9901001", wire.Paper, {"id": "arxiv:hep-th/9901001"}),
    ("/papers/hep-th/9901001", wire.Paper, {"subjects": ("hep-th",)}),
    ("/papers/oral_-1@OpenReview", wire.Paper, {"venue.track": "Oral"}),
    (
        "/papers/https%3A%2F%2Farxiv.org%2Fabs%2F2401.00001v2",
        wire.Paper,
        {"title": ATTENTIVE.title},
    ),
    (
        "/papers?ids=2401.00001,nonsense,2401.99999,hep-th/9901001",
        wire.Batch,
        {
            "papers.1.id": "arxiv:hep-th/9901001",
            "missing": ("arxiv:2401.99999",),
            "invalid": ("nonsense",),
        },
    ),
    ("/papers/2401.00001/related?show=2", wire.RelatedPage, {"id": "arxiv:2401.00001", "show": 2}),
    (
        "/papers/2401.00001/answers",
        wire.Answers,
        {"answers.0.model": "a-model", "answers.0.replies.5.about": "summary"},
    ),
    ("/papers/2401.00002/answers", wire.Answers, {"id": "arxiv:2401.00002", "answers": ()}),
    (
        "/papers/2401.00001/text?page=3",
        wire.TextPage,
        {"pages": 3, "next": None, "passages.0.kind": "front"},
    ),
    (
        "/papers/hep-th/9901001/text",
        wire.TextPage,
        {"page": 1, "next": f"{HOST}{BASE}/papers/hep-th/9901001/text?page=2"},
    ),
    ("/papers/hep-th/9901001/keywords", wire.Keywords, {"id": "arxiv:hep-th/9901001"}),
    ("/lists/arxiv/cs.LG", wire.DayPage, {"total": 30, "first": "2024-01-08"}),
    (
        "/lists/arxiv/cs.LG?date=2024-01-05",
        wire.DayPage,
        {"total": 1, "before": "2014-06-11", "after": "2024-01-08"},
    ),
    ("/lists/arxiv/cs.LG-stat.ML?from=2024-01-05&to=2024-01-08", wire.DayPage, {"total": 30}),
    ("/lists/arxiv/cs.LG+zz?sort=number 7", wire.DayPage, {"unknown": ("zz",)}),
    ("/lists/arxiv/cs.LG?date=1999-01-01", wire.DayPage, {"total": 0, "papers": ()}),
    ("/lists/venue/ICLR.2024", wire.EditionPage, {"total": 3, "tracks.0.name": "Poster"}),
    ("/lists/venue/iclr?group=oral", wire.EditionPage, {"year": 2024, "track": "Oral", "total": 1}),
    ("/search?query=graphs", wire.SearchPage, {"query": "graphs"}),
    (
        "/search?query=graphs&branch=venue&sort=stars",
        wire.SearchPage,
        {"papers.0.venue.year": 2024},
    ),
    ("/search?query=%22spoken graphs%22", wire.SearchPage, {"total": 1}),
    (
        "/search?query=%22spoken graphs%22&facets=true",
        wire.SearchPage,
        {"facets.years": ({"value": "2024", "papers": 1},), "facets.venues.0.papers": 1},
    ),
    ("/search?query=graphs", wire.SearchPage, {"facets": None}),
    ("/search?query=result&order=recent&show=2", wire.SearchPage, {"reachable": 30}),
    ("/search?query=", wire.SearchPage, {"total": 0}),
    ("/venues", wire.Editions, {"editions.0.venue": "ACL", "editions.2.year": 2023}),
    ("/categories", wire.Categories, {"newest": "2024-01-08"}),
    ("/ledger?date=2024-01-05", wire.LedgerPage, {"missing": 0, "entries": ()}),
    ("/ledger?from=2024-01-01&to=2024-01-08", wire.LedgerPage, {"missing": 0}),
    ("/days?subjects=cs.LG", wire.Days, {"days.0.papers": 1, "last": "2024-01-08"}),
]
REFUSED = [
    ("/papers/2401.99999", 404, "paper-not-found", ""),
    ("/papers/nonsense", 400, "paper-id", ""),
    ("/papers?ids=,", 400, "invalid-request", "ids"),
    ("/papers", 400, "invalid-request", "ids"),
    ("/search?query=x&skip=-1", 400, "invalid-request", "skip"),
    ("/search?query=x&show=many", 400, "invalid-request", "show"),
    ("/search?query=x&branch=none", 400, "invalid-request", "branch"),
    ("/papers/2401.00001/text?page=4", 400, "invalid-request", "page"),
    ("/papers/2401.00001/text?page=0", 400, "invalid-request", "page"),
    ("/papers/2401.99999/answers", 404, "paper-not-found", ""),
    ("/search?query=x&facets=many", 400, "invalid-request", "facets"),
    ("/search?query=x&order=oldest", 400, "invalid-request", "order"),
    ("/search?query=x&order=recent&sort=date", 400, "invalid-request", "order"),
    ("/search?query=x&colour=red", 400, "invalid-request", "colour"),
    ("/search?query=x&sort=-", 400, "invalid-request", "sort"),
    ("/lists/arxiv/nonsense", 404, "subject", ""),
    ("/lists/arxiv/cs.LG?date=2024-02-30", 400, "invalid-request", "date"),
    ("/lists/arxiv/cs.LG?from=2024-01-09&to=2024-01-08", 400, "invalid-request", "from"),
    ("/lists/arxiv/cs.LG?from=2023-01-01&to=2024-01-08", 400, "invalid-request", "from"),
    ("/lists/venue/NONE.2024", 404, "no-such-address", ""),
    ("/lists/venue/ICLR.2024?group=none", 400, "invalid-request", "group"),
    ("/nowhere", 404, "no-such-address", ""),
]


@pytest.fixture(scope="module")
def browser(library: Library) -> Iterator[Browser]:
    """A browser for the shelf, where a paper is answered and every PDF has three pages."""
    answer_it(library.store, str(ATTENTIVE.id))
    with browsing(create_app(library, pdfs=canned_pdfs(library))) as opened:
        yield opened
    library.store.answers.forget(str(ATTENTIVE.id))


def at(value: Any, path: str) -> Any:
    """The value at a path of names and places."""
    for name in path.split("."):
        value = value[int(name)] if name.isdigit() else value[name]
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("address", "kind", "values"), ADDRESSES)
def test_answers(browser: Browser, address: str, kind: type, values: dict[str, Any]) -> None:
    """Each address answers its type, with the values of the shelf."""
    answer = browser.get(BASE + address)
    assert (200, "application/json") == (answer.status, answer.headers["content-type"])
    msgspec.json.decode(answer.bytes, type=kind)
    plain = msgspec.json.decode(answer.bytes)
    assert values == {path: at(plain, path) for path in values}


def test_every_address_is_in_the_table() -> None:
    """No row of the API is untested."""
    tried = [address.partition("?")[0] for address, *_ in ADDRESSES]
    tried += ["/citations"]
    untried = [row.path for row in ROWS if not any(_pattern(row.path).fullmatch(t) for t in tried)]
    assert [] == untried


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+(?::path)?\}", ".+", path))


@pytest.mark.parametrize(("address", "status", "name", "parameter"), REFUSED)
def test_refusals(browser: Browser, address: str, status: int, name: str, parameter: str) -> None:
    """What cannot be answered is a problem that names the parameter to blame."""
    answer = browser.get(BASE + address)
    problem = msgspec.json.decode(answer.bytes, type=wire.Problem)
    assert (status, status) == (answer.status, problem.status)
    assert "application/problem+json" == answer.headers["content-type"]
    assert name == problem.type.rpartition("#")[2]
    assert problem.title
    assert problem.detail
    assert [parameter] == [one.parameter for one in problem.errors] or not parameter


def test_pages_follow_one_another(browser: Browser) -> None:
    """`next` leads from page to page until every paper was seen once."""
    address: str | None = f"{BASE}/lists/arxiv/cs.LG?show=7"
    seen: list[str] = []
    while address:
        page = msgspec.json.decode(browser.get(address).bytes, type=wire.DayPage)
        seen += [paper.id for paper in page.papers]
        address = page.next
    assert 30 == len(seen) == len(set(seen)) == page.total


@pytest.mark.parametrize(
    ("query", "is_handed_over"),
    [
        ("query=graph", False), ("query=the+graph&show=99&branch=arxiv", False),
        # Rare words may be corrected; the others may take long.
        ("query=attentive", True), ("query=grapf", True), ("query=%22graph+number%22", True),
        ("query=graph&show=100", True), ("query=graph&facets=true", True),
        ("query=graph&sort=1", True),
        ("query=a+graph+the+graph+number", True), ("query=graph&query=%22a%22", True), ("", True),
    ],
)  # fmt: skip
def test_only_short_searches_are_answered_in_the_event_loop(
    watched: tuple[Browser, list[View]], query: str, is_handed_over: bool
) -> None:
    """A page that comes at the same time never waits for more than a few plain words."""
    browser, handed_over = watched
    handed_over.clear()
    browser.get(f"{BASE}/search?{query}")
    assert is_handed_over == bool(handed_over)


@pytest.fixture(scope="module")
def watched(library: Library) -> Iterator[tuple[Browser, list[View]]]:
    """A browser, and the views that threads were given."""
    given: list[View] = []

    def watching(threads: int) -> Runner:
        run = in_threads(threads)

        def noting(view: View, visit: Visit) -> Awaitable[Response | Awaitable[Response]]:
            given.append(view)
            return run(view, visit)

        return noting

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coolpapers.web.app.in_threads", watching)
        app = create_app(library)
    with browsing(app) as opened:
        yield opened, given


def test_the_answer_is_the_same_on_either_way(browser: Browser) -> None:
    """A search that a thread answers tells what the event loop tells."""
    short, handed_over = (
        msgspec.json.decode(browser.get(f"{BASE}/search?{query}").bytes)
        for query in ("query=graph", "query=graph&facets=false")
    )
    assert short == handed_over | {"next": f"{HOST}{BASE}/search?query=graph&skip=25"}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("/search?query=x&show=many", 'must be a whole number from 1 to 1000, not "many"'),
        ("/search?query=x&branch=none", 'must be one of "all", "arxiv", "venue", not "none"'),
        ("/search?query=x&facets=many", 'must be true or false, not "many"'),
        ("/search", "must be a text of at most 10,000 characters; it is missing"),
        ("/library?colour=red", "unknown here; there are none"),
        ("/lists/arxiv/cs.LG?date=today", 'must be a day such as 2025-12-01, not "today"'),
    ],
)
def test_what_a_parameter_may_be_is_told(browser: Browser, asked: str, reason: str) -> None:
    """A refused parameter comes with what is allowed in its place."""
    problem = msgspec.json.decode(browser.get(BASE + asked).bytes)
    assert [reason] == [one["reason"] for one in problem["errors"]]
    assert problem["detail"].endswith(reason)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_every_parameter_can_be_described(row: Row) -> None:
    """There is no parameter of which one could not say what it may be."""
    schemas = msgspec.json.schema(row.asked)["$defs"][row.asked.__name__]["properties"]
    assert all(map(allowed, schemas.values()))


def test_what_follows_keeps_what_was_asked(browser: Browser) -> None:
    """`next` is the address that was asked, quoted as it was, with another place in the list."""
    for query in ("query=graph+%22of+the%22&show=2", "show=2&skip=0&query=graph+%22of+the%22"):
        found = msgspec.json.decode(browser.get(f"{BASE}/search?{query}").bytes)
        expected = query.replace("&skip=0", "") + "&skip=2"
        assert f"{HOST}{BASE}/search?{expected}" == found["next"]


def test_words_of_taste_order_a_list(browser: Browser) -> None:
    """`sort` takes the words that the site takes."""
    answer = browser.get(f"{BASE}/lists/arxiv/cs.LG?sort=17&show=1")
    assert "Result 17 of the weekend" == msgspec.json.decode(answer.bytes)["papers"][0]["title"]


def test_what_is_answered_can_be_imported(browser: Browser) -> None:
    """A paper of the API is a record that another library reads back unchanged."""
    answer = browser.get(f"{BASE}/papers/2401.00001")
    found = next(iter(read(stream_of(answer.bytes))))
    assert isinstance(found, Record)
    unsaid = {"page_url": ATTENTIVE.page_url, "pdf_url": ATTENTIVE.pdf_url}
    assert ATTENTIVE == msgspec.structs.replace(found.paper, **unsaid)


def test_papers_come_back_from_the_wire(library: Library) -> None:
    """Told and read again, a paper is the same record."""
    for held in library.store.papers.get([paper.id for paper in PAPERS]):
        sent = msgspec.json.encode(wire.told(held))
        again = wire.held_of(msgspec.json.decode(sent, type=wire.Paper))
        unsaid = {"page_url": held.paper.page_url, "pdf_url": held.paper.pdf_url}
        assert held.paper == msgspec.structs.replace(again.paper, **unsaid)
        assert held.stars == again.stars


@pytest.mark.parametrize(
    ("form", "words"),
    [("bibtex", "@misc{"), ("ris", "TY  - "), ("json", '"DOI"'), ("jsonl", '"id":"arxiv:')],
)
def test_citations(browser: Browser, form: str, words: str) -> None:
    """Citations come in each form, papers that are not held left out."""
    answer = browser.get(f"{BASE}/citations?ids=2401.00001,2401.99999&format={form}")
    assert 200 == answer.status
    assert words in answer.text
    assert "Attentive" in answer.text


def test_a_busy_store_tells_when_to_come_again(library: Library) -> None:
    """What may be answered later says when."""

    class Missing:
        def __getattr__(self, _name: str) -> object:
            from coolpapers.errors import IndexMissingError

            raise IndexMissingError("there is no search index yet")

    with browsing(create_app(library._replace(engine=Missing()))) as browser:  # type: ignore[arg-type]
        answer = browser.get(f"{BASE}/search?query=graphs")
    problem = msgspec.json.decode(answer.bytes, type=wire.Problem)
    assert (503, 5, "5") == (answer.status, problem.retry_after_s, answer.headers["retry-after"])
    assert "index-missing" in problem.type


@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [
        (SourceUnavailableError("pdf", "down"), 503, "text-later"),
        (SourceFormatError("pdf", "answered 403"), 404, "no-text"),
        (b"<html>", 404, "no-text"),
        (b"%PDF-1.7 and nothing behind", 404, "no-text"),
    ],
)
def test_a_text_that_cannot_be_had(
    library: Library, tmp_path: Path, fault: Exception | bytes, status: int, name: str
) -> None:
    """Whether it may be had later or not is said; no source's words reach the reader."""

    def fetch(_address: str) -> bytes:
        if isinstance(fault, Exception):
            raise fault
        return fault

    pdfs = Pdfs(PdfCache(tmp_path, 10**8), fetch)
    with browsing(create_app(library, pdfs=pdfs)) as browser:
        answer = browser.get(f"{BASE}/papers/2401.00002/text")
    problem = msgspec.json.decode(answer.bytes, type=wire.Problem)
    assert (status, name) == (answer.status, problem.type.rpartition("#")[2])
    assert (status == 503) == ("retry-after" in answer.headers)
    assert "403" not in answer.text


def test_no_text_without_pdfs(open_browser: OpenBrowser) -> None:
    """Where the operator turned PDFs off, texts are off too."""
    answer = open_browser(PAPERS, pdfs=False).get(f"{BASE}/papers/2401.00001/text")
    assert (404, True) == (answer.status, "turned off" in answer.text)


def test_the_same_answer_is_not_sent_twice(browser: Browser) -> None:
    """Answers have a tag; who has it already gets 304."""
    tag = browser.get(f"{BASE}/search?query=graphs").headers["etag"]
    assert 304 == browser.get(f"{BASE}/search?query=graphs", if_none_match=tag).status


def test_rates_are_announced_and_kept(open_browser: OpenBrowser) -> None:
    """Headers count down; then 429 says when to come again, and pages stay open."""
    browser = open_browser(PAPERS, api_rate=3)
    left = [browser.get(f"{BASE}/venues").headers["ratelimit"] for _ in range(3)]
    assert ["r=2", "r=1", "r=0"] == [re.findall(r"r=\d", one)[0] for one in left]
    refused = browser.get(f"{BASE}/venues")
    problem = msgspec.json.decode(refused.bytes, type=wire.Problem)
    assert 429 == refused.status == problem.status
    assert 0 < int(refused.headers["retry-after"]) <= 20
    assert '"default";q=3;w=60' == refused.headers["ratelimit-policy"]
    assert 200 == browser.get("/venue/latest").status


def test_keys(open_browser: OpenBrowser) -> None:
    """Where the operator set keys, one of them is asked for, and the page about the API is open."""
    browser = open_browser(PAPERS, api_keys="blue-key red-key")
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic blue-key"}):
        answer = browser.get(f"{BASE}/venues", **headers)
        assert (401, "Bearer") == (answer.status, answer.headers["www-authenticate"])
    assert 200 == browser.get(f"{BASE}/venues", authorization="Bearer red-key").status
    assert 200 == browser.get(f"{BASE}/venues", x_api_key="blue-key").status
    assert 200 == browser.get("/api").status


def test_scripts_of_other_sites(browser: Browser, open_browser: OpenBrowser) -> None:
    """Other sites' scripts read nothing unless the operator names the site."""
    allowed = "access-control-allow-origin"
    there, elsewhere = "https://tools.test", "https://other.test"
    assert allowed not in browser.get(f"{BASE}/venues", origin=there).headers
    own = open_browser(PAPERS, api_origins=there)
    assert there == own.get(f"{BASE}/venues", origin=there).headers[allowed]
    assert there == own.get(f"{BASE}/nowhere", origin=there).headers[allowed]
    assert allowed not in own.get(f"{BASE}/venues", origin=elsewhere).headers
    asked = {"origin": there, "access-control-request-method": "GET"}
    preflight = own.ask("OPTIONS", f"{BASE}/venues", headers=asked)
    assert (204, there) == (preflight.status, preflight.headers[allowed])
    assert "Authorization" in preflight.headers["access-control-allow-headers"]


def test_the_page_about_the_api(browser: Browser) -> None:
    """Every address has its section, in either language."""
    for language in ("en", "zh"):
        page = browser.get("/api", accept_language=language)
        assert len(ROWS) == len(page.all(".reference section"))
        assert "`" not in page.said
    assert 302 == browser.get(BASE).status
