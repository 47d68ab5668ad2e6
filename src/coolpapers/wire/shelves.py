"""What the library holds: editions, categories, days, how complete they are."""

from datetime import date, datetime

import msgspec


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a venue and the number of papers held of it."""

    venue: str
    year: int
    papers: int
    address: str = ""


class Editions(msgspec.Struct, frozen=True, kw_only=True):
    """Every edition of every venue, the newest year first."""

    editions: tuple[Edition, ...] = ()


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """One of arXiv's categories, and how many papers it has on the newest day."""

    code: str
    name: str
    archive: str
    group: str
    papers: int = 0


class Categories(msgspec.Struct, frozen=True, kw_only=True):
    """arXiv's categories in the order of its taxonomy, and the newest day held."""

    newest: date | None = None
    categories: tuple[Category, ...] = ()


class Day(msgspec.Struct, frozen=True, gc=False):
    """A day with announced papers, and how many."""

    day: date
    papers: int


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """The days with papers in some categories, oldest first."""

    subjects: str
    first: date | None = None
    last: date | None = None
    days: tuple[Day, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a category, or of all (`*`): how many papers were announced, how many are held.

    `verified` is when the list of that day was read last; null if only other lists named it.
    """

    day: date
    category: str
    announced: int
    held: int
    verified: datetime | None = None


class LedgerPage(msgspec.Struct, frozen=True, kw_only=True):
    """How complete days are, newest first; `missing` counts gaps over all days."""

    missing: int
    entries: tuple[Entry, ...] = ()


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What answers here, and what it holds."""

    name: str
    version: str
    papers: int
    arxiv: int
    venue: int
    newest: date | None = None
    openapi: str = ""
    documentation: str = ""
