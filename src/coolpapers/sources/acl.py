"""The ACL Anthology from its own XML, one file a collection: all volumes, all venues.

An edition stands in several files: the venue's own, and the Findings of its year; before 2020
files were named by letters. Without editions the whole Anthology is fetched.

Sources: https://github.com/acl-org/acl-anthology, its `data/xml/schema.rnc`
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec

from coolpapers.errors import SourceFormatError
from coolpapers.formats.venues import anthology_track, venue_name
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.base import Page, Skip, each, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.venue_fields import EditionName, venue_paper
from coolpapers.sources.xml import Element, elements
from coolpapers.text import clean_name

NAME = "acl"
ADDRESS = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml"
LISTING = "https://api.github.com/repos/acl-org/acl-anthology/git/trees/master:data/xml"
# How collections were named before 2020; these venues also had Findings or companions.
LETTERS = {
    "ACL": "P", "EMNLP": "D", "NAACL": "N", "EACL": "E", "COLING": "C", "CoNLL": "K",
    "LREC": "L", "TACL": "Q", "CL": "J", "IJCNLP": "I", "SemEval": "S", "AACL": "",
    "IWSLT": "", "WMT": "",
}  # fmt: skip
VENUES = frozenset(LETTERS)
_LAST_WITH_LETTERS = 2019
_WITH_FINDINGS = frozenset({"ACL", "EMNLP", "NAACL", "EACL", "AACL", "IJCNLP"})
_NO_PAPERS = frozenset({"frontmatter", "backmatter"})
_FILE = re.compile(r"[\w.-]+\.xml")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"[a-z]{3}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_VOLUMES = ("W", "C69")


class _Leaf(msgspec.Struct):
    path: str


class _Tree(msgspec.Struct):
    tree: list[_Leaf]


class AclSource:
    """The papers of some editions, or of the whole Anthology."""

    name = NAME
    venues = VENUES

    def __init__(self, client: Client, editions: Sequence[str] = ()) -> None:
        self._client = client
        self._files = [f for text in editions for f in files_of(EditionName.read(text, NAME))]

    def pages(self, since: str = "") -> Iterator[Page]:
        """The files that have changed; after the one with this cursor."""
        files = list(dict.fromkeys(self._files)) or self._all_files()
        start = files.index(since) + 1 if since in files else 0
        for name in files[start:]:
            response = self._client.get(
                f"{ADDRESS}/{name}", source=NAME, conditional=True, may_be_missing=True
            )
            if response.is_missing or response.is_unchanged:
                continue
            cursor = name if name != files[-1] else ""
            yield Page(response.data, response.url, response.fetched_utc, cursor)
            self._client.remember(response)

    def _all_files(self) -> list[str]:
        return parse_tree(self._client.get(LISTING, source=NAME).data)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers in a file."""
        return parse_collection(page.data, skip)


def files_of(edition: EditionName) -> Sequence[str]:
    """The files in which an edition stands, as far as they exist."""
    own = f"{edition.year}.{edition.venue.lower()}.xml"
    letter = LETTERS.get(edition.venue, "")
    if edition.year <= _LAST_WITH_LETTERS and letter:
        return (own, f"{letter}{edition.year % 100:02}.xml")
    return (own, f"{edition.year}.findings.xml") if edition.venue in _WITH_FINDINGS else (own,)


def parse_tree(data: bytes) -> list[str]:
    """The names of all files, from the repository's list.

    Raises:
        SourceFormatError: This is no such list.
    """
    try:
        tree = msgspec.json.decode(data, type=_Tree).tree
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceFormatError(NAME, f"no list of files: {error}") from error
    return sorted(leaf.path for leaf in tree if _FILE.fullmatch(leaf.path))


