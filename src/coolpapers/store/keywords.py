"""The words that tell a paper from others: derived from the index, kept beside the papers."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coolpapers.records import Weighted
from coolpapers.store.database import Database

KEYWORDS, CHOSEN = "keywords", "chosen words"


class Followed(NamedTuple):
    """How far a follower of the change log is, and how large the library was when it began."""

    position: int = 0
    papers: int = 0


class Keywords:
    """The table of keywords and of chosen words; each follows the change log at its own pace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self) -> int:
        """The newest change whose paper has its keywords."""
        return self._followed(KEYWORDS).position

    def chosen(self) -> Followed:
        """The newest change whose paper has its chosen words."""
        return self._followed(CHOSEN)

    def put(
        self,
        words: Mapping[int, Sequence[str]],
        position: int,
        bags: Mapping[int, bytes] | None = None,
    ) -> None:
        """Keep keywords and packed bags of papers by row number, and how far that is."""
        rows = [(paper, ",".join(some)) for paper, some in words.items()]
        with self._database.writing() as connection:
            connection.executemany(
                """INSERT INTO keywords (paper, words) VALUES (?, ?)
                   ON CONFLICT DO UPDATE SET words = excluded.words""",
                rows,
            )
            connection.executemany(
                "INSERT OR REPLACE INTO bags VALUES (?, ?)", (bags or {}).items()
            )
            _follow(connection, KEYWORDS, Followed(position))

    def choose(self, words: Mapping[int, Sequence[Weighted]], reached: Followed) -> None:
        """Keep the words that find papers like each paper, and how far that is."""
        rows = [(paper, printed(some)) for paper, some in words.items()]
        with self._database.writing() as connection:
            connection.executemany(
                """INSERT INTO keywords (paper, words, chosen) VALUES (?, '', ?)
                   ON CONFLICT DO UPDATE SET chosen = excluded.chosen""",
                rows,
            )
            _follow(connection, CHOSEN, reached)

    def bags(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The packed bags of papers by row number, in this order; those not kept are left out."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT paper, stems FROM json_each(?) AS asked
                   CROSS JOIN bags ON bags.paper = asked.value""",
                [json.dumps(list(numbers))],
            )
            return dict(found.fetchall())

    def _followed(self, name: str) -> Followed:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position, papers FROM followers WHERE name = ?", [name]
            ).fetchone()
            return Followed() if row is None else Followed(*row)


def printed(words: Sequence[Weighted]) -> str:
    """Weighted words as `records.Held.words` reads them."""
    return ",".join(f"{one.word} {one.weight:.4g} {one.stem}" for one in words)


def _follow(connection: sqlite3.Connection, name: str, reached: Followed) -> None:
    connection.execute("INSERT OR REPLACE INTO followers VALUES (?, ?, ?)", [name, *reached])
