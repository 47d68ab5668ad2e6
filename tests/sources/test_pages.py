"""Every source reads its pages: our own in each wire format, and the real ones where they are."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.records import Paper
from coolpapers.sources import SOURCES, acl, arxiv_feed, openreview, pmlr
from coolpapers.sources.arxiv_oai import parse_list_records
from coolpapers.sources.oai import parse_envelope, parse_headers, parse_identity, parse_sets
from tests.sources.known import DATA, PAGES, Known, parse

OAI = "arxiv_oai_pmh"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_yields_the_papers_on_it(page: Known) -> None:
    """Each page in our data yields exactly the papers written beside it."""
    assert page.expected == list(page.parse())


def test_every_source_has_a_page() -> None:
    """No source is without a page in its exact wire format."""
    assert set() == set(SOURCES) - {page.source for page in PAGES}


def test_every_page_is_listed() -> None:
    """Each file in the data of a source is read by some test."""
    folders = {page.source for page in PAGES}
    files = {
        str(path.relative_to(DATA))
        for folder in folders
        for path in (DATA / folder).iterdir()
        if path.suffix in (".xml", ".html", ".json", ".md")
    }
    assert {"arxiv-feed/refused.xml", "pmlr/front.html"} == files - {page.file for page in PAGES}


def test_announcements_say_category_day_kind_and_version() -> None:
    """A new paper is announced in all its categories, a cross-list only where the feed is about."""
    found = arxiv_feed.parse_announcements((DATA / "arxiv-feed/rss.xml").read_bytes())

    assert [
        ("2403.00101", "cs.AI", "new", 1),
        ("2403.00101", "eess.SY", "cross", 1),
        ("2403.00101", "math.NA", "cross", 1),
        ("2403.00102", "cs.LG", "cross", 1),
        ("2401.00003", "cs.CR", "replace", 3),
        ("2312.00004", "cs.LG", "replace-cross", 2),
        ("2312.00004", "cs.CV", "replace-cross", 2),
    ] == [
        (a.paper.local, a.category, a.kind, a.version) for a in found if a.day == date(2024, 3, 5)
    ]


def test_rss_and_atom_announce_the_same() -> None:
    """Both feeds of a day say the same."""
    rss, atom = ((DATA / f"arxiv-feed/{name}.xml").read_bytes() for name in ("rss", "atom"))

    assert list(arxiv_feed.parse_announcements(rss)) == list(arxiv_feed.parse_announcements(atom))


def test_an_empty_feed_has_a_day() -> None:
    """A feed without items says of which day it is."""
    feed = arxiv_feed.read_feed((DATA / "arxiv-feed/empty.xml").read_bytes())

    assert (date(2024, 3, 5), ()) == (feed.day, feed.items)


def test_a_refused_feed_is_an_error() -> None:
    """A feed that reports an error is no empty day."""
    with pytest.raises(SourceFormatError, match="Feed error"):
        arxiv_feed.read_feed((DATA / "arxiv-feed/refused.xml").read_bytes())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("ICLR 2024 oral", ("ICLR", 2024, "Oral")),
        ("ICLR 2023 notable top 25%", ("ICLR", 2023, "Spotlight")),
        ("NeurIPS 2023 Datasets and Benchmarks Poster", ("NeurIPS", 2023, "Datasets & Benchmarks")),
        ("NeurIPS 2022 Accept", ("NeurIPS", 2022, "")),
        ("ICML 2024 Poster", ("ICML", 2024, "Poster")),
        ("ICML 2025 Position Paper Track oral", ("ICML", 2025, "Position Papers Oral")),
    ],
)
def test_a_venue_text_names_venue_year_and_track(told: str, expected: tuple[str, int, str]) -> None:
    """OpenReview's text of a venue becomes name, year and track."""
    venue = openreview.venue_of(told)

    assert venue is not None
    assert expected == (venue.name, venue.year, venue.track)


@pytest.mark.parametrize(
    "told", ["Submitted to ICLR 2024", "ICLR 2024 Conference Withdrawn Submission", "COLM", ""]
)
def test_a_venue_text_of_no_accepted_paper_is_none(told: str) -> None:
    """Submitted and withdrawn papers are of no edition."""
    assert openreview.venue_of(told) is None


