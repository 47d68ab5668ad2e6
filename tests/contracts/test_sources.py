"""What every source keeps to, the fake one included."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

import pytest

from coolpapers.errors import SourceError, SourceFormatError, SourceUnavailableError
from coolpapers.records import Paper
from coolpapers.sources import SOURCES, Client, FakeSource, Page, Source, sources_of
from coolpapers.sources.arxiv_feed import LIVE_ARCHIVES
from tests.builders import paper
from tests.replay import Answer, OaiRepository, Replay, Reply, busy, pages, raw_record
from tests.sources.conftest import client_of, clock, world  # noqa: F401
from tests.sources.known import DATA, PAGES
from tests.sources.test_harvest import ndss_site, openreview

World = Callable[[dict[str, Answer]], tuple[Replay, Client]]
_ANTHOLOGY = "/acl-org/acl-anthology/master/data/xml/2024.acl.xml"


def _data(file: str) -> bytes:
    return (DATA / file).read_bytes()


def _of(*files: str) -> dict[str, Answer]:
    """A world in which only these pages exist."""
    hosts: dict[str, dict[str, bytes]] = {}
    for page in PAGES:
        if page.file in files:
            host, _, path = page.url.removeprefix("https://").partition("/")
            hosts.setdefault(host, {})[f"/{path}"] = page.data
    return {host: pages(known) for host, known in hosts.items()}


class Case(NamedTuple):
    """A source and a small world for it."""

    name: str
    edition: str
    upstreams: dict[str, Answer]


CASES = (
    Case("arxiv", "", {"oaipmh.arxiv.org": OaiRepository(
        [raw_record(f"2402.{at:05}", "2024-03-01") for at in range(1, 6)])}),
    Case("arxiv-feed", "", {"rss.arxiv.org": pages(
        {f"/rss/{name}": _data("arxiv-feed/rss.xml") for name in LIVE_ARCHIVES})}),
    Case("openreview", "ICLR.2024", {"api2.openreview.net": openreview}),
    Case("acl", "ACL.2024", {"raw.githubusercontent.com": pages(
        {_ANTHOLOGY: _data("acl/2024.acl.xml")})}),
    Case("pmlr", "ICML.2024", {"proceedings.mlr.press": pages({
        "/": _data("pmlr/front.html"), "/v235/": _data("pmlr/volume.html"),
        "/v235/doe24a.html": _data("pmlr/paper.html")})}),
    Case("aaai", "AAAI.2024", {"ojs.aaai.org": lambda *_: Reply(_data("aaai/records.xml"))}),
    Case("neurips", "NeurIPS.2023", _of("neurips/list.html", "neurips/paper.html")),
    Case("cvf", "WACV.2024", _of("cvf/list.html", "cvf/paper.html")),
    Case("ecva", "ECCV.2024", _of("ecva/list.html", "ecva/paper.html")),
    Case("ijcai", "IJCAI.2023", _of("ijcai/list.html", "ijcai/paper.html")),
    Case("mlsys", "MLSys.2023", _of("mlsys/list.html")),
    Case("isca", "Interspeech.2023", _of("isca/list.html", "isca/paper.html")),
    Case("usenix", "USENIX-Security.2024", _of("usenix/sessions.html")),
    Case("ndss", "NDSS.2024", ndss_site()),
)  # fmt: skip
FAKE = [[paper("2401.00001"), paper("2401.00002")], [], [paper("2401.00003")]]


def opened(case: Case | None, world: World) -> tuple[Source, Replay]:  # noqa: F811
    """The source of a case in its world; the fake one without a case."""
    replay, client = world(case.upstreams if case else {})
    if case is None:
        return FakeSource(FAKE), replay
    return SOURCES[case.name].open(client, (case.edition,) if case.edition else ()), replay


def ids(papers: list[Paper]) -> set[str]:
    return {str(one.id) for one in papers}


every = pytest.mark.parametrize(
    "case", [None, *CASES], ids=lambda case: case.name if case else "fake"
)


def test_every_source_is_held_to_it() -> None:
    """No source is without a case."""
    assert set(SOURCES) == {case.name for case in CASES}


@every
def test_pages_lead_to_papers(case: Case | None, world: World) -> None:  # noqa: F811
    """A source has a name, hands out pages, and each page's papers have ids and titles."""
    source, _ = opened(case, world)
    found = list(source.pages())
    papers = [one for page in found for one in source.parse(page)]

    assert source.name
    assert papers
    assert all(isinstance(page, Page) and page.url.startswith("https://") for page in found)
    assert all(one.title and one.id.branch in ("arxiv", "venue") for one in papers)


@every
def test_a_page_is_parsed_the_same_twice(case: Case | None, world: World) -> None:  # noqa: F811
    """Parsing depends on nothing but the page."""
    source, replay = opened(case, world)
    found = list(source.pages())
    asked = len(replay.asked)

    assert [list(source.parse(page)) for page in found] == [
        list(source.parse(page)) for page in found
    ]
    assert asked == len(replay.asked)


@every
def test_any_cursor_leads_to_the_rest(case: Case | None, world: World) -> None:  # noqa: F811
    """What came up to a page, and what its cursor leads to, are together everything."""
    source, _ = opened(case, world)
    count = 0
    everything: set[str] = set()
    for page in source.pages():
        everything |= ids(list(source.parse(page)))
        count += 1
    for stop in range(1, count):
        source, _ = opened(case, world)
        first = list(islice(source.pages(), stop))
        rest = list(source.pages(first[-1].cursor))

        assert everything == {
            one for page in (*first, *rest) for one in ids(list(source.parse(page)))
        }


@every
def test_pages_are_fetched_when_asked_for(case: Case | None, world: World) -> None:  # noqa: F811
    """Nothing is fetched before the first page is asked for."""
    source, replay = opened(case, world)
    source.pages()

    assert [] == replay.asked


@every
def test_garbage_is_an_error(case: Case | None, world: World) -> None:  # noqa: F811
    """A page that is none raises `SourceFormatError`."""
    source, _ = opened(case, world)
    page = Page(b"\x00\xff{", "https://example.org/", datetime(2024, 1, 1, tzinfo=UTC),
                edition=case.edition if case else "")  # fmt: skip

    with pytest.raises(SourceFormatError):
        list(source.parse(page))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_source_that_is_down_says_so(case: Case, world: World) -> None:  # noqa: F811
    """An upstream that answers 503 for ever raises `SourceUnavailableError`."""
    source, replay = opened(case, world)
    replay.fail(*[busy()] * 50)

    with pytest.raises(SourceUnavailableError):
        list(source.pages())


def test_the_fake_fails_where_it_should() -> None:
    """A failure given beforehand is raised once, in place of its page."""
    source = FakeSource(FAKE, failures={1: SourceUnavailableError("fake", "down")})
    walk = source.pages()
    first = next(walk)

    with pytest.raises(SourceError, match="down"):
        next(walk)
    assert 2 == len(list(source.pages(first.cursor)))


@pytest.mark.parametrize(
    ("venue", "names"),
    [
        ("ICML", ["openreview", "pmlr"]), ("NeurIPS", ["openreview", "neurips"]), ("ACL", ["acl"]),
        ("CVPR", ["cvf"]), ("ECCV", ["ecva"]), ("NDSS", ["ndss"]), ("Interspeech", ["isca"]),
        ("Nowhere", []),
    ],
)  # fmt: skip
def test_a_venue_has_its_sources(venue: str, names: list[str]) -> None:
    """The table says where a venue's papers are."""
    assert names == sources_of(venue)
