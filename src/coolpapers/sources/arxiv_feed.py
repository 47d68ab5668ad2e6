"""arXiv's daily feeds, RSS and Atom: which papers were announced on which day, and how.

They are the truth about a day. A feed is made at midnight US Eastern for the day that begins
then, and is empty when nothing is announced.

Source: https://info.arxiv.org/help/rss.html
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coolpapers.errors import CoolPapersError, SourceFormatError, SubjectError
from coolpapers.formats.dates import parse_iso_time, parse_time
from coolpapers.ids import PaperId, parse_versioned
from coolpapers.records import Announcement, Kind, Paper
from coolpapers.sources.arxiv_fields import arxiv_id, arxiv_paper, authors, subjects
from coolpapers.sources.base import Page, Skip, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.xml import Element, document, name_of, text_of, texts
from coolpapers.subjects import SubjectExpression

NAME = "arxiv-feed"
ADDRESS = "https://rss.arxiv.org/rss"
# Archives that still announce; the feeds refuse the others.
LIVE_ARCHIVES = (
    "astro-ph", "cond-mat", "cs", "econ", "eess", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th",
    "math", "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph",
    "stat",
)  # fmt: skip
_EASTERN = ZoneInfo("America/New_York")
_ABSTRACT = re.compile(r".*?^Abstract:\s*", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*\S+\s*")

_KINDS: Mapping[str, Kind] = {
    "new": "new",
    "cross": "cross",
    "replace": "replace",
    "replace-cross": "replace-cross",
}
# How a paper that is announced in its own category is announced in its others.
_ELSEWHERE: Mapping[Kind, Kind] = {"new": "cross", "replace": "replace-cross"}


class Feed(NamedTuple):
    """A feed: its day, the categories it is about, its items as they stand in it."""

    day: date
    subjects: frozenset[str]
    items: tuple[Element, ...]


class _Item(NamedTuple):
    """An item of a feed, whether RSS or Atom."""

    paper: PaperId
    version: int
    kind: Kind
    categories: tuple[str, ...]
    fields: Mapping[str, list[str]]


class ArxivFeed:
    """What arXiv announced last."""

    name = NAME
    venues: frozenset[str] = frozenset()

    def __init__(self, client: Client, feeds: Sequence[str] = LIVE_ARCHIVES) -> None:
        self._client = client
        self._feeds = feeds

    def pages(self, since: str = "") -> Iterator[Page]:
        """The feeds that have changed since they were kept; they know that by themselves."""
        del since
        for feed in self._feeds:
            response = self._client.get(f"{ADDRESS}/{feed}", source=NAME, conditional=True)
            if response.is_unchanged:
                continue
            yield Page(response.data, response.url, response.fetched_utc)
            self._client.remember(response)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers in a feed, announced or replaced."""
        return parse_feed(page.data, skip)

    def announcements(self, page: Page, skip: Skip = log_skipped) -> Iterator[Announcement]:
        """The announcements in a feed."""
        return parse_announcements(page.data, skip)


