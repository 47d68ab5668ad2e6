"""What was announced when: the truth about a day, whether or not its papers are held."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from coolpapers.records import LISTED_KINDS, Announcement, Paper
from coolpapers.store import hashing, rows
from coolpapers.store.database import Database


class Heard(NamedTuple):
    """What was announced of a paper: its days by category, and the day it was new."""

    said: rows.Said = rows.UNSAID
    new: int = 0

    def dated(self, paper: Paper) -> Paper:
        """The paper with its announced day, if one was announced."""
        return (
            msgspec.structs.replace(paper, announced=rows.day_of(self.new)) if self.new else paper
        )


UNHEARD = Heard()


def heard(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Heard]:
    """What was announced of the papers with these ids; papers never announced are left out."""
    found = connection.execute(
        """SELECT paper, category, day, kind FROM announced
           WHERE paper IN (SELECT value FROM json_each(?))""",
        [json.dumps(list(ids))],
    )
    said: dict[str, dict[str, set[int]]] = {}
    new: dict[str, int] = {}
    for paper, category, day, kind in found:
        said.setdefault(paper, {}).setdefault(category, set()).add(day)
        if kind == "new":
            new[paper] = min(day, new.get(paper, day))
    return {
        paper: Heard({name: frozenset(days) for name, days in some.items()}, new.get(paper, 0))
        for paper, some in said.items()
    }


def mark_held(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """These papers have come: they are no gaps any more."""
    connection.executemany("UPDATE announced SET held = 1 WHERE paper = ?", [(key,) for key in ids])


class Announcements:
    """The table of announcements; listings, counts and records are kept in step with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        announcements: Iterable[Announcement],
        *,
        day: date,
        categories: Collection[str],
        at_s: float,
    ) -> int:
        """Keep what a day's whole list says, and how many announcements of it were new.

        Papers that are held move to the days they were announced on; what was announced before
        stays, whatever a list leaves out.

        Args:
            announcements: New and cross-listed papers; replacements belong to no list.
            day: The day of the list.
            categories: What the list is about: these are verified now.
            at_s: When, in seconds since 1970.
        """
        listed = [one for one in announcements if one.kind in LISTED_KINDS]
        with self._database.writing() as connection:
            ids = {str(one.paper) for one in listed}
            before = heard(connection, ids)
            added = _insert(connection, listed)
            if added:
                _move(connection, ids, before)
            connection.executemany(
                "INSERT OR REPLACE INTO verified VALUES (?, ?, ?)",
                [(rows.day_number(day), category, at_s) for category in sorted(categories)],
            )
        return added


def _insert(connection: sqlite3.Connection, listed: Sequence[Announcement]) -> int:
    changed = connection.executemany(
        """INSERT OR IGNORE INTO announced VALUES
           (?, ?, ?, ?, (SELECT count(*) FROM papers WHERE id = ?))""",
        [(str(one.paper), one.category, rows.day_number(one.day), one.kind, str(one.paper))
         for one in listed],
    )  # fmt: skip
    return changed.rowcount


def _move(
    connection: sqlite3.Connection, ids: Collection[str], before: Mapping[str, Heard]
) -> None:
    """Move the papers that are held to the days announced of them now."""
    now = heard(connection, ids)
    found = connection.execute(
        "SELECT number, id, record FROM papers WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(ids))],
    ).fetchall()
    moves = []
    for number, key, record in found:
        was, said = before.get(key, UNHEARD), now[key]
        if was != said:
            held = hashing.unpack(record)
            moves.append(rows.Move(number, held, said.dated(held), was.said, said.said))
    dated = [
        (one.number, hashing.pack(one.now)) for one in moves if one.now and one.now != one.before
    ]
    rows.update(
        connection, [(record, hashing.fingerprint(record), number) for number, record in dated]
    )
    rows.relist(connection, moves)
    rows.log(connection, [number for number, _ in dated])
