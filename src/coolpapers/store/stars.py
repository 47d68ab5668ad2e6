"""How often papers were opened."""

import json
from collections.abc import Sequence
from typing import Literal

from coolpapers.errors import PaperNotFoundError
from coolpapers.ids import PaperId
from coolpapers.records import Stars
from coolpapers.store.database import Database

StarKey = Literal["pdf", "faq"]

_ADD = {
    key: f"""INSERT INTO stars (paper, {key}) VALUES (?, max(?, 0))
             ON CONFLICT DO UPDATE SET {key} = max({key} + ?, 0) RETURNING {key}"""
    for key in ("pdf", "faq")
}


class StarCounts:
    """The counts beside [PDF] and [FAQ]."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, paper: PaperId, key: StarKey, delta: int) -> int:
        """The new count after adding 1 or taking 1 away; never below 0, whatever `delta` is.

        Raises:
            PaperNotFoundError: The library does not hold the paper.
        """
        step = max(-1, min(1, delta))
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT number FROM papers WHERE id = ?", [str(paper)]
            ).fetchone()
            if row is None:
                raise PaperNotFoundError(str(paper))
            return int(connection.execute(_ADD[key], [row[0], step, step]).fetchone()[0])

    def get(self, numbers: Sequence[int]) -> dict[int, Stars]:
        """The counts of papers by row number; papers never opened are left out."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT paper, pdf, faq FROM stars WHERE paper IN (SELECT value FROM json_each(?))",
                [json.dumps(list(numbers))],
            )
            return {paper: Stars(pdf, faq) for paper, pdf, faq in found}