def test_a_journal_is_parted_by_years() -> None:
    """Of a journal's notes only those published in the edition's year belong to it."""
    note = (
        b'{"notes": [{"id": "tMlRtMlR01", "pdate": 1705363200000, "readers": ["everyone"],'
        b' "content": {"title": {"value": "T"}, "venue": {"value": "Accepted by TMLR"},'
        b' "venueid": {"value": "TMLR"}}}]}'
    )
    url = "https://api2.openreview.net/notes"
    years = {
        year: len(list(parse("openreview", note, url, f"TMLR.{year}"))) for year in (2023, 2024)
    }

    assert {2023: 0, 2024: 1} == years


def test_the_front_page_says_which_volume_an_edition_is() -> None:
    """PMLR's front page maps editions to volumes; workshops of unknown name are left out."""
    volumes = pmlr.parse_volumes((DATA / "pmlr/front.html").read_bytes(), pmlr.ADDRESS)

    assert {"ICML.2024": "v235", "AISTATS.2024": "v238"} == {str(k): v for k, v in volumes.items()}


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "expected"),
    [
        ("P19", "1", "7", "P19-1007"), ("W19", "12", "3", "W19-1203"),
        ("D19", "1", "650", "D19-1650"), ("D19", "50", "4", "D19-5004"),
        ("2020.acl", "main", "9", "2020.acl-main.9"),
    ],
)  # fmt: skip
def test_a_paper_without_address_gets_the_number_of_its_place(
    collection: str, volume: str, paper: str, expected: str
) -> None:
    """The Anthology's numbering rules, old and new, old workshops included."""
    xml = (
        f'<collection id="{collection}"><volume id="{volume}"><meta><booktitle>B</booktitle>'
        f'<year>2019</year><venue>acl</venue></meta><paper id="{paper}"><title>T</title></paper>'
        "</volume></collection>"
    )

    assert [f"{expected}@ACL"] == [p.id.local for p in acl.parse_collection(xml.encode())]


def test_a_list_without_papers_is_an_error() -> None:
    """A page on which nothing is recognised says so instead of being empty."""
    page = next(page for page in PAGES if page.file == "ndss/list.html")

    with pytest.raises(SourceFormatError, match="no papers"):
        list(page.parse(b"<html><body><h1>A new design</h1></body></html>"))


def test_a_bad_record_is_left_out_and_reported() -> None:
    """One record without title is reported with its id; the others come."""
    page = next(page for page in PAGES if page.file == "arxiv/raw.xml")
    told: list[str] = []
    data = page.data.replace(b"<title>Old Strings</title>", b"<title> </title>")

    found = list(page.parse(data, lambda record, _: told.append(record)))

    assert [page.expected[0]] == found
    assert ["oai:arXiv.org:hep-th/9901999"] == told


@pytest.mark.parametrize("form", ["arXivRaw", "arXiv", "arXivOld", "oai_dc"])
@pytest.mark.shared
def test_real_records_are_all_read(shared: Path, form: str) -> None:
    """Three hundred real records in each format have title, authors, abstract and categories."""
    papers: list[Paper] = []
    for number in (1, 2, 3):
        data = (shared / "fixtures" / OAI / f"list_records_{form}_p{number}.xml").read_bytes()
        assert 100 == parse_envelope(data, "arxiv").records
        assert parse_envelope(data, "arxiv").token.startswith("verb%3DListRecords")
        papers += parse_list_records(
            data, lambda record, reason: pytest.fail(f"{record}: {reason}")
        )

    assert 300 == len(papers)
    assert all(paper.title and paper.authors and paper.abstract for paper in papers)
    assert form == "oai_dc" or all(paper.subjects for paper in papers)
    assert form != "arXivRaw" or all(paper.versions and paper.announced for paper in papers)
    assert not [p.id for p in papers for a in p.authors if "\\" in a.name]


@pytest.mark.shared
def test_the_formats_agree_on_real_records(shared: Path) -> None:
    """The same real papers read from two formats agree in title, categories and authors."""
    found: dict[str, dict[str, Paper]] = {}
    for form in ("arXivRaw", "arXiv"):
        for number in (1, 2, 3):
            data = (shared / "fixtures" / OAI / f"list_records_{form}_p{number}.xml").read_bytes()
            found.setdefault(form, {}).update({str(p.id): p for p in parse_list_records(data)})
    both = set(found["arXivRaw"]) & set(found["arXiv"])
    pairs = [(found["arXivRaw"][one], found["arXiv"][one]) for one in both]

    assert len(both) > 200
    plain = [(a, b) for a, b in pairs if "\\" not in a.title]
    assert [] == [a.id for a, b in plain if (a.title, a.subjects) != (b.title, b.subjects)]
    assert len([a for a, b in pairs if len(a.authors) == len(b.authors)]) > 0.97 * len(both)


