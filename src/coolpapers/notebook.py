"""A library in a notebook or script: plain functions, results that become tables.

```python
from coolpapers import open_library, search_papers

library = open_library("papers")
search_papers(library, "graph neural networks").to_pandas()
```
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from coolpapers import wire
from coolpapers.errors import StoreError
from coolpapers.flows import asking
from coolpapers.flows.asking import Slice
from coolpapers.flows.follow import bring_up
from coolpapers.flows.imports import Importer, import_stream
from coolpapers.formats import BadRecord, open_stream
from coolpapers.formats.citations import FORMS, written
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.library import open_library as _open
from coolpapers.records import Counts, EditionSelection, Held, Paper
from coolpapers.search.query import parse
from coolpapers.settings import read_settings
from coolpapers.subjects import SubjectExpression

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

Form = Literal["bibtex", "biblatex", "ris", "json", "plain", "jsonl"]
Order = Literal["", "date", "stars"]
Names = str | Iterable[str]


class Papers(Sequence[Paper]):
    """Some papers in order; `total` is how many there are in all, `scores` how well they fit."""

    def __init__(self, held: Sequence[Held], total: int, scores: Sequence[float] = ()) -> None:
        self._held = held
        self.total = total
        self.scores = tuple(scores)

    @overload
    def __getitem__(self, at: int) -> Paper: ...

    @overload
    def __getitem__(self, at: slice) -> "Papers": ...

    def __getitem__(self, at: int | slice) -> "Paper | Papers":
        if isinstance(at, slice):
            return Papers(self._held[at], self.total, self.scores[at])
        return self._held[at].paper

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Paper]:
        return (one.paper for one in self._held)

    def __repr__(self) -> str:
        lines = [f"{len(self)} of {self.total} papers"]
        return "\n".join(lines + [f"  {paper.id}  {paper.title}" for paper in self])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = "".join(
            f"<tr><td>{escape(row['id'])}</td><td>{escape(row['title'])}</td>"
            f"<td>{escape(', '.join(row['authors'][:3]))}</td></tr>"
            for row in self.rows()
        )
        return f"<p>{len(self)} of {self.total} papers</p><table>{rows}</table>"

    def rows(self) -> list[dict[str, Any]]:
        """The papers as dictionaries, one column a field."""
        found = [_row(one) for one in self._held]
        for row, score in zip(found, self.scores, strict=False):
            row["score"] = score
        return found

    def to_pandas(self) -> "pandas.DataFrame":
        """A table of pandas, which must be installed."""
        import pandas  # noqa: PLC0415 only who asks needs it

        return pandas.DataFrame(self.rows())

    def to_polars(self) -> "polars.DataFrame":
        """A table of polars, which must be installed."""
        import polars  # noqa: PLC0415

        return polars.DataFrame(self.rows(), infer_schema_length=None)


def _row(held: Held) -> dict[str, Any]:
    told, venue = wire.told(held), held.paper.venue
    return {
        "id": told.id,
        "title": told.title,
        "authors": [author.name for author in told.authors],
        "abstract": told.abstract,
        "subjects": list(told.subjects),
        "published": told.published,
        "updated": told.updated,
        "announced": told.announced,
        "venue": venue.name if venue else None,
        "year": venue.year if venue else None,
        "track": venue.track if venue else None,
        "keywords": list(told.words or told.keywords),
        "doi": told.doi,
        "pdf_url": told.pdf_url,
        "page_url": told.page_url,
    }


def open_library(data: str | Path | None = None, **settings: object) -> Library:
    """The library in a directory, made where needed; that of the settings if none is named.

    Raises:
        StoreError: The directory cannot be used.
    """
    given = None if data is None else str(data)
    return _open(read_settings({"data": given, **settings}))


def import_papers(library: Library, *files: str | Path) -> Counts:
    """Read files of papers, in any format that `coolpapers import` reads, and index them.

    Raises:
        StoreError: A file is not there.
    """
    total = Counts()
    for file in map(Path, files):
        if not file.is_file():
            raise StoreError(f"{file} is not there")
        with open_stream(file) as stream:
            total += import_stream(Importer(library.store), stream, _unheard, _unwatched)
    bring_up(library.store, library.settings.data / INDEX_DIRECTORY)
    library.engine.refresh()
    return total


def search_papers(
    library: Library,
    query: str,
    *,
    branch: Literal["all", "arxiv", "venue"] = "all",
    order: Order = "",
    skip: int = 0,
    show: int = 25,
) -> Papers:
    """Papers for a query, in the language of the search box."""
    only = None if branch == "all" else branch
    found = asking.search_papers(library, parse(query), only, Slice(skip, show, order))
    return Papers(found.papers, found.total)


def get_papers(library: Library, ids: Names) -> Papers:
    """Papers by id, DOI or address; those not held are left out."""
    found = asking.papers_named(library, [ids] if isinstance(ids, str) else ids)
    return Papers(found.held, len(found.held))


def list_papers(
    library: Library,
    what: str,
    *,
    day: date | None = None,
    first: date | None = None,
    last: date | None = None,
    track: str = "",
    order: Order = "",
    skip: int = 0,
    show: int = 1000,
) -> Papers:
    """The papers of an edition, `ICLR.2024`, or of categories, `cs.CL+cs.LG`.

    Categories are listed on their newest day, on `day`, or from `first` to `last`.

    Raises:
        SubjectError: Neither an edition that is held nor a category.
    """
    part = Slice(skip, show, order)
    edition = asking.edition_named(library, what)
    if edition is not None:
        chosen = EditionSelection(edition.venue, edition.year, track)
        found = asking.list_papers(library, chosen, part)
        return Papers(found.papers, found.total)
    days = asking.days_selected(library, SubjectExpression.parse(what), day, first, last)
    if days is None:
        return Papers((), 0)
    found = asking.list_papers(library, days, part)
    return Papers(found.papers, found.total)


def related_papers(library: Library, paper: str | Paper, *, show: int = 25) -> Papers:
    """Papers like a paper, the likest first, with their scores.

    Raises:
        PaperNotFoundError: The library does not hold it.
    """
    name = str(paper.id) if isinstance(paper, Paper) else paper
    held = asking.paper_named(library, name)
    likely, total = asking.related_papers(library, held, Slice(0, show))
    return Papers([one.held for one in likely], total, [one.score for one in likely])


def export_papers(papers: Iterable[Paper], form: Form = "bibtex") -> str:
    """Papers as text for a reference manager, or as records to import elsewhere."""
    return b"".join(written([list(papers)], FORMS[form])).decode()


def _unheard(_bad: BadRecord) -> None:
    """Bad records are counted in `failed`."""


def _unwatched(_counts: Counts) -> None:
    """Nobody watches."""
