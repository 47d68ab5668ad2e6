"""Papers as BibLaTeX entries: Unicode as it is, full dates, and the fields that Biber knows.

Source: https://ctan.org/pkg/biblatex, the manual's sections 2.1 and 2.2
"""

from collections.abc import Iterator

from coolpapers.formats.bibtex_writing import citation_key, entry, people, written, year_of
from coolpapers.ids import page_url
from coolpapers.records import Paper


def to_biblatex(paper: Paper, *, key: str = "") -> str:
    """The paper as one entry: `@online` with its eprint, or `@inproceedings` for a venue paper."""
    kind = "inproceedings" if paper.venue is not None else "online"
    return entry(kind, key or citation_key(paper), _fields(paper))


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{written(paper.title)}}}"
    yield "author", people(paper)
    if paper.venue is not None:
        name = written(paper.venue.edition.replace(".", " "))
        booktitle = written(paper.venue.booktitle) or name
        yield "booktitle", booktitle
        yield "eventtitle", name if name != booktitle else ""  # styles print both
        yield "pages", written(paper.venue.pages)
    yield "date", _date(paper)
    if paper.id.branch == "arxiv":
        yield "eprint", paper.id.local
        yield "eprinttype", "arxiv"
        yield "eprintclass", written(paper.subjects[0]) if paper.subjects else ""
    yield "doi", written(paper.doi)
    yield "url", written(paper.page_url or page_url(paper.id))
    yield "note", written(paper.journal_ref)
    yield "keywords", written(", ".join(paper.keywords))


def _date(paper: Paper) -> str:
    """The day of a preprint, the year of a venue paper."""
    if paper.venue is None and paper.published_utc is not None:
        return paper.published_utc.date().isoformat()
    return str(year_of(paper) or "")
