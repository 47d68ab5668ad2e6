"""The change log: what the index and other derived things have yet to learn."""

from datetime import UTC, datetime
from typing import NamedTuple

from coolpapers.store.database import Database


class Change(NamedTuple):
    """A paper was put; `position` orders changes."""

    position: int
    number: int


class Changes:
    """Each paper once, at its newest change, oldest first.

    Readers keep their own position: whoever starts at 0 sees the whole library.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, position: int, limit: int) -> list[Change]:
        """The changes behind a position, oldest first."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT position, paper FROM changes WHERE position > ? ORDER BY position LIMIT ?",
                [position, limit],
            )
            return [Change(*row) for row in found]

    def newest(self) -> int:
        """The position of the newest change; 0 for an empty store."""
        with self._database.reading() as connection:
            return int(
                connection.execute("SELECT coalesce(max(position), 0) FROM changes").fetchone()[0]
            )

    def last(self) -> tuple[int, int, bytes]:
        """The newest change: its position, whose paper's number, and that paper's fingerprint."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT position, number, hash FROM changes JOIN papers ON number = paper
                   ORDER BY position DESC LIMIT 1"""
            ).fetchone()
        return found or (0, 0, b"")

    def newest_moment(self) -> datetime | None:
        """When the newest change was made, to the second; None if nobody knows."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT changed FROM changes ORDER BY position DESC LIMIT 1"
            ).fetchone()
        return datetime.fromtimestamp(row[0], UTC) if row and row[0] else None

    def waiting(self, position: int) -> int:
        """How many papers changed behind a position."""
        with self._database.reading() as connection:
            return int(
                connection.execute(
                    "SELECT count(*) FROM changes WHERE position > ?", [position]
                ).fetchone()[0]
            )
