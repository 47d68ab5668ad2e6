"""Harvests over a replayed world: complete, resumable, whatever goes wrong in between."""

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.ids import PaperId
from coolpapers.sources import SOURCES, Client, Page, Source
from coolpapers.sources.arxiv_api import fetch_papers
from coolpapers.sources.arxiv_feed import ArxivFeed
from coolpapers.sources.arxiv_oai import ArxivOai, fetch_record
from coolpapers.sources.editions import EditionSource
from coolpapers.sources.ndss import SITE as NDSS
from tests.replay import (
    Answer,
    OaiRecord,
    OaiRepository,
    Query,
    Replay,
    Reply,
    busy,
    cut,
    dropped,
    maintenance,
    pages,
    raw_record,
    short,
)  # fmt: skip
from tests.sources.known import DATA, PAGES

World = Callable[[dict[str, Answer]], tuple[Replay, Client]]
OAI_HOST = "oaipmh.arxiv.org"


def repository(size: int = 7, page_size: int = 2) -> OaiRepository:
    """Records on three days, the last of them deleted."""
    records = [
        raw_record(f"2402.{at:05}", f"2024-03-0{1 + at % 3}", f"Paper {at}")
        for at in range(1, size)
    ]
    return OaiRepository([*records, OaiRecord("oai:arXiv.org:2402.09999", "2024-03-03")], page_size)


def locals_of(source: Source, found: Iterator[Page]) -> set[str]:
    return {paper.id.local for page in found for paper in source.parse(page)}


ALL = {f"2402.{at:05}" for at in range(1, 7)}


def test_a_harvest_has_every_record(world: World) -> None:
    """Tokens lead through all pages; deleted records are left out."""
    replay, client = world({OAI_HOST: repository()})
    source = ArxivOai(client)
    found = list(source.pages())

    assert ALL == locals_of(source, iter(found))
    assert 4 == len(found)
    assert {"verb": "ListRecords", "metadataPrefix": "arXivRaw"} == replay.asked[0].query
    assert {"verb", "resumptionToken"} == set(replay.asked[1].query)


def test_the_next_harvest_begins_the_day_before_this_one(world: World) -> None:
    """The last cursor is the day before the answer's: late datestamps are not missed."""
    replay, client = world({OAI_HOST: repository()})
    cursor = list(ArxivOai(client).pages())[-1].cursor
    later = list(ArxivOai(client).pages(cursor))

    assert "2024-03-04" == cursor
    assert "2024-03-04" == replay.asked[-1].query["from"]
    assert [] == [paper for page in later for paper in ArxivOai(client).parse(page)]
    assert "2024-03-04" == later[-1].cursor


def test_a_harvest_goes_on_where_it_stopped(world: World) -> None:
    """After any page, its cursor leads to exactly the rest."""
    for stop in range(1, 4):
        replay, client = world({OAI_HOST: repository()})
        source = ArxivOai(client)
        first = list(islice(source.pages(), stop))
        rest = list(source.pages(first[-1].cursor))

        assert ALL == locals_of(source, iter(first)) | locals_of(source, iter(rest))
        assert 4 == len(first) + len(rest)
        assert "2024-03-04" == rest[-1].cursor
        replay.asked.clear()


def test_an_expired_token_means_starting_again_from_its_day(world: World) -> None:
    """When the token is gone the harvest asks again from the earliest day of the last page."""
    upstream = repository()
    replay, client = world({OAI_HOST: upstream})
    source = ArxivOai(client)
    walk = source.pages()
    first = [next(walk), next(walk)]
    upstream.expired = True
    third = next(walk)
    upstream.expired = False

    assert ["resumptionToken", "from"] == [
        next(n for n in ("resumptionToken", "from") if n in one.query) for one in replay.asked[-2:]
    ]
    assert ALL == locals_of(source, iter([*first, third, *walk]))


def test_a_token_that_never_works_ends_the_harvest(world: World) -> None:
    """If every token is refused the harvest stops with an error that passes."""
    upstream = OaiRepository([raw_record(f"2402.{at:05}", "2024-03-01") for at in range(1, 9)], 2)
    upstream.expired = True
    _, client = world({OAI_HOST: upstream})
    source = ArxivOai(client)

    with pytest.raises(SourceUnavailableError, match="badResumptionToken"):
        locals_of(source, source.pages())


def test_days_before_the_first_are_not_asked_for(world: World) -> None:
    """A day before arXiv's first datestamp means everything."""
    replay, client = world({OAI_HOST: repository()})
    list(ArxivOai(client).pages("1991-08-14"))

    assert "from" not in replay.asked[0].query


def test_a_cursor_that_is_none_is_refused(world: World) -> None:
    """What is neither a cursor nor a day is an error before anything is asked."""
    replay, client = world({OAI_HOST: repository()})

    with pytest.raises(SourceFormatError, match="cursor"):
        list(ArxivOai(client).pages("yesterday"))
    assert [] == replay.asked