def parse_collection(xml: bytes, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The papers in one file, in its order; front matter and removed papers are left out.

    Raises:
        SourceFormatError: The file cannot be read; whole volumes before the damage came first.
    """
    is_collection = False
    for element in elements(xml, ("volume", "event", "collection"), NAME):
        is_collection = is_collection or element.tag in ("volume", "collection")
        if element.tag == "volume":
            yield from each(_volume(element), skip)
    if not is_collection:
        raise SourceFormatError(NAME, "not a collection of the Anthology")


def _volume(volume: Element) -> Iterator[tuple[str, Callable[[], Paper | None]]]:
    collection = volume.getparent()
    name = (collection.get("id") or "") if collection is not None else ""
    meta = volume.find("meta")
    if meta is None:
        raise SourceFormatError(NAME, f"{name}: a volume that does not say what it is")
    for paper in volume.iterchildren("paper"):
        local = _local(name, volume.get("id") or "", paper)
        yield local, partial(_paper, local, paper, meta)


def _local(collection: str, volume: str, paper: Element) -> str:
    """The paper's number, as its address has it or as it follows from where it stands.

    Source: https://aclanthology.org/info/ids/
    """
    stated = (paper.findtext("url") or "").strip()
    number = paper.get("id") or ""
    if stated and "://" not in stated:
        return stated
    if collection[:1].isdigit() or not (volume.isdecimal() and number.isdecimal()):
        return f"{collection}-{volume}.{number}"
    is_short = collection.startswith(_SHORT_VOLUMES) or (collection == "D19" and int(volume) > 4)
    return (
        f"{collection}-{int(volume):02}{int(number):02}"
        if is_short
        else (f"{collection}-{int(volume)}{int(number):03}")
    )


def _paper(local: str, paper: Element, meta: Element) -> Paper | None:
    if paper.get("type") in _NO_PAPERS or paper.find("removed") is not None:
        return None
    people = paper.findall("author") or paper.findall("editor")
    stated = (paper.findtext("url") or "").strip()
    code = paper.find("pwccode")
    retracted = paper.find("retracted")
    return venue_paper(
        PaperId.parse(f"{local}@ACL"),
        _markup(paper.find("title")),
        _venue(local, paper, meta),
        authors=tuple(one for person in people if (one := _person(person)).name),
        abstract=_markup(paper.find("abstract")),
        published_utc=_published(meta),
        pdf_url=stated if "://" in stated else "",
        doi=paper.findtext("doi") or "",
        comment=f"Retracted. {retracted.text or ''}".strip() if retracted is not None else "",
        code_url=(code.get("url") or "") if code is not None else "",
    )


def _venue(local: str, paper: Element, meta: Element) -> Venue:
    names = ",".join((venue.text or "").strip() for venue in meta.findall("venue"))
    book = _markup(meta.find("booktitle"))
    year = _YEAR.search(meta.findtext("year") or "")
    if year is None or not names.strip(","):
        raise SourceFormatError(NAME, f"{local}: a volume without venue or year")
    pages = (paper.findtext("pages") or "").strip()
    name = venue_name(names, local)
    return Venue(name, int(year[0]), anthology_track(local, book), " ".join(book.split()), pages)


def _person(person: Element) -> Author:
    name = clean_name(f"{person.findtext('first') or ''} {person.findtext('last') or ''}")
    return Author(name, clean_name(person.findtext("affiliation") or ""))


def _published(meta: Element) -> datetime | None:
    """The beginning of the month in which the volume appeared, or of its year."""
    year, month = meta.findtext("year") or "", meta.findtext("month") or ""
    found = (word[0].lower() for word in _MONTH.finditer(month))
    number = next((_MONTHS.index(word) + 1 for word in found if word in _MONTHS), 1)
    return datetime(int(year), number, 1, tzinfo=UTC) if _YEAR.fullmatch(year.strip()) else None


def _markup(element: Element | None) -> str:
    """The text of a title or an abstract; formulas between dollars, other markup left out."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        inner = _markup(child)
        parts.append(f"${inner}$" if child.tag == "tex-math" and inner.strip() else inner)
        parts.append(child.tail or "")
    return "".join(parts)
