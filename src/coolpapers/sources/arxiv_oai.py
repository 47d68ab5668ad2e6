"""arXiv by OAI-PMH: every record, and since then every changed one.

Of its formats `arXivRaw` says most, the time of each version; the others are read as well.

Source: https://info.arxiv.org/help/oa/index.html
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from coolpapers.errors import SourceFormatError
from coolpapers.formats.dates import midnight, parse_day, parse_time
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Version
from coolpapers.schedule import announced_day
from coolpapers.sources.arxiv_fields import (
    arxiv_id,
    arxiv_paper,
    author,
    authors,
    may_be_first,
    subjects,
)
from coolpapers.sources.base import Page, Skip, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.oai import Header, Record, Repository, parse_papers
from coolpapers.sources.xml import Element, name_of, texts
from coolpapers.subjects import ARCHIVES

NAME = "arxiv"
ADDRESS = "https://oaipmh.arxiv.org/oai"
PREFIX = "arXivRaw"
# As `Identify` answers; asking for earlier days is an error.
_EARLIEST = "2005-09-16"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_VERSION, _DATE = f"{_RAW}version", f"{_RAW}date"

Fields = Mapping[str, list[str]]


class ArxivOai:
    """arXiv's records, changed since a day."""

    name = NAME
    venues: frozenset[str] = frozenset()

    def __init__(self, client: Client, *, prefix: str = PREFIX, set_name: str = "") -> None:
        self._client = client
        self._repository = Repository(NAME, ADDRESS, prefix, set_name)

    def pages(self, since: str = "") -> Iterator[Page]:
        """Pages of records changed since a day, or after the page with this cursor."""
        is_too_early = " " not in since and since < _EARLIEST
        return self._repository.pages(self._client, "" if is_too_early else since)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on a page."""
        return parse_list_records(page.data, skip)


def fetch_record(client: Client, paper_id: PaperId) -> Paper | None:
    """One paper as arXiv has it now; None if it has none of that id.

    Raises:
        SourceUnavailableError: arXiv does not answer.
        SourceFormatError: It answered something else than a record.
    """
    repository = Repository(NAME, ADDRESS, PREFIX)
    identifier = f"oai:arXiv.org:{paper_id.local}"
    answer = repository.fetch(
        client, verb="GetRecord", metadataPrefix=PREFIX, identifier=identifier
    )
    found = [one for one in parse_list_records(answer.data) if one.id == paper_id]
    return found[0] if found else None


def parse_list_records(xml: bytes | BinaryIO, skip: Skip = log_skipped) -> Iterator[Paper]:
    """Papers in one answer to `ListRecords` or `GetRecord`, in its order, whatever its format.

    Deleted records are left out. TeX accents become Unicode; math stays as written.

    Raises:
        SourceFormatError: The answer is none, or is cut off; whole records came first.
        SourceUnavailableError: It says that the token has expired.
    """
    return parse_papers(xml, NAME, parse_record, skip)


def parse_record(record: Record) -> Paper:
    """The paper in one record.

    Raises:
        SourceFormatError: It is in none of the formats.
        PaperIdError, RecordError: It has no id or no title.
    """
    metadata = record.metadata
    form = _FORMATS.get(str(metadata.tag)) if metadata is not None else None
    if metadata is None or form is None:
        raise SourceFormatError(NAME, f"{record.header.identifier}: in an unknown format")
    return form(record.header, metadata)


def _raw(_: Header, metadata: Element) -> Paper:
    fields = texts(metadata)
    versions = _versions(metadata)
    return arxiv_paper(
        arxiv_id(_one(fields, "id")),
        versions=versions,
        authors=authors(_one(fields, "authors")),
        announced=announced_day(versions[0].created_utc) if versions else None,
        **_common(fields),
    )


def _common(fields: Fields) -> dict[str, Any]:
    """The fields that arXiv's own formats share."""
    return {
        "title": _one(fields, "title"),
        "abstract": _one(fields, "abstract"),
        "subjects": subjects(_one(fields, "categories")),
        "comment": _one(fields, "comments"),
        "journal_ref": _one(fields, "journal-ref"),
        "doi": _one(fields, "doi"),
        "licence": _one(fields, "license"),
    }