def test_a_harvest_survives_passing_faults(world: World) -> None:
    """503s, cut answers and dropped connections in between change nothing."""
    replay, client = world({OAI_HOST: repository()})
    replay.fail(busy("10"), None, cut, dropped, None, busy(), None, busy("", 429))
    source = ArxivOai(client)

    assert ALL == locals_of(source, source.pages())


@pytest.mark.parametrize("fault", [short, maintenance, lambda _: Reply(b"")])
def test_a_page_that_cannot_be_read_is_handed_out_last(
    world: World, fault: Callable[[Reply], Reply]
) -> None:
    """A malformed page comes with its bytes and the old cursor; parsing it says what is wrong."""
    replay, client = world({OAI_HOST: repository()})
    source = ArxivOai(client)
    replay.fail(None, fault)
    found = list(source.pages())

    assert 2 == len(found)
    assert found[0].cursor == found[1].cursor
    with pytest.raises(SourceFormatError):
        list(source.parse(found[1]))
    rest = source.pages(found[1].cursor)
    assert ALL == locals_of(source, iter([found[0], *rest]))


@pytest.mark.parametrize("prefix", ["arXivRaw", "marc"])
def test_an_error_of_the_protocol_is_loud(world: World, prefix: str) -> None:
    """An unknown format is reported as the server words it."""
    _, client = world({OAI_HOST: OaiRepository([], prefixes=("arXivRaw",))})
    source = ArxivOai(client, prefix=prefix)
    found = list(source.pages())

    if prefix == "arXivRaw":
        assert set() == locals_of(source, iter(found))
    else:
        with pytest.raises(SourceFormatError, match="cannotDisseminateFormat"):
            locals_of(source, iter(found))


def test_one_record_is_fetched(world: World) -> None:
    """A single paper by its id, and None where arXiv has none."""
    replay, client = world({OAI_HOST: repository()})
    found = fetch_record(client, PaperId.parse("2402.00001"))

    assert found is not None
    assert "Paper 1" == found.title
    assert {
        "verb": "GetRecord",
        "metadataPrefix": "arXivRaw",
        "identifier": "oai:arXiv.org:2402.00001",
    } == replay.asked[0].query
    assert fetch_record(client, PaperId.parse("2402.00500")) is None


def test_papers_are_fetched_by_the_query_api(world: World) -> None:
    """Old ids keep their slash; what was not asked for is left out."""
    data = (DATA / "arxiv-api/new.xml").read_bytes()
    replay, client = world({"export.arxiv.org": lambda *_: Reply(data)})
    old, other = PaperId.parse("math/0301001"), PaperId.parse("2402.00001")

    assert [old] == [paper.id for paper in fetch_papers(client, [old, other])]
    assert {"id_list": "math/0301001,2402.00001", "max_results": "2"} == replay.asked[0].query
    assert [] == fetch_papers(client, [other])


def test_feeds_are_fetched_once_a_day(world: World) -> None:
    """A feed that was kept is not handed out again until it changes; the others are."""
    feed = (DATA / "arxiv-feed/rss.xml").read_bytes()
    upstream = pages({f"/rss/{name}": feed for name in ("cs", "math", "stat")})
    replay, client = world({"rss.arxiv.org": upstream})
    source = ArxivFeed(client, ("cs", "math", "stat"))
    first = list(islice(source.pages(), 2))
    rest = list(source.pages(first[-1].cursor))

    assert ["cs", "math"] == [page.url.rpartition("/")[2] for page in first]
    assert ["math", "stat"] == [page.url.rpartition("/")[2] for page in rest]
    assert [] == list(source.pages())
    replay.upstreams["rss.arxiv.org"] = pages(
        {f"/rss/{n}": feed + b"\n" for n in ("cs", "math", "stat")}
    )
    assert 3 == len(list(source.pages()))


def ndss_site() -> dict[str, Answer]:
    listing = next(page for page in PAGES if page.file == "ndss/list.html")
    own = next(page for page in PAGES if page.file == "ndss/paper.html")
    other = own.data.replace(b"Leaky Pots", b"Drips, Considered")
    found = {
        "/ndss2024/accepted-papers/": listing.data,
        "/ndss2023/accepted-papers/": listing.data,
        "/ndss-paper/leaky-pots/": own.data,
        "/ndss-paper/drips-considered/": other,
    }
    return {"www.ndss-symposium.org": pages(found)}


LISTED = ["/ndss2024/accepted-papers/", "/ndss-paper/leaky-pots/", "/ndss-paper/drips-considered/"]


def test_an_edition_is_its_list_and_its_papers(world: World) -> None:
    """The list comes first, then each paper's own page; the last cursor is empty."""
    replay, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2024",))
    found = list(source.pages())

    assert LISTED == replay.paths
    assert "" == found[-1].cursor
    assert ["NDSS.2024"] * 3 == [page.edition for page in found]
    assert [2, 1, 1] == [len(list(source.parse(page))) for page in found]


@pytest.mark.parametrize("stop", [1, 2])
def test_an_edition_goes_on_where_it_stopped(world: World, stop: int) -> None:
    """After any page, its cursor leads to the papers that are left."""
    replay, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2024",))
    cursor = list(islice(source.pages(), stop))[-1].cursor
    replay.asked.clear()
    list(source.pages(cursor))

    assert [LISTED[0], *LISTED[stop:]] == replay.paths


