"""Connections to one SQLite file: a reader per thread, and one transaction at a time to write."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from coolpapers.errors import StoreBusyError, StoreDamagedError, StoreError

# A reader keeps at most this many kB of pages; readers are few (settings `threads`).
CACHE_KB = 4096
BUSY_TIMEOUT_S = 30.0
# While much is written, pages that change again and again are kept, and copied from the log into
# the file each 64 MB instead of each 4: a third of what is written to the disk then goes there.
LOADING_CACHE_KB = 16_384
LOADING_LOG_PAGES = 16_000
LOG_PAGES = 1000  # SQLite's own measure

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # FULL: an answered commit also survives a power cut, at one fsync a batch.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA cache_size = -{CACHE_KB}",
    "PRAGMA temp_store = MEMORY",
    # Keeps the log small when a long import and long readers meet.
    "PRAGMA journal_size_limit = 67108864",
)


class Database:
    """One SQLite file, opened by as many threads as ask for it.

    A derived file is made by statements that run before and after the usual ones; the store
    itself has migrations.
    """

    def __init__(self, path: Path, before: Sequence[str] = (), after: Sequence[str] = ()) -> None:
        self.path = path
        self._statements = (*before, *_PRAGMAS, *after)
        self._beside: list[Database] = []
        self._local = threading.local()
        self._all: dict[threading.Thread, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._writing = threading.RLock()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._open()
        return found

    def _open(self) -> sqlite3.Connection:
        with translated():
            connection = sqlite3.connect(
                self.path,
                timeout=BUSY_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=64,
            )
            for statement in self._statements:
                connection.execute(statement)
        self._local.file = _file_at(self.path)
        with self._lock:
            self._close_abandoned()
            self._all[threading.current_thread()] = connection
        return connection

    def _close_abandoned(self) -> None:
        """Close what ended threads opened: idle ones of a server end, and others follow them."""
        for thread in [thread for thread in self._all if not thread.is_alive()]:
            self._all.pop(thread).close()

    def beside(self, name: str, before: Sequence[str], after: Sequence[str]) -> "Database":
        """A derived file in the same directory, opened when it is first used, closed with this."""
        derived = Database(self.path.with_name(name), before, after)
        self._beside.append(derived)
        return derived

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection; errors of SQLite become StoreError."""
        with translated():
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end of the block, undone if it raises.

        Inside another one of the same thread it is a part of that.

        Raises:
            StoreBusyError: Another process has been writing for longer than we wait.
        """
        with self._writing, translated():
            connection = self.connection
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def loading(self) -> Iterator[None]:
        """A block in which this thread writes much, with more memory and a longer log for it."""
        self._tune(LOADING_CACHE_KB, LOADING_LOG_PAGES)
        try:
            yield
            with self.reading() as connection:  # Nobody after us has all that log to copy.
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            self._tune(CACHE_KB, LOG_PAGES)

    def _tune(self, cache_kb: int, log_pages: int) -> None:
        with self.reading() as connection:
            connection.execute(f"PRAGMA cache_size = -{cache_kb}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {log_pages}")

    def is_replaced(self) -> bool:
        """Whether the file this thread opened is gone, or another one stands in its place."""
        opened = getattr(self._local, "file", None)
        return opened is not None and opened != _file_at(self.path)

    def reopen(self) -> None:
        """Close this thread's connection; the next use opens what is there then."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        self._local.connection = self._local.file = None
        if found is not None:
            with self._lock:
                del self._all[threading.current_thread()]
            found.close()

    def remove(self) -> None:
        """Take a derived file away; whoever has it open keeps what they opened."""
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)

    def close(self) -> None:
        """Close every thread's connection; the database cannot be used afterwards."""
        with self._lock:
            for connection in self._all.values():
                connection.close()
            self._all.clear()
        self._local = threading.local()
        for derived in self._beside:
            derived.close()


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


@contextmanager
def translated() -> Iterator[None]:
    """Errors of sqlite3 leave the room as StoreError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreBusyError(f"the store is busy: {error}") from error
        raise StoreError(f"the store cannot be used: {error}") from error
    except sqlite3.Error as error:
        if type(error) is sqlite3.DatabaseError:  # malformed, or not a database
            raise StoreDamagedError(f"{error}") from error
        raise StoreError(f"the store cannot be used: {error}") from error