def parse_feed(data: bytes, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The papers in a feed, in its order.

    New ones carry the feed's day as the day they were announced. Of a cross-listed one the feed
    does not say when it was announced first, of a replaced one neither: they carry none.

    Raises:
        SourceFormatError: This is no feed, or one that reports an error.
    """
    feed = read_feed(data)
    for item in _items(feed, skip):
        try:
            paper = _paper(item, feed.day)
        except CoolPapersError as error:
            skip(str(item.paper), str(error))
        else:
            yield paper


def parse_announcements(data: bytes, skip: Skip = log_skipped) -> Iterator[Announcement]:
    """What a feed announces: one for each paper and category, in its order.

    A new paper is announced in all its categories, in its first as new, in the others as a
    cross-list. A cross-listed one only in those that the feed is about.

    Raises:
        SourceFormatError: This is no feed, or one that reports an error.
    """
    feed = read_feed(data)
    for item in _items(feed, skip):
        for category, kind in _announced_in(item, feed.subjects):
            yield Announcement(item.paper, category, feed.day, kind, item.version)


def read_feed(data: bytes) -> Feed:
    """A feed parted into its items.

    Raises:
        SourceFormatError: This is no feed, or one that reports an error.
    """
    root = document(data, NAME)
    form = name_of(root)
    if form not in ("rss", "feed"):
        raise SourceFormatError(NAME, f"not a feed but {form[:40]!r}")
    channel = next((child for child in root if name_of(child) == "channel"), root)
    fields = texts(channel)
    title = _one(fields, "title")
    if title.startswith("Feed error"):
        what = _one(fields, "description") or _one(fields, "subtitle")
        raise SourceFormatError(NAME, f"{title}: {what[:200]}")
    items = tuple(child for child in channel if name_of(child) in ("item", "entry"))
    return Feed(_day(fields, items), _subjects(title), items)


def _day(fields: Mapping[str, list[str]], items: Sequence[Element]) -> date:
    """The day a feed is of. An Atom feed says it in its entries; an empty one when it was made."""
    own = parse_time(_one(fields, "pubDate"))
    first = texts(items[0]) if items else {}
    moment = own or parse_iso_time(_one(first, "published") or _one(fields, "updated"))
    if moment is None:
        raise SourceFormatError(NAME, "a feed without a date")
    return _eastern(moment)


def _eastern(moment: datetime) -> date:
    try:
        return moment.astimezone(_EASTERN).date()
    except OverflowError as error:
        raise SourceFormatError(NAME, "a feed with an impossible date") from error


def _subjects(title: str) -> frozenset[str]:
    """What a feed is about, from its title `cs.AI updates on arXiv.org`."""
    try:
        return SubjectExpression.parse(title.partition(" updates ")[0]).included()
    except SubjectError as error:
        raise SourceFormatError(NAME, f"a feed of no known category: {title[:80]!r}") from error


def _items(feed: Feed, skip: Skip) -> Iterator[_Item]:
    for element in feed.items:
        fields = texts(element)
        name = _one(fields, "guid") or _one(fields, "id")
        try:
            yield _item(element, name.strip(), fields)
        except CoolPapersError as error:
            skip(name, str(error))


def _item(element: Element, name: str, fields: Mapping[str, list[str]]) -> _Item:
    paper, version = parse_versioned(name.removeprefix("oai:arXiv.org:"))
    kind = _KINDS.get(_one(fields, "announce_type").strip())
    if kind is None:
        raise SourceFormatError(NAME, f"{name[:40]}: an unknown type of announcement")
    codes = [
        text_of(child) or child.get("term") or ""
        for child in element
        if name_of(child) == "category"
    ]
    categories = subjects(" ".join(codes))
    return _Item(arxiv_id(str(paper)), version or 1, kind, categories, fields)


def _paper(item: _Item, day: date) -> Paper:
    fields = item.fields
    said = _one(fields, "description") or _one(fields, "summary")
    abstract = _ABSTRACT.sub("", said, count=1) if "Abstract:" in said else _HEAD.sub("", said)
    return arxiv_paper(
        item.paper,
        _one(fields, "title"),
        abstract=abstract,
        authors=authors(", ".join(fields.get("creator", []))),
        subjects=item.categories,
        announced=day if item.kind == "new" else None,
        journal_ref=_one(fields, "journal_reference"),
        doi=_one(fields, "DOI") or _one(fields, "doi"),
        licence=_one(fields, "rights"),
    )


def _announced_in(item: _Item, about: frozenset[str]) -> Iterator[tuple[str, Kind]]:
    if item.kind in _ELSEWHERE:
        for at, category in enumerate(item.categories):
            yield category, item.kind if at == 0 else _ELSEWHERE[item.kind]
        return
    for category in item.categories[1:]:
        if category in about:
            yield category, item.kind


def _one(fields: Mapping[str, list[str]], name: str) -> str:
    found = fields.get(name)
    return found[0] if found else ""
