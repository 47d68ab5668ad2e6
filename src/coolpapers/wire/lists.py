"""Pages of papers: lists, searches, papers like a paper; the words that tell a paper."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from coolpapers.wire.papers import Paper


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list: `skip` papers were passed over, `next` is the address of the next page."""

    total: int
    skip: int = 0
    show: int = 25
    next: str | None = None
    papers: tuple[Paper, ...] = ()


class DayPage(Page, frozen=True, kw_only=True):
    """Papers announced in some categories from one day to another, both included.

    `unknown` are the parts of the expression that name no category; `before` and `after` the
    nearest days with papers.
    """

    subjects: str
    first: date | None = None
    last: date | None = None
    before: date | None = None
    after: date | None = None
    unknown: tuple[str, ...] = ()


class Track(msgspec.Struct, frozen=True, gc=False):
    """A track of an edition; those not listed were not presented, and come only when named."""

    name: str
    papers: int
    is_listed: bool = True


class EditionPage(Page, frozen=True, kw_only=True):
    """Papers of an edition of a venue, or of one of its tracks."""

    venue: str
    year: int
    track: str = ""
    tracks: tuple[Track, ...] = ()


class Count(msgspec.Struct, frozen=True, gc=False):
    """How many papers have a value."""

    value: str
    papers: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a search's papers have a category, year or venue, the commonest first."""

    categories: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    venues: tuple[Count, ...] = ()


class SearchPage(Page, frozen=True, kw_only=True):
    """Papers for a query, best first.

    `query` is how the text was understood, `ignored` what was left out of it, `complete` how many
    papers have every word where that was counted. `reachable` may be less than `total` for orders
    that only sort the best hits. `facets` are there when asked for. `meant` is the query with
    unknown words replaced by near ones that papers have, where there are any.
    """

    query: str
    ignored: tuple[str, ...] = ()
    complete: int | None = None
    reachable: int = 0
    facets: Facets | None = None
    meant: str = ""


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A paper like another one, its score, and the words both share, the heaviest first.

    `cosine` tells how near both are in meaning; 0 if the library has no latent space.
    """

    paper: Paper
    score: float
    shared: tuple[str, ...] = ()
    cosine: float = 0.0


class RelatedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Papers like a paper, the likest first, itself left out."""

    id: str
    total: int
    skip: int = 0
    show: int = 25
    next: str | None = None
    related: tuple[Related, ...] = ()


class Keyword(msgspec.Struct, frozen=True, gc=False):
    """A word that tells a paper from others, and how much, in bits."""

    word: str
    weight: float


class Keywords(msgspec.Struct, frozen=True, kw_only=True):
    """The words that tell a paper from others, the heaviest first; its authors' own keywords."""

    id: str
    words: tuple[Keyword, ...] = ()
    given: tuple[str, ...] = ()


def tracks_of(tracks: Mapping[str, int], unlisted: Sequence[str]) -> tuple[Track, ...]:
    """The tracks of an edition with their sizes."""
    return tuple(Track(name, papers, name not in unlisted) for name, papers in tracks.items())