def test_an_unchanged_list_is_not_followed(world: World) -> None:
    """When a list has not changed since it was kept, nothing more is fetched."""
    replay, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2024",))
    list(source.pages())
    replay.asked.clear()

    assert [] == list(source.pages())
    assert [LISTED[0]] == replay.paths


def test_a_cursor_that_is_gone_means_everything(world: World) -> None:
    """If the page that a cursor names is on the list no more, the run starts over."""
    _, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2024",))
    urls = [
        page.url for page in source.pages("NDSS.2024 https://www.ndss-symposium.org/ndss-paper/x/")
    ]

    assert {"https://www.ndss-symposium.org" + path for path in LISTED} == set(urls)


def test_only_wanted_papers_are_fetched(world: World) -> None:
    """Papers that are held already cost no request."""
    replay, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2024",), wants=lambda url: "drips" in url)
    list(source.pages())

    assert [LISTED[0], LISTED[2]] == replay.paths


def test_an_edition_that_is_not_there_yet_is_empty(world: World) -> None:
    """A list that is missing is no error; the editions after it come."""
    _, client = world(ndss_site())
    source = EditionSource(client, NDSS, ("NDSS.2030", "NDSS.2024"))

    assert {"NDSS.2024"} == {page.edition for page in source.pages()}


def openreview(_: str, query: Query) -> Reply:
    """Seven hundred notes of one group."""
    first = int(query["offset"])
    if query["content.venueid"] != "ICLR.cc/2024/Conference":
        return Reply(b'{"notes": [], "count": 0}')
    notes = ",".join(
        f'{{"id": "nOtE{at:06}", "readers": ["everyone"], "content": {{"title": {{"value": "T"}},'
        '"venue": {"value": "ICLR 2024 poster"}, "venueid": {"value": "ICLR.cc/2024/Conference"}}}'
        for at in range(first, min(first + int(query["limit"]), 700))
    )
    return Reply(f'{{"notes": [{notes}], "count": 700}}'.encode())


def test_notes_are_fetched_page_by_page(world: World) -> None:
    """All notes of an edition's groups come, and the run can go on after any page."""
    _, client = world({"api2.openreview.net": openreview})
    source = SOURCES["openreview"].open(client, ("ICLR.2024",))
    found = list(source.pages())
    again = list(source.pages(found[0].cursor))

    assert 700 == len(locals_of(source, iter(found)))
    assert 200 == len(locals_of(source, iter(again)))
    assert "" == found[-1].cursor


def test_older_editions_are_asked_of_the_older_api(world: World) -> None:
    """Before a venue moved, its notes are at the first version's address."""
    data = (DATA / "openreview/v1.json").read_bytes()
    replay, client = world({"api.openreview.net": lambda *_: Reply(data)})
    source = SOURCES["openreview"].open(client, ("ICLR.2023",))

    assert {"oLdOlD0001@OpenReview"} == locals_of(source, source.pages())
    assert {"api.openreview.net"} == {one.host for one in replay.asked}


def test_the_anthology_is_fetched_by_files(world: World) -> None:
    """An edition's files, as far as they exist; without editions all that the repository lists."""
    base = "/acl-org/acl-anthology/master/data/xml"
    files = {
        f"{base}/2024.acl.xml": (DATA / "acl/2024.acl.xml").read_bytes(),
        f"{base}/W99.xml": (DATA / "acl/W99.xml").read_bytes(),
    }
    listing = b'{"tree": [{"path": "W99.xml"}, {"path": "2024.acl.xml"}, {"path": "schema.rnc"}]}'
    replay, client = world(
        {"raw.githubusercontent.com": pages(files), "api.github.com": lambda *_: Reply(listing)}
    )
    some, whole = (SOURCES["acl"].open(client, editions) for editions in (("ACL.2024",), ()))

    assert 3 == len(locals_of(some, some.pages()))
    assert [f"{base}/2024.acl.xml", f"{base}/2024.findings.xml"] == replay.paths
    assert {"W99-0207@ACL"} == locals_of(whole, whole.pages())


def test_a_volume_is_found_and_followed(world: World) -> None:
    """PMLR's front page leads to the volume, the volume to its papers."""
    found = {
        "/": (DATA / "pmlr/front.html").read_bytes(),
        "/v235/": (DATA / "pmlr/volume.html").read_bytes(),
        "/v235/doe24a.html": (DATA / "pmlr/paper.html").read_bytes(),
        "/v235/gus24a.html": (DATA / "pmlr/paper.html").read_bytes(),
    }
    replay, client = world({"proceedings.mlr.press": pages(found)})
    source = SOURCES["pmlr"].open(client, ("ICML.2024", "ICML.1980"))

    assert {"doe24a@v235@PMLR", "gus24a@v235@PMLR"} == locals_of(source, source.pages())
    assert ["/", "/v235/", "/v235/doe24a.html", "/v235/gus24a.html"] == replay.paths
