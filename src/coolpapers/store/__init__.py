"""The truth: papers, their listings and counts, and the log of what changed, in SQLite."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coolpapers.errors import StoreError
from coolpapers.store.allowances import Allowances
from coolpapers.store.announcements import Announcements
from coolpapers.store.answers import Answers
from coolpapers.store.cards import Cards, Kept, cards_beside
from coolpapers.store.changes import Change, Changes
from coolpapers.store.database import Database
from coolpapers.store.harvests import Harvest, Harvests
from coolpapers.store.imports import Import, Imports
from coolpapers.store.jobs import Job, Jobs
from coolpapers.store.keywords import Keywords
from coolpapers.store.ledger import Ledger
from coolpapers.store.listings import Listings
from coolpapers.store.migrations import migrate
from coolpapers.store.papers import Papers
from coolpapers.store.searches import Digests, SavedSearch, Searches
from coolpapers.store.selections import UNLISTED_TRACKS
from coolpapers.store.stars import Opening, StarCounts
from coolpapers.store.works import Works

__all__ = [
    "UNLISTED_TRACKS",
    "Allowances",
    "Announcements",
    "Answers",
    "Cards",
    "Change",
    "Changes",
    "Database",
    "Digests",
    "Harvest",
    "Harvests",
    "Import",
    "Imports",
    "Job",
    "Jobs",
    "Kept",
    "Keywords",
    "Ledger",
    "Listings",
    "Opening",
    "Papers",
    "SavedSearch",
    "Searches",
    "StarCounts",
    "Store",
    "Works",
    "open_store",
]

FILE_NAME = "papers.sqlite"


class Store(NamedTuple):
    """The opened parts of one store."""

    database: Database
    papers: Papers
    listings: Listings
    changes: Changes
    stars: StarCounts
    imports: Imports
    keywords: Keywords
    works: Works
    jobs: Jobs
    answers: Answers
    allowances: Allowances
    announcements: Announcements
    ledger: Ledger
    harvests: Harvests
    cards: Cards
    searches: Searches
    digests: Digests


def open_store(directory: Path, now: Callable[[], float] = time.time) -> Store:
    """The store in a directory, made or migrated where needed; `now` is its clock.

    Raises:
        StoreError: The directory cannot be written.
        StoreVersionError: A newer program wrote this store.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make {directory}: {error.strerror}") from error
    database = Database(directory / FILE_NAME)
    migrate(database)
    return Store(
        database,
        Papers(database),
        Listings(database),
        Changes(database),
        StarCounts(database, now),
        Imports(database),
        Keywords(database),
        Works(database),
        Jobs(database, now),
        Answers(database, now),
        Allowances(database),
        Announcements(database),
        Ledger(database),
        Harvests(database, now),
        cards_beside(database),
        Searches(database),
        Digests(database),
    )