@pytest.mark.shared
def test_real_errors_are_told_apart(shared: Path) -> None:
    """Nothing found is an empty list, an expired token passes, everything else is an error."""
    outcomes: dict[str, str] = {}
    for path in sorted((shared / "fixtures" / OAI).glob("error_*.xml")):
        try:
            outcomes[path.stem.removeprefix("error_")] = str(
                len(list(parse_list_records(path.read_bytes())))
            )
        except (SourceFormatError, SourceUnavailableError) as error:
            outcomes[path.stem.removeprefix("error_")] = type(error).__name__

    assert "0" == outcomes["idDoesNotExist"]
    assert "SourceUnavailableError" == outcomes["badResumptionToken"]
    assert {"SourceFormatError": 7, "0": 1, "SourceUnavailableError": 1} == Counter(
        outcomes.values()
    )
    nothing = (shared / "fixtures" / OAI / "list_records_arXiv_set_cs_cs_CL.xml").read_bytes()
    assert [] == list(parse_list_records(nothing))


@pytest.mark.shared
def test_the_real_repository_says_who_it_is(shared: Path) -> None:
    """Identify, ListSets and ListIdentifiers of arXiv are read."""
    folder = shared / "fixtures" / OAI
    identity = parse_identity((folder / "identify.xml").read_bytes(), "arxiv")
    sets = dict(parse_sets((folder / "list_sets.xml").read_bytes(), "arxiv"))
    headers = list(parse_headers((folder / "list_identifiers_p1.xml").read_bytes(), "arxiv"))

    assert ("arXiv", "2005-09-16", "YYYY-MM-DD") == identity
    assert "Computer Science" == sets["cs"]
    assert 100 < len(headers)
    assert "oai:arXiv.org:cs/0001024" == headers[0].identifier


@pytest.mark.shared
@pytest.mark.parametrize("name", ["cs", "astro-ph", "math.NT"])
def test_real_feeds_are_read(shared: Path, name: str) -> None:
    """RSS and Atom of a real day agree, and each item yields a paper."""
    folder = shared / "fixtures" / "arxiv_rss"
    rss, atom = ((folder / f"{form}_{name}.xml").read_bytes() for form in ("rss", "atom"))
    announced = list(arxiv_feed.parse_announcements(rss))

    assert len(re.findall(rb"<item>", rss)) == len(list(arxiv_feed.parse_feed(rss)))
    assert {date(2026, 11, 23)} == {one.day for one in announced}
    assert sorted(announced) == sorted(arxiv_feed.parse_announcements(atom))


@pytest.mark.shared
def test_real_answers_of_the_query_api_are_read(shared: Path) -> None:
    """Old and new shapes of real answers yield their papers."""
    folder = shared / "fixtures" / "arxiv_api_atom"
    counts = [
        len(list(parse("arxiv-api", path.read_bytes(), "", "")))
        for path in sorted(folder.iterdir())
    ]

    assert [1, 2, 3] == counts


@pytest.mark.shared
def test_real_volumes_of_the_anthology_are_read(shared: Path) -> None:
    """Every paper of five real collections is read, back to 1952."""
    folder = shared / "fixtures" / "acl_xml"
    for path in sorted(folder.glob("*.xml")):
        data = path.read_bytes()
        papers = list(acl.parse_collection(data, lambda one, why: pytest.fail(f"{one}: {why}")))
        assert len(re.findall(rb"<paper ", data)) == len(papers)
        assert all(paper.venue and not re.search(r"[{}<>]", paper.title) for paper in papers)


@pytest.mark.shared
def test_a_real_post_is_read(shared: Path) -> None:
    """A real post of PMLR yields its paper, its note on OpenReview included."""
    path = next((shared / "fixtures" / "pmlr_posts").glob("*.md"))
    paper = pmlr.parse_post(path.read_bytes())

    assert ("abe24a@v235@PMLR", "ICML", 2024) == (
        paper.id.local,
        paper.venue.name,
        paper.venue.year,
    )  # type: ignore[union-attr]
    assert 4 == len(paper.authors)
    assert ["9U29U3cDKq@OpenReview"] == [other.local for other in paper.same_as]
