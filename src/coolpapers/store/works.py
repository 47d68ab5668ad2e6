"""Records of the same work: a preprint and its proceedings version, or two lists of one venue.

They have the same title but for case and signs, and at least half of the shorter list of authors
in common; or one says which the other is. Two records of one list, such as two preprints or two
submissions to OpenReview, are never one work.
"""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from coolpapers.records import Held, Other, Paper, other_record
from coolpapers.store import hashing, rows
from coolpapers.store.database import Database

SHORTEST_TITLE = 12
"""Letters and digits; “Introduction” and the like have so many works that they mean none."""
MOST_ALIKE = 40

_Move = tuple[int, Paper | None, Paper | None]
_Rows = dict[int, Paper]


class Works:
    """Which papers are records of the same work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def others(self, numbers: Sequence[int]) -> dict[int, tuple[Other, ...]]:
        """The other records of each paper's work, the preprint first; others are left out."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT asked.value, works.paper, record FROM json_each(?) AS asked
                   CROSS JOIN works AS own ON own.paper = asked.value
                   CROSS JOIN works ON works.work = own.work AND works.paper <> own.paper
                   CROSS JOIN papers ON papers.number = works.paper""",
                [json.dumps(list(numbers))],
            ).fetchall()
        others: dict[int, list[Other]] = {}
        for asked, number, record in found:
            paper = hashing.unpack(record)
            others.setdefault(asked, []).append(other_record(number, paper))
        return {number: tuple(sorted(some)) for number, some in others.items()}

    def join_some(self, most: int) -> int:
        """Looks for works among some papers taken in before works were; how many papers that were.

        What it joins is logged as changed, so that the index follows. 0 once all are done.
        """
        with self._database.writing() as connection:
            found = connection.execute(
                """SELECT number, record FROM papers
                   WHERE number <= (SELECT position FROM followers WHERE name = 'unjoined')
                   ORDER BY number DESC LIMIT ?""",
                [most],
            ).fetchall()
            if found:
                moves = [(number, None, hashing.unpack(record)) for number, record in found]
                rows.log(connection, link(connection, moves))
                connection.execute(
                    "UPDATE followers SET position = ? WHERE name = 'unjoined'", [found[-1][0] - 1]
                )
        return len(found)

    def joined(self, held: Sequence[Held]) -> list[Held]:
        """The same papers, each with the other records of its work."""
        others = self.others([one.number for one in held])
        return [_beside(one, others.get(one.number, ())) for one in held]


def _beside(held: Held, others: tuple[Other, ...]) -> Held:
    return msgspec.structs.replace(held, others=others) if others else held


def link(connection: sqlite3.Connection, moves: Sequence[_Move]) -> list[int]:
    """Finds the works of changed papers; the numbers of all papers whose work changed."""
    touched: set[int] = set()
    gone: list[tuple[int, int]] = []
    come: list[tuple[int, int]] = []
    for number, before, now in moves:
        old = set() if before is None else _keys(connection, before)
        new = set() if now is None else _keys(connection, now)
        if old == new and before and now and before.authors == now.authors:
            continue
        touched |= old | new
        gone += ((key, number) for key in old - new)
        come += ((key, number) for key in new - old)
    connection.executemany("DELETE FROM titles WHERE title = ? AND paper = ?", gone)
    connection.executemany("INSERT OR IGNORE INTO titles VALUES (?, ?)", sorted(come))
    gone_papers = {number for _, number in gone}
    return _relink(connection, _alike(connection, touched), gone_papers)


def _keys(connection: sqlite3.Connection, paper: Paper) -> set[int]:
    """What a paper's work is looked up by: its title, and the titles of those it is the same as."""
    found = {title_key(paper.title)}
    for record in rows.records(connection, [str(same) for same in paper.same_as]):
        found.add(title_key(hashing.unpack(record).title))
    return found - {0}