def _versions(metadata: Element) -> tuple[Version, ...]:
    """The versions with a readable time, by number."""
    found: dict[int, Version] = {}
    for element in metadata.iterchildren(_VERSION):
        number = (element.get("version") or "").removeprefix("v")
        date = next((child.text for child in element if child.tag == _DATE), None)
        created = parse_time(date or "")
        if created is not None and number.isdecimal() and len(number) < 4:
            found[int(number)] = Version(int(number), created)
    return tuple(found[number] for number in sorted(found))


def _parted(_: Header, metadata: Element) -> Paper:
    """`arXiv`: names in parts. Its `created` may be the first version's day or the last one's."""
    fields = texts(metadata)
    paper_id = arxiv_id(_one(fields, "id"))
    created = parse_day(_one(fields, "created"))
    return arxiv_paper(
        paper_id,
        authors=tuple(_people(metadata)),
        published_utc=_first(created, paper_id),
        updated_utc=midnight(created) if created else None,
        **_common(fields),
    )


def _first(day: date | None, paper_id: PaperId) -> datetime | None:
    return midnight(day) if day and may_be_first(day, paper_id) else None


def _people(metadata: Element) -> Iterator[Author]:
    for element in metadata.iter():
        if name_of(element) == "author":
            parts = texts(element)
            key, fore, suffix = (_one(parts, n) for n in ("keyname", "forenames", "suffix"))
            one = author(key, fore, suffix, parts.get("affiliation", ()))
            if one.name:
                yield one


def _old(_: Header, metadata: Element) -> Paper:
    """`arXivOld`: no dates at all."""
    fields = texts(metadata)
    people = authors(_one(fields, "authors"))
    return arxiv_paper(arxiv_id(_one(fields, "id")), authors=people, **_common(fields))


def _dublin_core(header: Header, metadata: Element) -> Paper:
    """`oai_dc`: the abstract is the first description, the first date that of the first version."""
    fields = texts(metadata)
    paper_id = arxiv_id(header.identifier)
    said = [text for text in fields.get("description", []) if text.strip()]
    days = [day for text in fields.get("date", []) if (day := parse_day(text))]
    others = [text.strip() for text in fields.get("identifier", [])]
    dois = [text for text in others if text.startswith(("doi:", "10."))]
    books = [text for text in others if text not in dois and "://" not in text]
    return arxiv_paper(
        paper_id,
        _one(fields, "title"),
        abstract=said[0] if said else "",
        comment=said[1] if len(said) > 1 else "",
        authors=tuple(map(_turned, fields.get("creator", []))),
        subjects=subjects(" ".join(map(_code_of_set, header.sets))),
        published_utc=_first(min(days), paper_id) if days else None,
        updated_utc=midnight(max(days)) if days else None,
        doi=dois[0].removeprefix("doi:") if dois else "",
        journal_ref=books[0] if books else "",
    )


def _turned(name: str) -> Author:
    key, _, fore = name.partition(",")
    return author(key, fore, "", ())


def _code_of_set(spec: str) -> str:
    """The category of a set: of `physics:cond-mat:soft`, `cond-mat.soft`."""
    parts = spec.split(":")
    if len(parts) == 3:
        return f"{parts[1]}.{parts[2]}"
    return parts[-1] if parts[-1] in ARCHIVES else ""


def _one(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found[0] if found else ""


_FORMATS: Mapping[str, Callable[[Header, Element], Paper]] = {
    f"{_RAW}arXivRaw": _raw,
    "{http://arxiv.org/OAI/arXiv/}arXiv": _parted,
    "{http://arxiv.org/OAI/arXivOld/}arXivOld": _old,
    "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc": _dublin_core,
}
