"""The ledger: per day and category how many papers were announced, and how many are held."""

import json
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from coolpapers.ids import PaperId
from coolpapers.store.database import Database
from coolpapers.store.rows import day_number, day_of


class Entry(NamedTuple):
    """A day of a category, or of all (`*`): announced, held, and when its list was read last.

    A category that was announced in only because of another one's list has not been verified.
    """

    day: date
    category: str
    announced: int
    held: int
    verified_s: float | None

    @property
    def missing(self) -> int:
        """How many papers were announced and are not held."""
        return self.announced - self.held


class DayState(NamedTuple):
    """How complete a list is: papers missing, and since when every category of it is verified."""

    missing: int
    verified_s: float | None


class Ledger:
    """What the tables of announcements and verifications say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self, categories: Collection[str], day: date) -> DayState:
        """How complete the list of some categories on a day is."""
        number, names = day_number(day), json.dumps(sorted(categories))
        with self._database.reading() as connection:
            row = connection.execute(
                """WITH asked AS (SELECT value AS category FROM json_each(?2))
                   SELECT (SELECT count(DISTINCT paper) FROM announced
                           WHERE held = 0 AND day = ?1 AND category IN asked),
                          (SELECT min(at_s) FROM verified
                           WHERE day = ?1 AND category IN asked),
                          (SELECT count(*) FROM verified WHERE day = ?1 AND category IN asked)""",
                [number, names],
            ).fetchone()
        return DayState(row[0], row[1] if row[2] == len(set(categories)) else None)

    def days(self, first: date, last: date) -> list[Entry]:
        """The days from one to another, each paper counted once, newest first."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT day, '*',
                     (SELECT count(DISTINCT paper) FROM announced a WHERE a.day = v.day),
                     (SELECT count(DISTINCT paper) FROM announced a WHERE a.day = v.day AND held),
                     min(at_s)
                   FROM verified v WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day DESC""",
                [day_number(first), day_number(last)],
            ).fetchall()
        return [Entry(day_of(row[0]), *row[1:]) for row in found]

    def categories(self, day: date) -> list[Entry]:
        """The categories of a day, by name."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT category, count(*), sum(held),
                     (SELECT at_s FROM verified v WHERE v.day = ?1 AND v.category = a.category)
                   FROM announced a WHERE day = ?1 GROUP BY category
                   UNION ALL
                   SELECT category, 0, 0, at_s FROM verified v WHERE day = ?1 AND NOT EXISTS
                     (SELECT 1 FROM announced a WHERE a.day = ?1 AND a.category = v.category)
                   ORDER BY 1""",
                [day_number(day)],
            ).fetchall()
        return [Entry(day, *row) for row in found]

    def gaps(self, limit: int, day: date | None = None) -> list[PaperId]:
        """Papers that were announced and are not held, newest first; of one day if it is named."""
        first, last = (0, 99999999) if day is None else (day_number(day), day_number(day))
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT paper FROM announced WHERE held = 0 AND day BETWEEN ? AND ?
                   GROUP BY paper ORDER BY max(day) DESC, paper LIMIT ?""",
                [first, last, limit],
            )
            return [PaperId.parse(row[0]) for row in found]

    def missing(self) -> int:
        """How many papers were announced and are not held, in all."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT count(DISTINCT paper) FROM announced WHERE held = 0")
            return int(row.fetchone()[0])

    def verified(self, day: date) -> frozenset[str]:
        """The categories whose list of a day was read."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT category FROM verified WHERE day = ?", [day_number(day)]
            )
            return frozenset(row[0] for row in found)
