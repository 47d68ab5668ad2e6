"""Conference lists as JSON: the Anthology's papers, and lists in the style of paperlists.

Both families come one object a line or as one array. A paper that is in both gets one id.

Source: https://github.com/papercopilot/paperlists
"""

import re

import msgspec

from coolpapers.errors import PaperIdError, RecordError
from coolpapers.formats.base import Parsed, decoded
from coolpapers.formats.links import address_in
from coolpapers.formats.names import clean_list_name
from coolpapers.formats.venues import anthology_track, list_track, venue_name
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from coolpapers.text import clean_prose

ANTHOLOGY, PAPERLISTS = "acl", "paperlists"
_ON_OPENREVIEW = frozenset(
    {"ICLR", "NeurIPS", "ICML", "COLM", "CoRL", "EMNLP", "WWW", "ACMMM", "UAI", "TMLR"}
)
_NOTE_ID = re.compile(r"(?=[^_]*[A-Z_])[A-Za-z0-9_-]{9,14}")
_OWN_PREFIX = re.compile(r"^[a-z]+(?:\d{4})?:")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_UNSAFE_LOCAL = re.compile(r"[^\w.-]+", re.ASCII)
_ANTHOLOGY_SUFFIX = "@ACL"
_YEARS = range(1900, 2200)


class _Entry(msgspec.Struct, gc=False):
    id: str | int | None = None
    title: str | None = None
    authors: list[str] | str | None = None
    abstract: str | None = None
    venue: str | None = None
    year: int | str | None = None
    track: str | None = None
    status: str | None = None
    url: str | None = None
    pdf: str | None = None
    openreview: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    github: str | None = None
    keywords: str | list[str] | None = None
    affiliations: list[str] | None = None
    booktitle: str | None = None
    pages: str | None = None


_DECODER = msgspec.json.Decoder(_Entry)


def parse_entry(data: bytes) -> Parsed:
    """The paper in one object of a conference list, and the family it came from.

    Raises:
        RecordError: It is not such an object, or lacks title, venue or year.
    """
    entry = decoded(_DECODER, data)
    title = clean_prose(entry.title or "")
    if not title:
        raise RecordError(f"{str(entry.id)[:40]}: no title")
    raw_id = str(entry.id or "").strip()
    local = _OWN_PREFIX.sub("", raw_id)
    year = _year(entry)
    name = venue_name(entry.venue or "", local)
    if not name:
        raise RecordError(f"{raw_id[:40]}: no venue")
    paper_id, note = _ids(entry, local, f"{name}{year}", name)
    paper = Paper(
        id=paper_id,
        title=title,
        abstract=clean_prose(entry.abstract or ""),
        authors=_authors(entry),
        doi=_doi(entry.doi or ""),
        pdf_url=address_in(entry.pdf or ""),
        page_url=address_in(entry.url or "") or address_in(entry.openreview or ""),
        venue=_venue(entry, name, year, paper_id),
        code_url=address_in(entry.github or ""),
        keywords=_keywords(entry.keywords),
        same_as=_same_as(entry.arxiv, paper_id, note),
    )
    return paper, PAPERLISTS if _is_paperlists(entry, raw_id) else ANTHOLOGY


def _is_paperlists(entry: _Entry, raw_id: str) -> bool:
    return _OWN_PREFIX.match(raw_id) is not None or entry.status is not None


def _year(entry: _Entry) -> int:
    year = str(entry.year or "")
    if not (year.isdecimal() and len(year) < 5 and int(year) in _YEARS):
        raise RecordError(f"{str(entry.id)[:40]}: no year")
    return int(year)


def _ids(entry: _Entry, local: str, edition: str, name: str) -> tuple[PaperId, PaperId | None]:
    """The paper's id, from its addresses first; and its OpenReview note, where it has one."""
    note = None
    if name in _ON_OPENREVIEW and _NOTE_ID.fullmatch(local) and not local.startswith("site_"):
        note = _known(f"{local}@OpenReview")
    for field in (entry.url, entry.pdf, entry.openreview, entry.doi):
        found = _known(field) if field else None
        if found is not None and found.branch == "venue":
            return found, note
    if note is not None:
        return note, None
    if not entry.url and not entry.pdf and (found := _known(f"{local}{_ANTHOLOGY_SUFFIX}")):
        return found, None
    return _listed(local, edition), None


def _known(text: str) -> PaperId | None:
    try:
        return PaperId.parse(text)
    except PaperIdError:
        return None


def _listed(local: str, edition: str) -> PaperId:
    """An id of our own for a paper that no known site carries."""
    safe = _UNSAFE_LOCAL.sub("-", local).strip("-.")
    if not safe:
        raise RecordError("no id")
    return PaperId.parse(f"{safe[:120]}@{edition}@List")


def _authors(entry: _Entry) -> tuple[Author, ...]:
    given = entry.authors or []
    listed = given.split(";") if isinstance(given, str) else given
    names = _once([name for author in listed if (name := clean_list_name(author))])
    places = _once([clean_prose(place) for place in entry.affiliations or []])
    if len(places) != len(names):
        return tuple(map(Author, names))
    return tuple(map(Author, names, places))


def _once(items: list[str]) -> list[str]:
    """Half of a list that is the same list twice, as some proceedings print it."""
    half = len(items) // 2
    return items[:half] if half and items[:half] == items[half:] else items


def _venue(entry: _Entry, name: str, year: int, paper_id: PaperId) -> Venue:
    booktitle = clean_prose(entry.booktitle or "")
    status = list_track(entry.track, entry.status)
    track = ""
    if paper_id.local.endswith(_ANTHOLOGY_SUFFIX):
        track = anthology_track(paper_id.local.removesuffix(_ANTHOLOGY_SUFFIX), booktitle)
    if not track or (track == "Main" and status in ("Long", "Short")):
        track = status or track
    return Venue(name, year, track, booktitle, clean_prose(entry.pages or ""))


def _doi(text: str) -> str:
    found = _DOI.search(text)
    return found[0].rstrip(".,;") if found else ""


def _keywords(given: str | list[str] | None) -> tuple[str, ...]:
    parts = given.split(";") if isinstance(given, str) else given or []
    return tuple(dict.fromkeys(word for part in parts if (word := clean_prose(part))))


def _same_as(arxiv: str | None, paper_id: PaperId, note: PaperId | None) -> tuple[PaperId, ...]:
    others = (_known(arxiv) if arxiv else None, note)
    return tuple(other for other in others if other is not None and other != paper_id)
