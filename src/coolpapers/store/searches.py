"""Searches that the operator keeps under a name, and the digests that were sent of them."""

from datetime import date
from typing import Literal, NamedTuple

from coolpapers.store.database import Database
from coolpapers.store.rows import day_number

LEASE_S = 600
"""A digest that was begun this long ago and not finished is begun anew: its sender was killed."""


class SavedSearch(NamedTuple):
    """A query in a branch, `arxiv`, `venue` or `all`, under a name."""

    name: str
    branch: str
    query: str


class Searches:
    """The table of saved searches."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, search: SavedSearch) -> None:
        """Keep a search; another one of its name is replaced."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO saved_searches VALUES (?, ?, ?)", search)

    def get(self, name: str) -> SavedSearch | None:
        """The search of this name."""
        return next((one for one in self.all() if one.name == name), None)

    def all(self) -> list[SavedSearch]:
        """Every search, by name."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT name, branch, query FROM saved_searches ORDER BY 1")
            return [SavedSearch(*row) for row in found]

    def remove(self, name: str) -> bool:
        """Whether there was a search of this name; there is none any more."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM saved_searches WHERE name = ?", [name])
            return gone.rowcount > 0


class Digests:
    """Which digest went to whom on which day, so that none goes twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, name: str, day: date, target: str, now_s: float
    ) -> Literal["yours", "sent", "busy"]:
        """Whether the digest is to be sent now; `busy` while another process is sending it."""
        key = [name, day_number(day), target]
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT sent, claimed FROM digests WHERE name = ? AND day = ? AND target = ?", key
            ).fetchone()
            if row and row[0]:
                return "sent"
            if row and row[1] > now_s - LEASE_S:
                return "busy"
            connection.execute(
                "INSERT OR REPLACE INTO digests VALUES (?, ?, ?, 0, ?)", [*key, int(now_s)]
            )
            return "yours"

    def done(self, name: str, day: date, target: str) -> None:
        """The digest was sent."""
        self._settle(
            "UPDATE digests SET sent = 1 WHERE name = ? AND day = ? AND target = ?",
            name, day, target,
        )  # fmt: skip

    def give_back(self, name: str, day: date, target: str) -> None:
        """Sending failed, or the digest is to be sent once more."""
        self._settle(
            "DELETE FROM digests WHERE name = ? AND day = ? AND target = ?", name, day, target
        )

    def _settle(self, sql: str, name: str, day: date, target: str) -> None:
        with self._database.writing() as connection:
            connection.execute(sql, [name, day_number(day), target])
