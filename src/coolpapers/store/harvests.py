"""Harvests: where each goes on, how it went; which editions are wanted, which papers are absent."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from coolpapers.ids import PaperId
from coolpapers.store.database import Database

STOPPED_AFTER = 3
"""So many answers in a row that cannot be read, and a harvest is stopped: somebody must look."""
_COLUMNS = "name, cursor, tried_s, succeeded_s, failures, changed, reason, kept"


class Harvest(NamedTuple):
    """One stream of pages from a source.

    `failures` in a row, of which the last `changed` were of the shape of the answers; `reason`
    is the last one, `kept` the file with the bytes that could not be read.
    """

    name: str
    cursor: str = ""
    tried_s: float = 0.0
    succeeded_s: float = 0.0
    failures: int = 0
    changed: int = 0
    reason: str = ""
    kept: str = ""

    @property
    def is_stopped(self) -> bool:
        """Its source has changed its format."""
        return self.changed >= STOPPED_AFTER


class Harvests:
    """The table of harvests, and the small ones beside it.

    Args:
        database: Where they are.
        now: Seconds since 1970; replaced in tests.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def get(self, name: str) -> Harvest:
        """The harvest of this name; a new one knows nothing."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM harvests WHERE name = ?", [name]
            ).fetchone()
            return Harvest(name) if row is None else Harvest(*row)

    def all(self) -> list[Harvest]:
        """Every harvest there was, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM harvests ORDER BY name")
            return [Harvest(*row) for row in rows]

    def reach(self, name: str, cursor: str) -> None:
        """The page before this cursor was kept: from here it goes on."""
        self._set(name, "cursor = ?", [cursor])

    def succeeded(self, name: str) -> None:
        """It came to its end."""
        now = self._now()
        sets = "tried_s = ?, succeeded_s = ?, failures = 0, changed = 0, reason = '', kept = ''"
        self._set(name, sets, [now, now])

    def unavailable(self, name: str, reason: str) -> None:
        """Its source did not answer."""
        sets = "tried_s = ?, failures = failures + 1, changed = 0, reason = ?"
        self._set(name, sets, [self._now(), reason])

    def unreadable(self, name: str, reason: str, kept: str) -> None:
        """Its source answered something else than it should."""
        sets = "tried_s = ?, failures = failures + 1, changed = changed + 1, reason = ?, kept = ?"
        self._set(name, sets, [self._now(), reason, kept])

    def _set(self, name: str, sets: str, values: Sequence[object]) -> None:
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO harvests (name) VALUES (?)", [name])
            connection.execute(f"UPDATE harvests SET {sets} WHERE name = ?", [*values, name])

    def want_edition(self, edition: str) -> bool:
        """Whether an edition is wanted only now."""
        with self._database.writing() as connection:
            made = connection.execute(
                "INSERT OR IGNORE INTO editions VALUES (?, ?)", [edition, self._now()]
            )
            return made.rowcount == 1

    def unwant_edition(self, edition: str) -> bool:
        """Whether an edition was wanted till now; its papers stay."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM editions WHERE name = ?", [edition])
            return gone.rowcount == 1

    def editions(self) -> list[str]:
        """The wanted editions, by name."""
        with self._database.reading() as connection:
            return [row[0] for row in connection.execute("SELECT name FROM editions ORDER BY 1")]

    def note_absent(self, paper: PaperId, seconds: float) -> None:
        """Its source has no such paper: it is not asked again for so long."""
        with self._database.writing() as connection:
            now = self._now()
            connection.execute("DELETE FROM absent WHERE until_s < ?", [now])
            connection.execute(
                "INSERT OR REPLACE INTO absent VALUES (?, ?)", [str(paper), now + seconds]
            )

    def is_absent(self, paper: PaperId) -> bool:
        """Whether its source said of late that there is no such paper."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM absent WHERE paper = ? AND until_s >= ?", [str(paper), self._now()]
            ).fetchone()
            return row is not None
