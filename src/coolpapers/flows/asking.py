"""What people's programs ask of a library: papers, lists, searches, related papers.

The API, the agents' tools and the functions for notebooks are made of these.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from coolpapers.errors import EngineError, PaperIdError, PaperNotFoundError
from coolpapers.flows.related import BEST_ONLY, DEFAULT, Mode, Near, related
from coolpapers.flows.related import Order as NearOrder
from coolpapers.ids import PaperId, parse_versioned
from coolpapers.library import Library
from coolpapers.ranking import by_preference, by_recency
from coolpapers.records import Answer, DaySelection, Edition, Held, Selection, Weighted
from coolpapers.search.engine import Facets
from coolpapers.search.keywords import keywords
from coolpapers.search.query import Query
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.subjects import SubjectExpression

LONGEST_RANGE_DAYS = 62

Order = Literal["", "date", "stars", "words", "recent"]
"""A list's or search's own order, or by date, by stars, by words of taste; of a search also
the best where new papers count more."""


class Slice(NamedTuple):
    """Which part of a list, in which order; `words` are those of taste."""

    skip: int = 0
    show: int = 25
    order: Order = ""
    words: Sequence[str] = ()


FIRST = Slice()


class Batch(NamedTuple):
    """Papers by id: those held, in the order asked; ids not held; texts that are no ids."""

    held: list[Held]
    missing: list[PaperId]
    invalid: list[str]


class Found(NamedTuple):
    """A page of papers and how many there are in all.

    `reachable` is less where an order only sorts the best hits; `complete` counts the papers with
    every word; without an index there is no order by words, and `is_ordered` says so. `skipped`
    are the words and phrases of a query that would have cost too much.
    """

    papers: Sequence[Held]
    total: int
    reachable: int
    complete: int | None = None
    is_ordered: bool = True
    skipped: tuple[str, ...] = ()


class Numbers(NamedTuple):
    """The same page as row numbers, before any record is read."""

    numbers: Sequence[int]
    total: int
    reachable: int
    complete: int | None = None
    is_ordered: bool = True
    skipped: tuple[str, ...] = ()


class Likeness(NamedTuple):
    """A paper like another one, its score, the words both share, and how near it is in meaning."""

    held: Held
    score: float
    shared: tuple[str, ...]
    cosine: float = 0.0


# --- papers


def papers_named(library: Library, texts: Iterable[str]) -> Batch:
    """The papers that texts name, each once: ids, DOIs and addresses of known sites."""
    ids: dict[PaperId, None] = {}
    invalid: list[str] = []
    for text in texts:
        try:
            ids[parse_versioned(text)[0]] = None
        except PaperIdError:
            invalid.append(text)
    held = library.store.papers.get(list(ids))
    known = {one.paper.id for one in held}
    return Batch(held, [one for one in ids if one not in known], invalid)


def paper_named(library: Library, text: str) -> Held:
    """The paper that a text names.

    Raises:
        PaperIdError: It names none.
        PaperNotFoundError: The library does not hold it.
    """
    paper = PaperId.parse(text)
    held = library.store.papers.get([paper])
    if not held:
        raise PaperNotFoundError(str(paper))
    return held[0]


# --- lists


def list_papers(library: Library, selection: Selection, part: Slice = FIRST) -> Found:
    """A page of a selection."""
    return _read(library, list_numbers(library, selection, part))


def list_numbers(library: Library, selection: Selection, part: Slice = FIRST) -> Numbers:
    """The same, as row numbers."""
    listings = library.store.listings
    if part.order == "words":
        ordered, is_ordered = prefer(library, listings.numbers(selection), part.words)
        shown = ordered[part.skip : part.skip + part.show]
        return Numbers(shown, len(ordered), len(ordered), is_ordered=is_ordered)
    order: Literal["date", "stars"] = "stars" if part.order == "stars" else "date"
    shown, total = listings.part(selection, order=order, skip=part.skip, show=part.show)
    return Numbers(shown, total, total)


def _read(library: Library, page: Numbers) -> Found:
    return Found(library.store.papers.numbered(page.numbers), *page[1:])


def prefer(
    library: Library, numbers: Sequence[int], words: Sequence[str]
) -> tuple[list[int], bool]:
    """The numbers by preference, and whether they are: without an index they stay as they were."""
    try:
        return by_preference(numbers, library.engine.scores(words, numbers)), True
    except EngineError:
        return list(numbers), False


def by_stars(library: Library, numbers: Sequence[int]) -> list[int]:
    """The numbers by their stars, otherwise in their own order."""
    stars = library.store.stars.get(numbers)
    sums = {number: one.pdf + one.faq for number, one in stars.items()}
    return sorted(numbers, key=lambda number: -sums.get(number, 0))


def days_selected(
    library: Library,
    subjects: SubjectExpression,
    day: date | None = None,
    first: date | None = None,
    last: date | None = None,
) -> DaySelection | None:
    """The day that is meant, or the range of days; the newest day when none is named.

    None when the library has no day of these categories.
    """
    if first is not None or last is not None:
        longest = timedelta(days=LONGEST_RANGE_DAYS - 1)
        newest = library.store.listings.newest_day(subjects) or datetime.now(UTC).date()
        last = last or (min(date.max - longest, first) + longest if first else newest)
        first = first or max(date.min + longest, last) - longest
        return DaySelection(subjects, min(first, last), max(first, last))
    day = day or library.store.listings.newest_day(subjects)
    return None if day is None else DaySelection(subjects, day, day)


def edition_named(library: Library, text: str) -> Edition | None:
    """The edition that `ICLR.2024` names, or the latest one of `ICLR`; None if none is held."""
    name, _, year = text.rpartition(".")
    if not (name and year.isascii() and year.isdigit()):
        name, year = text, ""
    for edition in library.store.listings.editions():
        if edition.venue.lower() == name.lower() and year in ("", str(edition.year)):
            return edition
    return None


# --- searches


def search_papers(
    library: Library, query: Query, branch: str | None = None, part: Slice = FIRST
) -> Found:
    """Papers for a query, best first or in another order; none for a query of nothing.

    Raises:
        EngineError: There is no index, or it cannot be read.
    """
    return _read(library, search_numbers(library, query, branch, part))


def search_numbers(
    library: Library, query: Query, branch: str | None = None, part: Slice = FIRST
) -> Numbers:
    """The same, as row numbers.

    Raises:
        EngineError: There is no index, or it cannot be read.
    """
    if query.root is None:
        return Numbers((), 0, 0)
    if part.order in ("stars", "words", "recent"):
        return _reordered(library, query, branch, part)
    hits = library.engine.search(
        query,
        branch=branch,
        order="date" if part.order == "date" else "relevance",
        limit=part.show,
        offset=part.skip,
    )
    shown = [hit.number for hit in hits.hits]
    return Numbers(shown, hits.total, hits.total, hits.complete, skipped=hits.skipped)


def facets_of(
    library: Library, query: Query, branch: str | None = None, order: Order = ""
) -> Facets:
    """How many of the papers that a query finds are of each category, year and venue.

    Raises:
        EngineError: There is no index, or it cannot be read.
    """
    if query.root is None:
        return Facets()
    by: Literal["date", "relevance"] = "date" if order == "date" else "relevance"
    return library.engine.facets(query, branch=branch, order=by)


def _reordered(library: Library, query: Query, branch: str | None, part: Slice) -> Numbers:
    """The best hits in an order of the reader's."""
    hits = library.engine.search(query, branch=branch, limit=BEST_ONLY)
    numbers: list[int] = [hit.number for hit in hits.hits]
    is_ordered = True
    if part.order == "stars":
        numbers = by_stars(library, numbers)
    elif part.order == "recent":
        numbers = by_recency(hits.hits, library.engine.days(numbers))
    else:
        numbers, is_ordered = prefer(library, numbers, part.words)
    shown = numbers[part.skip : part.skip + part.show]
    reachable = min(hits.total, BEST_ONLY)
    return Numbers(shown, hits.total, reachable, hits.complete, is_ordered, hits.skipped)


