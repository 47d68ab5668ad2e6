"""AAAI proceedings by OAI-PMH, as their journal software hands them out in Dublin Core.

A year is a volume: AAAI-24 is volume 38. Its papers are fetched by when their records changed,
which is in that year or later.

Sources: https://ojs.aaai.org/index.php/AAAI/about and https://docs.pkp.sfu.ca/dev/; written from
descriptions.
"""

import re
from collections.abc import Iterator, Sequence

from coolpapers.errors import RecordError, SourceFormatError
from coolpapers.formats.dates import midnight, parse_day
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.base import Page, Skip, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.oai import Record, Repository, parse_papers
from coolpapers.sources.venue_fields import EditionName, turned, venue_paper
from coolpapers.sources.xml import texts

NAME = "aaai"
ADDRESS = "https://ojs.aaai.org/index.php/AAAI/oai"
VENUES = frozenset({"AAAI"})
_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
_ARTICLE = re.compile(r".*:article/(\d+)")
_ISSUE = re.compile(
    r"Vol\. (?P<volume>\d+)[^:;]*(?::\s*(?P<title>[^;]*))?(?:;\s*(?P<pages>[\d–-]+))?"
)
_EDITION = re.compile(r"\b(?:AAAI|IAAI|EAAI)-?(\d\d)\b")
_ABSTRACT_PAGE = re.compile(r".*/article/view/\d+")
_FIRST_VOLUME_BEFORE = 1986  # volume 24 is AAAI-10, volume 38 AAAI-24
_SPECIAL = re.compile(r"(?P<programs>Special Programs)|Special Track (?P<track>.+?)(?: Track)?$")
_NO_PAPERS = ("frontmatter", "front matter", "table of contents", "preface", "organization")


class AaaiSource:
    """The papers of some editions."""

    name = NAME
    venues = VENUES

    def __init__(self, client: Client, editions: Sequence[str] = ()) -> None:
        self._client = client
        self._years = frozenset(EditionName.read(text, NAME).year for text in editions)

    def pages(self, since: str = "") -> Iterator[Page]:
        """Pages of records changed since a day, the first edition's year at the earliest."""
        start = since or f"{min(self._years)}-01-01" if self._years else since
        return Repository(NAME, ADDRESS, "oai_dc").pages(self._client, start)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on a page, of the chosen editions."""
        for paper in parse_list_records(page.data, skip):
            if paper.venue and (not self._years or paper.venue.year in self._years):
                yield paper


def parse_list_records(xml: bytes, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The papers in one answer, in its order; deleted records and front matter are left out.

    Raises:
        SourceFormatError: The answer cannot be read; whole records came first.
        SourceUnavailableError: It says that the token has expired.
    """
    return parse_papers(xml, NAME, parse_record, skip)


def parse_record(record: Record) -> Paper | None:
    """The paper in one record; None if it is front matter.

    Raises:
        SourceFormatError: It is not in Dublin Core.
        PaperIdError, RecordError: It has no id, title or year.
    """
    metadata = record.metadata
    if metadata is None or metadata.tag != _DC:
        raise SourceFormatError(NAME, f"{record.header.identifier}: not in Dublin Core")
    fields = texts(metadata)
    title = _one(fields, "title")
    if title.lower().startswith(_NO_PAPERS):
        return None
    number = _ARTICLE.fullmatch(record.header.identifier)
    others = fields.get("identifier", [])
    day = next((day for text in fields.get("date", []) if (day := parse_day(text[:10]))), None)
    return venue_paper(
        PaperId.parse(f"{number[1] if number else ''}@AAAI"),
        title,
        _venue(fields),
        authors=tuple(Author(name) for text in fields.get("creator", []) if (name := turned(text))),
        abstract=_one(fields, "description"),
        published_utc=midnight(day) if day else None,
        pdf_url=next((a for a in fields.get("relation", []) if "/article/view/" in a), ""),
        page_url=next((text for text in others if _ABSTRACT_PAGE.fullmatch(text)), ""),
        doi=next((text for text in others if text.startswith("10.")), ""),
        keywords=[word for text in fields.get("subject", []) for word in text.split(";")],
    )


def _venue(fields: dict[str, list[str]]) -> Venue:
    """Edition and pages from `Proceedings ...; Vol. 38 No. 1: AAAI-24 Technical Tracks 1; 1-9`."""
    source = " ".join(" ".join(fields.get("source", [])).split())
    issue = _ISSUE.search(source)
    if issue is None:
        raise RecordError(f"in no volume: {source[:80]!r}")
    title = (issue["title"] or "").strip()
    named = _EDITION.search(title)
    year = 2000 + int(named[1]) if named else _FIRST_VOLUME_BEFORE + int(issue["volume"])
    special = _SPECIAL.search(title)
    track = special["track"] or special["programs"] if special else ""
    return Venue("AAAI", year, track, pages=issue["pages"] or "")


def _one(fields: dict[str, list[str]], name: str) -> str:
    found = fields.get(name)
    return found[0].strip() if found else ""
