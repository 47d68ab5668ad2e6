"""Papers as documents of the index: where the values of each field come from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

import tantivy

from coolpapers.records import Held, Paper, Venue
from coolpapers.search.fields import Spec, build_schema
from coolpapers.search.names import joined, name_key
from coolpapers.search.texts import parts_of, prepare

Values = list[str] | list[int]
DocumentMaker = Callable[[Held], tantivy.Document]


def day_of(paper: Paper) -> date | None:
    """The day a paper stands under: announced, else published, else its venue's year begins."""
    if paper.announced is not None:
        return paper.announced
    if paper.published_utc is not None:
        return paper.published_utc.date()
    return date(paper.venue.year, 1, 1) if paper.venue and 0 < paper.venue.year < 10_000 else None


def moment(day: date | None, number: int) -> int:
    """One number that sorts by day and, within a day, by row."""
    return ((day.toordinal() if day else 0) << 32) | number


def _when(held: Held) -> Values:
    return [moment(day_of(held.paper), held.number)]


def _venues(held: Held) -> list[Venue]:
    """Where the work was presented: a preprint is found by its proceedings' venue too."""
    own = held.paper.venue
    venues = [own] if own is not None else []
    if held.others and held.paper.id.branch == "arxiv":
        venues += [other.venue for other in held.others if other.venue is not None]
    return venues


def _year(held: Held) -> Values:
    if venues := _venues(held):
        return [venues[0].year]
    day = held.paper.published_utc or held.paper.announced
    return [day.year] if day else []


def _venue(held: Held) -> Values:
    return list(dict.fromkeys(name for v in _venues(held) for name in (v.name, v.edition)))


def _series(held: Held) -> Values:
    return list(dict.fromkeys(venue.name for venue in _venues(held)))


def _has(held: Held) -> Values:
    paper = held.paper
    found = (
        ("code", paper.code_url),
        ("doi", paper.doi),
        ("venue", paper.venue or _venues(held)),
        ("comment", paper.comment),
        ("abstract", paper.abstract),
    )
    return [name for name, value in found if value]


def _names(held: Held) -> list[str]:
    """The authors as they are printed; those with parts that are joined also as `OBrien`."""
    names = [author.name for author in held.paper.authors]
    return names + [one for name in names if (one := joined(name)) != name]


def _parts(held: Held) -> Values:
    parts = parts_of(f"{held.paper.title} {held.paper.abstract}")
    return [parts] if parts else []


SOURCES: dict[str, Callable[[Held], Values]] = {
    "number": lambda held: [held.number],
    "when": _when,
    "year": _year,
    "id": lambda held: [str(held.paper.id)],
    "branch": lambda held: [held.paper.id.branch],
    "category": lambda held: list(held.paper.subjects),
    "venue": _venue,
    "series": _series,
    "has": _has,
    "shadowed": lambda held: list(held.shadows),
    "title": lambda held: [prepare(held.paper.title)],
    "abstract": lambda held: [prepare(held.paper.abstract)],
    "authors": lambda held: [prepare(name) for name in _names(held)],
    "author_key": lambda held: [name_key(name) for name in _names(held)],
    "comment": lambda held: [prepare(held.paper.comment)] if held.paper.comment else [],
    "parts": _parts,
}


def document_maker(spec: Spec) -> DocumentMaker:
    """A function from a paper to its document, for one table.

    It raises ValueError for a paper with a value that the index cannot hold.
    """
    schema = build_schema(spec)
    sources = {name: SOURCES[name] for field in spec.fields for name in field.sources}
    rows = [(field.name, field.sources) for field in spec.fields]

    def document(held: Held) -> tantivy.Document:
        values = {name: source(held) for name, source in sources.items()}
        fields = ((field, _values_of(values, names)) for field, names in rows)
        # All of them in one call: a call for each value takes twice as long.
        return tantivy.Document.from_dict({field: some for field, some in fields if some}, schema)

    return document


def _values_of(values: Mapping[str, Values], names: Sequence[str]) -> list[str | int]:
    some = values[names[0]] if len(names) == 1 else [v for name in names for v in values[name]]
    return cast("list[str | int]", some)
