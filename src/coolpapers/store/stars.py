"""How often papers were opened: by a visitor once a paper and day.

Visitors are known by a digest of their network under a salt that is made each day (UTC) and, with
all digests, thrown away with it. No address is kept, and after the day nobody can tell whose a
digest was, nor whether two days had the same visitor.
"""

import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from coolpapers.errors import PaperNotFoundError
from coolpapers.ids import PaperId
from coolpapers.records import Stars
from coolpapers.store.database import Database

StarKey = Literal["pdf", "faq"]
DAY_S = 86_400
SALT_BYTES = 32

_ADD = {
    key: f"""INSERT INTO stars (paper, {key}) VALUES (?, max(?, 0))
             ON CONFLICT DO UPDATE SET {key} = max({key} + ?, 0) RETURNING {key}"""
    for key in ("pdf", "faq")
}


class Opening(NamedTuple):
    """A paper's PDF or FAQ was opened; a `delta` below 0 takes that back."""

    paper: PaperId
    key: StarKey
    delta: int = 1


class StarCounts:
    """The counts beside [PDF] and [FAQ]; `now` is the clock that its days go by."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def count(self, opening: Opening, network: str, most: int = 0) -> int:
        """The count after an opening, which counts unless this network's has counted today.

        It moves by one at most, never below 0, and only what counted today can be taken back.
        `most` is how many steps of one network count in a day; 0 is no limit.

        Raises:
            PaperNotFoundError: The library does not hold the paper.
        """
        step = 1 if opening.delta > 0 else -1
        with self._database.writing() as connection:
            paper = _number(connection, opening.paper)
            day = int(self._now() // DAY_S)
            _forget(connection, day)
            visitor = hashlib.blake2b(
                network.encode(errors="replace"), digest_size=16, key=_salt(connection, day)
            ).digest()
            if not _counts(connection, (visitor, paper, opening.key), step, most):
                step = 0
            return int(connection.execute(_ADD[opening.key], [paper, step, step]).fetchone()[0])

    def forget(self) -> bool:
        """Throw salt and digests of earlier days away, also where files still hold their bytes.

        Whether there was anything; costs one look if not.
        """
        day = int(self._now() // DAY_S)
        with self._database.reading() as connection:
            old = connection.execute("SELECT 1 FROM star_day WHERE day <> ?", [day]).fetchone()
        if old is None:
            return False
        with self._database.writing() as connection:
            _forget(connection, day)
        with self._database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return True

    def get(self, numbers: Sequence[int]) -> dict[int, Stars]:
        """The counts of papers by row number; papers never opened are left out."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT paper, pdf, faq FROM stars WHERE paper IN (SELECT value FROM json_each(?))",
                [json.dumps(list(numbers))],
            )
            return {paper: Stars(pdf, faq) for paper, pdf, faq in found}


def forget_visitors(connection: sqlite3.Connection) -> None:
    """Takes every salt and digest out, so that a copy never outlives their day."""
    _forget(connection, -1)


def _number(connection: sqlite3.Connection, paper: PaperId) -> int:
    row = connection.execute("SELECT number FROM papers WHERE id = ?", [str(paper)]).fetchone()
    if row is None:
        raise PaperNotFoundError(str(paper))
    return int(row[0])


def _forget(connection: sqlite3.Connection, day: int) -> None:
    """Deletes what is not of this day, and has SQLite overwrite the bytes."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("DELETE FROM starred WHERE day <> ?", [day])
    connection.execute("DELETE FROM star_day WHERE day <> ?", [day])
    connection.execute("PRAGMA secure_delete = OFF")


def _salt(connection: sqlite3.Connection, day: int) -> bytes:
    made = secrets.token_bytes(SALT_BYTES)
    connection.execute("INSERT OR IGNORE INTO star_day VALUES (?, ?)", [day, made])
    kept = connection.execute("SELECT day, salt FROM star_day").fetchone()
    return bytes(kept[1])


def _counts(
    connection: sqlite3.Connection, star: tuple[bytes, int, str], step: int, most: int
) -> bool:
    """Whether this step counts: the first star, or taking back one that counted; it is kept."""
    steps, last = connection.execute(
        """SELECT coalesce(sum(steps), 0), max(CASE WHEN paper = ?2 AND key = ?3 THEN last END)
           FROM starred WHERE visitor = ?1""",
        star,
    ).fetchone()
    if step == (last or -1) or 0 < most <= steps:
        return False
    connection.execute(
        """INSERT INTO starred SELECT ?1, ?2, ?3, ?4, 1, day FROM star_day WHERE true
           ON CONFLICT DO UPDATE SET last = excluded.last, steps = steps + 1""",
        [*star, step],
    )
    return True
