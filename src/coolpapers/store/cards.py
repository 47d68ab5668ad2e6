"""What was made of papers to be shown: a file beside the store, derived, deletable at any time."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from coolpapers.errors import StoreDamagedError
from coolpapers.store.database import Database

FILE_NAME = "cards.sqlite"
# Cards of 2 kB would waste much of smaller pages. It must be the first statement of all.
_PAGE_SIZE = "PRAGMA page_size = 16384"

_TABLES = (
    """CREATE TABLE IF NOT EXISTS cards (
           paper INTEGER PRIMARY KEY,
           made  BLOB NOT NULL,
           card  BLOB NOT NULL
       ) STRICT""",
    """CREATE TABLE IF NOT EXISTS reached (
           version  TEXT PRIMARY KEY,
           position INTEGER NOT NULL
       ) STRICT, WITHOUT ROWID""",
)

Kept = tuple[bytes, bytes]
"""What a card was made from, and the card; both mean something only to whoever made it."""


class Cards:
    """One card a paper, by row number. It follows the change log at its own pace.

    A file that is damaged is taken away by whoever notices, and made again from the beginning.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, numbers: Sequence[int]) -> dict[int, Kept]:
        """The cards of these papers; those not kept are left out."""
        return self.get_reached(numbers, "")[0]

    def get_reached(self, numbers: Sequence[int], version: str) -> tuple[dict[int, Kept], int]:
        """The same, and the newest change whose paper has a card of this version."""
        if self._database.is_replaced():
            self._database.reopen()
        with self._reading() as connection:
            rows = connection.execute(
                """SELECT paper, made, card,
                          (SELECT coalesce(max(position), 0) FROM reached WHERE version = ?)
                   FROM cards WHERE paper IN (SELECT value FROM json_each(?))""",
                [version, json.dumps(list(numbers))],
            ).fetchall()
        cards = {paper: (made, card) for paper, made, card, _ in rows}
        return cards, rows[0][3] if rows else 0

    def position(self, version: str) -> int:
        """The newest change whose paper has a card of this version."""
        if self._database.is_replaced():
            self._database.reopen()
        with self._reading() as connection:
            row = connection.execute(
                "SELECT position FROM reached WHERE version = ?", [version]
            ).fetchone()
            return 0 if row is None else int(row[0])

    def put(self, cards: Mapping[int, Kept], version: str, position: int) -> None:
        """Keep cards, and how far in the change log that is; older versions begin anew."""
        with self._mended(), self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO cards VALUES (?, ?, ?)",
                [(paper, *kept) for paper, kept in cards.items()],
            )
            connection.execute("DELETE FROM reached WHERE version <> ?", [version])
            connection.execute("INSERT OR REPLACE INTO reached VALUES (?, ?)", [version, position])

    def reached(self) -> int | None:
        """The newest change whose paper has a card of any version; None without a file."""
        if not self._database.path.exists():
            return None
        with self._database.reading() as connection:
            return int(
                connection.execute("SELECT coalesce(max(position), 0) FROM reached").fetchone()[0]
            )

    def check(self) -> str:
        """What SQLite finds wrong with the file; `ok` if nothing is."""
        with self._database.reading() as connection:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])

    def forget(self) -> None:
        """Begin anew: the store holds other papers now."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM cards")
            connection.execute("DELETE FROM reached")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._mended(), self._database.reading() as connection:
            yield connection

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Takes a damaged file away; the next use begins another one."""
        try:
            yield
        except StoreDamagedError:
            if not self._database.is_replaced():
                self._database.remove()
            self._database.reopen()
            raise


def cards_beside(database: Database) -> Cards:
    """The cards beside a store; their file is made when they are first asked for."""
    return Cards(database.beside(FILE_NAME, (_PAGE_SIZE,), _TABLES))