def order_of_near(library: Library, part: Slice) -> NearOrder | None:
    """How papers like one are put into the order asked for; None where likeness orders them."""

    def ordered(near: Sequence[Near]) -> list[int]:
        numbers = [one.number for one in near]
        if part.order == "stars":
            return by_stars(library, numbers)
        if part.order == "words":
            return prefer(library, numbers, part.words)[0]
        days = library.engine.days(numbers)
        if part.order == "recent":
            return by_recency(near, days)
        return sorted(numbers, key=lambda number: -days.get(number, 0))

    return ordered if part.order else None


def related_papers(
    library: Library,
    held: Held,
    part: Slice = FIRST,
    branch: str | None = None,
    mode: Mode = DEFAULT,
) -> tuple[list[Likeness], int]:
    """Papers like a paper, the likest first, and how many there are in all.

    Raises:
        EngineError: There is no index, or it cannot be read.
    """
    found = related(library, held, mode=mode, branch=branch, limit=part.show, offset=part.skip)
    numbered = library.store.papers.numbered([near.number for near in found.papers])
    papers = {one.number: one for one in numbered}
    likely = [
        Likeness(papers[near.number], near.score, near.why, near.cosine)
        for near in found.papers
        if near.number in papers
    ]
    return likely, found.total


def weighted_keywords(library: Library, held: Held) -> list[Weighted]:
    """The words that tell a paper from others, the heaviest first.

    Raises:
        EngineError: There is no index, or it cannot be read.
    """
    return keywords(Vocabulary(library.engine), held.paper)


def answers_kept(library: Library, held: Held) -> list[Answer]:
    """The whole answers about a paper, the newest first."""
    found = library.store.answers.of(str(held.paper.id))
    return [one for one in found if one.state == "done"]
