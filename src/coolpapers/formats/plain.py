"""Papers as lines to paste: authors, title, where and when, address."""

from coolpapers.formats.bibtex_writing import year_of
from coolpapers.ids import page_url
from coolpapers.records import Paper

SHOWN_AUTHORS = 6


def to_plain(paper: Paper) -> str:
    """The paper as one line, such as `Ada Lovelace. On Engines. arXiv:1706.03762, 2017. https://…`."""
    parts = [_people(paper), paper.title, _where(paper), paper.page_url or page_url(paper.id)]
    return ". ".join(" ".join(part.split()).removesuffix(".") for part in parts if part) + "\n"


def _people(paper: Paper) -> str:
    names = [author.name for author in paper.authors]
    shown = ", ".join(names[:SHOWN_AUTHORS])
    return f"{shown} et al" if len(names) > SHOWN_AUTHORS else shown


def _where(paper: Paper) -> str:
    venue, year = paper.venue, year_of(paper)
    if venue is not None:
        book = venue.booktitle or f"{venue.name} {venue.year}"
        return f"{book}, pages {venue.pages}" if venue.pages else book
    name = f"arXiv:{paper.id.local}" if paper.id.branch == "arxiv" else paper.id.local
    return f"{name}, {year}" if year else name
