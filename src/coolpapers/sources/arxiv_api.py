"""arXiv's query API: a few papers by their ids, in Atom, in its old and its new shape.

Source: https://info.arxiv.org/help/api/user-manual.html
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from coolpapers.errors import CoolPapersError, RecordError, SourceFormatError
from coolpapers.formats.dates import parse_iso_time
from coolpapers.ids import PaperId, parse_versioned
from coolpapers.records import Author, Paper, Version
from coolpapers.schedule import announced_day
from coolpapers.sources.arxiv_fields import arxiv_id, arxiv_paper, subjects
from coolpapers.sources.base import Skip, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.xml import Element, document, name_of, text_of, texts
from coolpapers.text import clean_name

NAME = "arxiv"
ADDRESS = "https://export.arxiv.org/api/query"
MOST_AT_ONCE = 100
_ERROR = "/api/errors"


def fetch_papers(client: Client, wanted: Sequence[PaperId]) -> list[Paper]:
    """The papers with these ids, as far as arXiv has them; a hundred ids at most.

    Raises:
        SourceUnavailableError: arXiv does not answer.
        SourceFormatError: It answered something else than a list of papers.
    """
    ids = [paper.local for paper in wanted[:MOST_AT_ONCE]]
    query = urlencode({"id_list": ",".join(ids), "max_results": len(ids)}, safe=",/")
    answer = client.get(f"{ADDRESS}?{query}", source=NAME)
    asked = frozenset(wanted)
    return [paper for paper in parse_query(answer.data) if paper.id in asked]


def parse_query(data: bytes, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The papers in an answer, in its order.

    Raises:
        SourceFormatError: This is no answer, or one that reports an error.
    """
    root = document(data, NAME)
    if name_of(root) != "feed":
        raise SourceFormatError(NAME, f"not a feed but {name_of(root)[:40]!r}")
    for element in root:
        if name_of(element) != "entry":
            continue
        fields = texts(element)
        name = (fields.get("id") or [""])[0]
        if _ERROR in name:
            raise SourceFormatError(NAME, " ".join(fields.get("summary", ["an error"]))[:200])
        try:
            paper = _paper(element, fields)
        except CoolPapersError as error:
            skip(name, str(error))
        else:
            yield paper


def _paper(element: Element, fields: dict[str, list[str]]) -> Paper:
    def one(name: str) -> str:
        return (fields.get(name) or [""])[0]

    if not one("id"):
        raise RecordError("an entry without id or paper")
    paper, version = parse_versioned(one("id").strip())
    versions = _versions(one("published"), one("updated"), version or 1)
    return arxiv_paper(
        arxiv_id(str(paper)),
        one("title"),
        abstract=one("summary"),
        authors=tuple(_people(element)),
        subjects=subjects(" ".join(_categories(element))),
        versions=versions,
        announced=announced_day(versions[0].created_utc) if versions else None,
        comment=one("comment"),
        journal_ref=one("journal_ref"),
        doi=one("doi"),
    )


def _versions(published: str, updated: str, number: int) -> tuple[Version, ...]:
    """The first version and the last; the answer names no others."""
    first, last = parse_iso_time(published), parse_iso_time(updated)
    versions = [Version(1, first)] if first else []
    if last and number > 1:
        versions.append(Version(number, last))
    return tuple(versions)


def _people(element: Element) -> Iterator[Author]:
    for child in element:
        if name_of(child) == "author":
            parts = texts(child)
            name = clean_name((parts.get("name") or [""])[0])
            if name:
                yield Author(name, "; ".join(map(clean_name, parts.get("affiliation", []))))


def _categories(element: Element) -> Iterator[str]:
    """The primary category, then all of them."""
    primary = [child for child in element if name_of(child) == "primary_category"]
    others = [child for child in element if name_of(child) == "category"]
    for child in (*primary, *others):
        yield child.get("term") or text_of(child)
