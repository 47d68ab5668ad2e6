"""Atom feeds."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.formats.atom import write_atom
from coolpapers.formats.feeds import Feed
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from tests.strategies import papers

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
PAPER = Paper(
    id=PaperId.parse("1706.00001"),
    title="Sets <A> & $a<b$",
    abstract="We say \"x\" & 'y'.",
    authors=(Author("Ada Lovelace"), Author("Paul Erdős")),
    subjects=("cs.CL", "cs.LG"),
    published_utc=datetime(2017, 6, 1, 1, 2, 3, 456, tzinfo=UTC),
    updated_utc=datetime(2017, 6, 2, tzinfo=UTC),
)


def made(*listed: Paper) -> bytes:
    """A feed of these papers."""
    return write_atom(
        Feed(
            title="cs.CL & more",
            id="https://papers.example/arxiv/cs.CL/feed",
            self_url="https://papers.example/arxiv/cs.CL/feed",
            page_url="https://papers.example/arxiv/cs.CL",
            site_url="https://papers.example/",
            updated=NOW,
            papers=listed,
        )
    )


def test_feed_reader_sees_every_field() -> None:
    """A feed reader finds no fault and reads each field as it was given."""
    read = feedparser.parse(made(PAPER))
    (entry,) = read.entries

    assert not read.bozo
    assert ("atom10", "cs.CL & more", "2024-05-06T07:08:09Z") == (
        read.version, read.feed.title, read.feed.updated
    )  # fmt: skip
    assert "https://papers.example/arxiv/1706.00001" == entry.id == entry.link
    assert PAPER.title == entry.title.replace("&lt;", "<").replace("&amp;", "&")
    assert ["Ada Lovelace", "Paul Erdős"] == [author.name for author in entry.authors]
    assert ["cs.CL", "cs.LG"] == [tag.term for tag in entry.tags]
    assert ("2017-06-01T01:02:03Z", "2017-06-02T00:00:00Z") == (entry.published, entry.updated)


def test_text_is_escaped_exactly() -> None:
    """Markup in titles and abstracts is text."""
    root = ET.fromstring(made(PAPER))

    assert PAPER.title == root.findtext(f"{ATOM}entry/{ATOM}title")
    assert PAPER.abstract == root.findtext(f"{ATOM}entry/{ATOM}summary")


def test_signs_that_say_nothing_are_left_out() -> None:
    """Controls that a wrong encoding left in a text are in no feed; a name of them is nobody's."""
    odd = Paper(
        id=PAPER.id, title="One\x96two\x00", abstract="\x93A\x94\tb", authors=(Author("\x85"),)
    )
    root = ET.fromstring(made(odd))

    assert "Onetwo" == root.findtext(f"{ATOM}entry/{ATOM}title")
    assert "A\tb" == root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert "Unknown" == root.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name")


def test_link_ends_with_the_id() -> None:
    """The last segment of an entry's link is the paper's id."""
    paper = Paper(
        id=PaperId.parse("2024.acl-long.1@ACL"), title="T", venue=Venue("ACL", 2024, "Long"),
        announced=date(2024, 8, 1),
    )  # fmt: skip
    (entry,) = feedparser.parse(made(paper)).entries

    assert "2024.acl-long.1@ACL" == entry.link.rsplit("/", 1)[1]
    assert ["ACL.2024 - Long"] == [tag.term for tag in entry.tags]
    assert "2024-08-01T00:00:00Z" == entry.published == entry.updated
    assert 1 == len(entry.authors)


def test_empty_list_is_a_feed() -> None:
    """A list without papers is a valid feed without entries."""
    read = feedparser.parse(made())

    assert not read.bozo
    assert [] == read.entries


@given(papers(), st.text(), st.text())
def test_any_text_makes_well_formed_xml(paper: Paper, title: str, name: str) -> None:
    """Whatever stands in a paper, control characters too, the feed is well-formed."""
    odd = Paper(id=paper.id, title=title, abstract=name, authors=(Author(name),), venue=paper.venue)

    assert 2 == len(ET.fromstring(made(paper, odd)).findall(f"{ATOM}entry"))
