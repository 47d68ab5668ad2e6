"""Papers as RIS records, which every reference manager reads.

Source: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

import re
from collections.abc import Iterator

from coolpapers.formats.bibtex_writing import year_of
from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Paper

_BREAK = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_PAGES = re.compile(r"\s*(\d+)\s*[-–—]+\s*(\d+)\s*")


def to_ris(paper: Paper) -> str:
    """The paper as one record: `CONF` for a venue paper, else `UNPB`."""
    lines = [f"{tag}  - {_BREAK.sub(' ', value)}" for tag, value in _fields(paper) if value]
    return "\r\n".join((*lines, "ER  - ", "", ""))


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    venue, year = paper.venue, year_of(paper)
    yield "TY", "CONF" if venue is not None else "UNPB"
    yield "TI", paper.title
    for author in paper.authors:
        yield "AU", _person(author.name)
    yield "PY", str(year) if year else ""
    if paper.published_utc is not None:
        yield "DA", f"{paper.published_utc:%Y/%m/%d}"
    if venue is not None:
        yield "T2", venue.booktitle or venue.edition.replace(".", " ")
        if found := _PAGES.fullmatch(venue.pages):
            yield "SP", found[1]
            yield "EP", found[2]
    else:
        yield "PB", "arXiv"
        yield "M1", f"arXiv:{paper.id.local}"
    yield "JO", paper.journal_ref
    yield "DO", paper.doi
    yield "UR", paper.page_url or page_url(paper.id)
    yield "L1", paper.pdf_url or pdf_url(paper.id)
    yield "AB", paper.abstract
    for word in (*paper.subjects, *paper.keywords):
        yield "KW", word


def _person(name: str) -> str:
    """`Last, First`, as far as a printed name tells."""
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first and "," not in name else name
