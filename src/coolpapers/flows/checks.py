"""What `doctor` looks at: each check a function that says what it found and what to do."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coolpapers.errors import CoolPapersError, IndexMissingError, StoreDamagedError
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.search.upkeep import is_behind

State = Literal["good", "warning", "bad"]

MIN_SQLITE = (3, 37, 0)
"""STRICT tables: https://www.sqlite.org/stricttables.html"""
MIN_FREE_BYTES = 1 << 30
BRING_UP = "`coolpapers serve` brings it up by itself, or run `coolpapers index rebuild`"
PREPARE = "`coolpapers serve` prepares them by itself; pages are only slower until then"
VENDORED = ("fonts/math.woff2", "fonts/serif-latin.woff2")
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock before this is wrong: the program did not exist."""


class Finding(NamedTuple):
    """What one check found; `advice` says what to do where something is wrong."""

    check: str
    state: State
    said: str
    advice: str = ""


def check_python() -> Finding:
    """Python and the SQLite it carries are new enough."""
    version = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        return Finding("python", "bad", version, "use a Python whose SQLite is 3.37 or newer")
    return Finding("python", "good", version)


def check_front_end() -> Finding:
    """The files that come from npm are in place."""
    vendor = files("coolpapers.web") / "static" / "vendor"
    missing = [name for name in VENDORED if not vendor.joinpath(name).is_file()]
    if missing:
        return Finding(
            "front end", "warning", f"missing: {', '.join(missing)}", "run `make serve` once"
        )
    return Finding("front end", "good", "all files in place")


def check_clock() -> Finding:
    """The clock is sane and US Eastern time is known: announcement days depend on both."""
    now = datetime.now(UTC)
    try:
        ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        return Finding("clock", "bad", "no time zone data", "install the package tzdata")
    if now < RELEASED:
        return Finding("clock", "bad", f"it says {now:%Y-%m-%d %H:%M} UTC", "set the clock")
    return Finding("clock", "good", f"{now:%Y-%m-%d %H:%M} UTC")


def check_disk(library: Library) -> Finding:
    """There is room for the store, the index and its rebuilding."""
    data = library.settings.data
    used = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    free = shutil.disk_usage(data).free
    said = f"{_gb(used)} used in {data}, {_gb(free)} free"
    if free < max(MIN_FREE_BYTES, used // 2):
        return Finding("disk", "warning", said, "make room: a rebuild needs another index's size")
    return Finding("disk", "good", said)


def check_store(library: Library) -> Finding:
    """SQLite finds its own file sound, and the counts beside the papers are right."""
    with library.store.database.reading() as connection:
        said = connection.execute("PRAGMA quick_check(5)").fetchone()[0]
    if said != "ok":
        return Finding("store", "bad", said, "restore a backup, or import again into a new --data")
    counted, told = library.store.papers.count(), library.store.listings.totals().papers
    if counted != told:
        return Finding("store", "bad", f"{counted:,} papers, counters say {told:,}", "report this")
    return Finding("store", "good", f"{counted:,} papers")


def check_dates(library: Library) -> Finding:
    """No paper is announced in the future."""
    newest = library.store.listings.totals().newest
    if newest is None:
        return Finding("days", "good", "no announced papers yet")
    if newest > datetime.now(UTC).date() + timedelta(days=4):
        return Finding("days", "warning", f"the newest day is {newest}", "check clock and source")
    return Finding("days", "good", f"the newest day is {newest}")


def check_index(library: Library) -> Finding:
    """The index is there, of this version, and complete."""
    papers = library.store.listings.totals().papers
    newest = library.store.changes.newest()
    if not papers:
        return Finding("index", "good", "nothing to index yet")
    try:
        library.engine.refresh()
    except IndexMissingError:
        return Finding("index", "warning", "there is none yet", BRING_UP)
    engine = library.engine
    waiting = library.store.changes.waiting(engine.position)
    if waiting:
        return Finding("index", "warning", f"{waiting:,} changes wait to be indexed", BRING_UP)
    if is_behind(library.settings.data / INDEX_DIRECTORY, newest):
        return Finding("index", "warning", "built by another version, to be renewed", BRING_UP)
    if engine.documents != papers:
        said = f"{engine.documents:,} of {papers:,} papers"
        return Finding("index", "bad", said, "run `coolpapers index rebuild`")
    return Finding("index", "good", f"{engine.documents:,} papers")


def check_cards(library: Library) -> Finding:
    """What pages show of papers is prepared; without that they are slower, not wrong."""
    cards, newest = library.store.cards, library.store.changes.newest()
    try:
        reached = cards.reached()
        said = "ok" if reached is None else cards.check()
    except StoreDamagedError as error:
        reached, said = 0, str(error)
    if said != "ok":
        return Finding("cards", "warning", f"damaged: {said}", f"delete cards.sqlite; {PREPARE}")
    waiting = library.store.changes.waiting(reached or 0) if newest else 0
    if waiting:
        return Finding("cards", "warning", f"{waiting:,} cards are not prepared", PREPARE)
    return Finding("cards", "good", "all prepared")


ALONE: tuple[Callable[[], Finding], ...] = (check_python, check_front_end, check_clock)
WITH_LIBRARY: tuple[Callable[[Library], Finding], ...] = (
    check_disk,
    check_store,
    check_dates,
    check_index,
    check_cards,
)


def examine(open_it: Callable[[], Library]) -> Iterator[Finding]:
    """Every check's finding, in order; a check that fails to run is itself a finding."""
    for check in ALONE:
        yield check()
    try:
        library = open_it()
    except CoolPapersError as error:
        yield Finding("library", "bad", str(error), "check --data or COOLPAPERS_DATA")
        return
    for examined in WITH_LIBRARY:
        try:
            yield examined(library)
        except (CoolPapersError, OSError) as error:
            yield Finding(examined.__name__.removeprefix("check_"), "bad", str(error))


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.2f} GB"
