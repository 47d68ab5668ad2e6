"""Copies of a store: made while it is in use, looked over, and put back in one transaction."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from coolpapers import durable
from coolpapers.errors import StoreError, StoreVersionError
from coolpapers.store.database import Database, translated
from coolpapers.store.schema import MIGRATIONS
from coolpapers.store.stars import forget_visitors

PAGES_AT_ONCE = 2_000
Watch = Callable[[int, int], None]
"""Hears how many pages of the database are done, of how many."""


class Copied(NamedTuple):
    """What a copy holds."""

    papers: int
    version: int
    size_bytes: int


def copy_out(database: Database, path: Path, watch: Watch) -> Copied:
    """Write the store as it is now to a file, look it over, and only then give it its name.

    Readers and writers go on meanwhile. A file that has the name already is replaced at the very
    end; a copy that is interrupted leaves at most a file ending in `.part`.

    Raises:
        StoreError: The copy cannot be written, or is not sound.
    """
    part = path.with_name(f"{path.name}.part")
    with database.reading() as source, translated():
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part, isolation_level=None)) as target:
            # One read transaction over all steps: the copy is the store at one moment.
            source.execute("BEGIN")
            try:
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                source.backup(target, pages=PAGES_AT_ONCE, progress=_told(watch))
            finally:
                source.execute("ROLLBACK")
            target.execute("PRAGMA journal_mode = DELETE")
            forget_visitors(target)
    found = examine(part)
    durable.settle(part)
    part.replace(path)
    durable.settle(path.parent)
    return found


def examine(path: Path) -> Copied:
    """What a copy holds, if it is sound.

    Raises:
        StoreError: It is no copy of a store, or is damaged.
        StoreVersionError: A newer program wrote it.
    """
    if not path.is_file():
        raise StoreError(f"{path} is not there")
    with translated(), closing(_opened(path)) as copy:
        version = int(copy.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise StoreVersionError(f"{path} was written by a newer version of coolpapers")
        named = {row[0] for row in copy.execute("SELECT name FROM sqlite_schema")}
        if not version or not {"papers", "changes", "branch_papers"} <= named:
            raise StoreError(f"{path} is no backup of a library")
        said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        papers = int(copy.execute("SELECT count(*) FROM papers").fetchone()[0])
        told = int(copy.execute("SELECT coalesce(sum(papers), 0) FROM branch_papers").fetchone()[0])
    if said != "ok" or papers != told:
        raise StoreError(f"{path} is damaged: {said if said != 'ok' else 'counts differ'}")
    return Copied(papers, version, path.stat().st_size)


def copy_in(path: Path, database: Database, watch: Watch) -> None:
    """Put a copy in the place of everything a store holds, all or nothing.

    Raises:
        StoreError: The copy cannot be read, or the store not be written.
    """
    with translated(), closing(_opened(path)) as copy, database.reading() as target:
        copy.backup(target, pages=PAGES_AT_ONCE, progress=_told(watch))


def _opened(path: Path) -> sqlite3.Connection:
    # Immutable: nothing is written beside a backup, which may lie where nothing may be written.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _told(watch: Watch) -> Callable[[int, int, int], None]:
    def tell(_status: int, remaining: int, total: int) -> None:
        watch(total - remaining, total)

    return tell
