"""The papers themselves: kept by `put`, read back by id or by number."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from coolpapers.ids import PaperId
from coolpapers.records import Counts, Held, Outline, Paper, Stars
from coolpapers.store import hashing
from coolpapers.store.batch import Batch
from coolpapers.store.database import Database
from coolpapers.store.rows import day_number

# Papers in one transaction: an interruption loses at most this much work, a reader waits for none.
BATCH_PAPERS = 1000

_HELD = """
    SELECT number, hash, record, coalesce(stars.pdf, 0), coalesce(stars.faq, 0), words,
           chosen
    FROM papers
    LEFT JOIN stars ON stars.paper = number
    LEFT JOIN keywords ON keywords.paper = number
"""

_Row = tuple[int, bytes, bytes, int, int, str | None, str | None]


class Papers:
    """The table of papers, with everything that is kept in step with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, papers: Iterable[Paper], *, source: str, run: int = 0) -> Counts:
        """Keep papers, and say how many were new, changed and the same.

        A record that its source has said before changes nothing; other news are merged into
        what is held (`store.merge`). Papers, listings and change log move in one transaction
        a batch of 1,000. `run` tells one reading of a source from the next: within a run a
        source may say several things of one paper, and saying all of them again is no news.
        """
        counts = Counts()
        for some in _batches(papers, BATCH_PAPERS):
            with self._database.writing() as connection:
                batch = Batch(connection, source, run)
                counts += batch.put(some)
        return counts

    def get(self, ids: Sequence[PaperId]) -> list[Held]:
        """The papers with these ids, in this order; ids not held are left out."""
        asked = [str(paper_id) for paper_id in ids]
        rows = self._rows(
            f"{_HELD} WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(asked)]
        )
        held = {str(one.paper.id): one for one in map(_held, rows)}
        return [held[one] for one in dict.fromkeys(asked) if one in held]

    def numbered(self, numbers: Sequence[int]) -> list[Held]:
        """The papers with these row numbers, in this order; numbers not held are left out."""
        rows = self._rows(
            f"{_HELD} WHERE number IN (SELECT value FROM json_each(?))",
            [json.dumps(list(numbers))],
        )
        held = {row[0]: _held(row) for row in rows}
        return [held[number] for number in dict.fromkeys(numbers) if number in held]

    def outlines(self, numbers: Sequence[int]) -> dict[int, Outline]:
        """What is kept beside the records of these papers; those with nothing are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """SELECT value, coalesce(pdf, 0), coalesce(faq, 0), words, chosen
                   FROM json_each(?)
                   LEFT JOIN stars ON stars.paper = value
                   LEFT JOIN keywords ON keywords.paper = value
                   WHERE stars.paper IS NOT NULL OR keywords.paper IS NOT NULL""",
                [json.dumps(list(numbers))],
            ).fetchall()
        return {row[0]: _outline(*row) for row in rows}

    def after(self, number: int, limit: int) -> list[Held]:
        """The next papers behind a row number, in row order: a walk through the library."""
        rows = self._rows(f"{_HELD} WHERE number > ? ORDER BY number LIMIT ?", [number, limit])
        return [_held(row) for row in rows]

    def ids_between(self, first: int, last: int) -> list[PaperId]:
        """The ids of the papers with row numbers from one to another, both included, in order."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT id FROM papers WHERE number BETWEEN ? AND ? ORDER BY number", [first, last]
            )
            return [PaperId(*row[0].split(":", 1)) for row in found]

    def highest(self) -> int:
        """The highest row number; 0 for an empty library."""
        with self._database.reading() as connection:
            return int(
                connection.execute("SELECT coalesce(max(number), 0) FROM papers").fetchone()[0]
            )

    def arrived(self, first: date, last: date) -> range:
        """The row numbers of the papers that came from one day to another (UTC), both included."""
        with self._database.reading() as connection:
            start, end = connection.execute(
                """SELECT (SELECT min(first) FROM arrivals WHERE day BETWEEN ?1 AND ?2),
                          (SELECT min(first) FROM arrivals WHERE day > ?2)""",
                [day_number(first), day_number(last)],
            ).fetchone()
        if start is None:
            return range(0)
        return range(start, end if end is not None else self.highest() + 1)

    def count(self) -> int:
        """How many papers are held, counted row by row (slow; `listings.totals` is not)."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM papers").fetchone()[0])

    def _rows(self, sql: str, parameters: Sequence[object]) -> list[_Row]:
        with self._database.reading() as connection:
            return connection.execute(sql, parameters).fetchall()


def _held(row: _Row) -> Held:
    number, fingerprint, record, pdf, faq, words, chosen = row
    beside = _outline(number, pdf, faq, words, chosen)
    return Held(number, fingerprint, hashing.unpack(record), *beside[1:])


def _outline(number: int, pdf: int, faq: int, words: str | None, chosen: str | None) -> Outline:
    keywords = tuple(words.split(",")) if words else ()
    return Outline(number, Stars(pdf, faq), keywords, chosen or "")


def _batches(papers: Iterable[Paper], size: int) -> Iterator[list[Paper]]:
    walk = iter(papers)
    while some := list(islice(walk, size)):
        yield some
