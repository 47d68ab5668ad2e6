"""The rows a changed paper touches: its own, its listings, the counts beside them, the log."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from coolpapers.records import Paper

ALL = "*"
"""The category that counts every paper of a day once."""

Said = Mapping[str, frozenset[int]]
"""On which days a paper was announced, by category."""
UNSAID: Said = {}


class Move(NamedTuple):
    """A paper by number, as it was and as it is, and what was announced of it then and now."""

    number: int
    before: Paper | None
    now: Paper | None
    said_before: Said = UNSAID
    said: Said = UNSAID


def day_number(day: date) -> int:
    """A day as the tables have it, 20240131."""
    return day.year * 10000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day behind `day_number`."""
    return date(number // 10000, number // 100 % 100, number % 100)


def next_number(connection: sqlite3.Connection) -> int:
    """The row number the next new paper gets; numbers are never used twice."""
    row = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM papers").fetchone()
    return int(row[0])


def records(connection: sqlite3.Connection, ids: Sequence[str]) -> list[bytes]:
    """The records of papers by their printed ids; those not held are left out."""
    if not ids:
        return []
    found = connection.execute(
        "SELECT record FROM papers WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]
    )
    return [row[0] for row in found]


def insert(connection: sqlite3.Connection, papers: Sequence[tuple[int, str, bytes, bytes]]) -> None:
    """New papers: number, id, record, hash."""
    connection.executemany("INSERT INTO papers VALUES (?, ?, ?, ?)", papers)
    if papers:
        connection.execute(
            "INSERT OR IGNORE INTO arrivals VALUES (strftime('%Y%m%d', 'now'), ?)", [papers[0][0]]
        )
    branches = Counter(key.partition(":")[0] for _, key, _, _ in papers)
    connection.executemany(
        """INSERT INTO branch_papers VALUES (?, ?)
           ON CONFLICT DO UPDATE SET papers = papers + excluded.papers""",
        branches.items(),
    )


def update(connection: sqlite3.Connection, papers: Sequence[tuple[bytes, bytes, int]]) -> None:
    """Changed papers: record, hash, number."""
    connection.executemany("UPDATE papers SET record = ?, hash = ? WHERE number = ?", papers)


def hear(connection: sqlite3.Connection, said: Sequence[tuple[int, str, int, bytes]]) -> None:
    """What a source said: number, source, run, hashes."""
    connection.executemany("INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?)", said)


def log(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Put papers at the end of the change log."""
    # One statement for all: each would count positions on in a table of SQLite's own.
    connection.execute(
        """INSERT OR REPLACE INTO changes (paper, changed)
           SELECT value, unixepoch() FROM json_each(?)""",
        [json.dumps(list(numbers))],
    )


def relist(connection: sqlite3.Connection, moves: Sequence[Move]) -> None:
    """Move papers from the listings they stood in to those they belong to now."""
    _move_listed(connection, moves)
    _move_presented(connection, moves)


def _move_listed(connection: sqlite3.Connection, moves: Sequence[Move]) -> None:
    gone: list[tuple[str, int, int, int]] = []
    come: list[tuple[str, int, int, int]] = []
    days: Counter[tuple[str, int]] = Counter()
    for number, before, now, said_before, said in moves:
        old, new = _listed(number, before, said_before), _listed(number, now, said)
        gone += old - new
        come += new - old
        for day in {row[1] for row in new}:
            days[ALL, day] += 1
        for day in {row[1] for row in old}:
            days[ALL, day] -= 1
    connection.executemany(
        "DELETE FROM listed WHERE category = ? AND day = ? AND published = ? AND paper = ?", gone
    )
    connection.executemany("INSERT INTO listed VALUES (?, ?, ?, ?)", sorted(come))
    days.update(row[:2] for row in come)
    days.subtract(row[:2] for row in gone)
    _count(connection, "category_days", "category, day", days)


def _listed(number: int, paper: Paper | None, said: Said) -> set[tuple[str, int, int, int]]:
    """Where a paper stands: where it was announced, else on its day in each of its categories."""
    if paper is None or paper.id.branch != "arxiv":
        return set()
    published = _seconds(paper.published_utc)
    listed = {(category, day, published, number) for category, some in said.items() for day in some}
    if paper.announced is not None:
        own = day_number(paper.announced)
        listed.update((one, own, published, number) for one in paper.subjects if one not in said)
    return listed


def _seconds(moment: datetime | None) -> int:
    return 0 if moment is None else int(moment.timestamp())


def _move_presented(connection: sqlite3.Connection, moves: Sequence[Move]) -> None:
    tracks: Counter[tuple[str, int, str]] = Counter()
    gone: list[tuple[str, int, int]] = []
    come: list[tuple[str, int, int, str]] = []
    for number, before, now, _, _ in moves:
        old = before.venue if before is not None else None
        new = now.venue if now is not None else None
        if old is not None:
            gone.append((old.name, old.year, number))
            tracks[old.name, old.year, old.track] -= 1
        if new is not None:
            come.append((new.name, new.year, number, new.track))
            tracks[new.name, new.year, new.track] += 1
    connection.executemany("DELETE FROM presented WHERE venue = ? AND year = ? AND paper = ?", gone)
    connection.executemany("INSERT INTO presented VALUES (?, ?, ?, ?)", come)
    _count(connection, "edition_tracks", "venue, year, track", tracks)


def _count(
    connection: sqlite3.Connection,
    table: str,
    keys: str,
    deltas: Counter[tuple[str, int]] | Counter[tuple[str, int, str]],
) -> None:
    width = keys.count(",") + 1
    changed: Iterable[tuple[object, ...]] = [(*key, n) for key, n in deltas.items() if n]
    connection.executemany(
        f"""INSERT INTO {table} VALUES ({"?, " * width}?)
            ON CONFLICT DO UPDATE SET papers = papers + excluded.papers""",
        changed,
    )
    lowered = [key for key, n in deltas.items() if n < 0]
    where = " AND ".join(f"{key.strip()} = ?" for key in keys.split(","))
    connection.executemany(f"DELETE FROM {table} WHERE {where} AND papers = 0", lowered)