def title_key(title: str) -> int:
    """The same for titles that differ in case, accents and signs only; 0 for those too short."""
    plain = title if title.isascii() else unicodedata.normalize("NFKD", title)
    letters = "".join(filter(str.isalnum, plain.casefold()))
    if len(letters) < SHORTEST_TITLE:
        return 0
    digest = hashlib.blake2b(letters.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _alike(connection: sqlite3.Connection, keys: set[int]) -> list[_Rows]:
    """The papers of each of these titles that several have."""
    found = connection.execute(
        """SELECT title, number, record FROM titles JOIN papers ON number = paper
           WHERE title IN (SELECT title FROM titles
                           WHERE title IN (SELECT value FROM json_each(?))
                           GROUP BY title HAVING count(*) > 1)""",
        [json.dumps(sorted(keys))],
    )
    groups: dict[int, _Rows] = {}
    for title, number, record in found:
        groups.setdefault(title, {})[number] = hashing.unpack(record)
    return [group for group in groups.values() if len(group) <= MOST_ALIKE]


def _relink(connection: sqlite3.Connection, groups: list[_Rows], gone: set[int]) -> list[int]:
    work_of: dict[int, int] = dict.fromkeys(gone, 0)
    for group in groups:
        work_of |= dict.fromkeys(group, 0)
        for work in _works(group):
            work_of |= dict.fromkeys(work, min(work))
    asked = json.dumps(sorted(work_of))
    held = dict(
        connection.execute(
            "SELECT paper, work FROM works WHERE paper IN (SELECT value FROM json_each(?))", [asked]
        ).fetchall()
    )
    changed = {paper: work for paper, work in work_of.items() if held.get(paper, 0) != work}
    left = {held[paper] for paper in changed if paper in held}
    connection.executemany("DELETE FROM works WHERE paper = ?", [(paper,) for paper in changed])
    connection.executemany(
        "INSERT INTO works VALUES (?, ?)", [pair for pair in changed.items() if pair[1]]
    )
    return sorted(changed.keys() | _alone(connection, left))


def _alone(connection: sqlite3.Connection, works: set[int]) -> set[int]:
    """Takes out works that have one record left; the papers of those."""
    found = connection.execute(
        """DELETE FROM works WHERE work IN (SELECT work FROM works
               WHERE work IN (SELECT value FROM json_each(?)) GROUP BY work HAVING count(*) = 1)
           RETURNING paper""",
        [json.dumps(sorted(works))],
    )
    return {row[0] for row in found.fetchall()}


def _works(papers: _Rows) -> list[set[int]]:
    """The papers of one title in groups of one work each; those alone are left out."""
    works: list[set[int]] = []
    for number in sorted(papers):
        joined = [work for work in works if _belongs(papers, number, work)]
        if joined:
            joined[0].add(number)
        else:
            works.append({number})
    return [work for work in works if len(work) > 1]


def _belongs(papers: _Rows, number: int, work: Iterable[int]) -> bool:
    paper, others = papers[number], [papers[other] for other in work]
    if any(_list_of(other) == _list_of(paper) for other in others):
        return False
    return any(_is_same(paper, other) for other in others)


def _list_of(paper: Paper) -> str:
    """Which list a record stands in: arXiv, or what stands behind the `@` of a venue id."""
    return "" if paper.id.branch == "arxiv" else paper.id.local.rpartition("@")[2]


def _is_same(one: Paper, other: Paper) -> bool:
    if one.id in other.same_as or other.id in one.same_as:
        return True
    names, others = ({_name(author.name) for author in paper.authors} for paper in (one, other))
    shared = len(names & others)
    return shared > 0 and 2 * shared >= min(len(names), len(others))


def _name(name: str) -> str:
    """First letter and last name, folded: the same for `Yoshua Bengio` and `Y. Bengio`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    parts = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return f"{parts[0][0]} {parts[-1]}" if parts else ""
