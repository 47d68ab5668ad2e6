"""What arXiv's several formats have in common: the spelling of their fields."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from coolpapers.errors import RecordError
from coolpapers.formats.authors import split_authors
from coolpapers.formats.links import code_in
from coolpapers.ids import ARXIV, PaperId
from coolpapers.records import Author, Paper, Version
from coolpapers.subjects import canonical
from coolpapers.text import clean_name, clean_prose

# A name has no line breaks: doubled backslashes are escaped ones, and those before a letter with
# an accent are left over.
_ESCAPED = re.compile(r"\\{2,}")
_LEFT_OVER = re.compile(r"\\+(?=[^\x00-\x7f])")
_NEW_STYLE = re.compile(r"(\d\d)(\d\d)\.")
_OLD_STYLE = re.compile(r"/(\d\d)(\d\d)")
_FIRST_YEAR = 91


def arxiv_id(text: str) -> PaperId:
    """The id in `oai:arXiv.org:0704.0001`, an address or an id.

    Raises:
        PaperIdError: It is no id.
        RecordError: It is the id of another site.
    """
    paper_id = PaperId.parse(text.strip().removeprefix("oai:arXiv.org:"))
    if paper_id.branch != ARXIV:
        raise RecordError(f"not an arXiv id: {text[:40]!r}")
    return paper_id


@lru_cache(maxsize=4096)
def subjects(codes: str) -> tuple[str, ...]:
    """Category codes from a list with spaces, canonical, each once."""
    return tuple(dict.fromkeys(map(canonical, codes.split())))


def authors(text: str) -> tuple[Author, ...]:
    """The authors in a list with commas."""
    return split_authors(_plain(text))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\\", _LEFT_OVER.sub("", text)) if "\\" in text else text


def author(key: str, fore: str, suffix: str, places: Iterable[str]) -> Author:
    """An author whose name comes in parts."""
    name = clean_name(_plain(f"{fore} {key} {suffix}").replace(". -", ".-")).strip(" ;:,")
    return Author(name, "; ".join(place for text in places if (place := clean_name(text))))


def may_be_first(day: date, paper_id: PaperId) -> bool:
    """Whether a paper may have been submitted on that day: its id bears the month."""
    found = _NEW_STYLE.match(paper_id.local) or _OLD_STYLE.search(paper_id.local)
    if found is None:
        return False
    year = int(found[1]) + (1900 if int(found[1]) >= _FIRST_YEAR else 2000)
    months = (year - day.year) * 12 + int(found[2]) - day.month
    return months in (0, 1)


def arxiv_paper(
    paper_id: PaperId,
    title: str,
    *,
    abstract: str = "",
    authors: tuple[Author, ...] = (),
    subjects: tuple[str, ...] = (),
    versions: tuple[Version, ...] = (),
    published_utc: datetime | None = None,
    updated_utc: datetime | None = None,
    announced: date | None = None,
    comment: str = "",
    journal_ref: str = "",
    doi: str = "",
    licence: str = "",
) -> Paper:
    """A paper of arXiv from fields as they came.

    Raises:
        RecordError: It has no title.
    """
    title, abstract, comment = clean_prose(title), clean_prose(abstract), clean_prose(comment)
    if not title:
        raise RecordError(f"{paper_id}: no title")
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=authors,
        subjects=subjects,
        versions=versions,
        published_utc=published_utc or (versions[0].created_utc if versions else None),
        updated_utc=updated_utc or (versions[-1].created_utc if versions else None),
        announced=announced,
        comment=comment,
        journal_ref=clean_prose(journal_ref),
        doi=doi.strip(),
        licence=licence.strip(),
        code_url=code_in(comment, abstract),
    )
