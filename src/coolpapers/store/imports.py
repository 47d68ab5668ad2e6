"""Imports of files: how far each came, so that an interrupted one goes on where it stopped."""

from typing import NamedTuple

from coolpapers.records import Counts
from coolpapers.store.database import Database


class Import(NamedTuple):
    """One reading of a file: its run, the uncompressed byte and line reached, counts so far."""

    run: int
    reached: int = 0
    line: int = 0
    counts: Counts = Counts()


class Imports:
    """The table of imports; files are known by a fingerprint of their content."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, file: str) -> Import:
        """The unfinished import of this file if there is one, else a new one."""
        with self._database.writing() as connection:
            row = connection.execute(
                """SELECT run, reached, line, new, changed, same, failed FROM imports
                   WHERE file = ? AND NOT finished ORDER BY run DESC LIMIT 1""",
                [file],
            ).fetchone()
            if row is not None:
                return Import(row[0], row[1], row[2], Counts(*row[3:]))
            made = connection.execute("INSERT INTO imports (file) VALUES (?)", [file])
            return Import(int(made.lastrowid or 0))

    def reach(self, reached: Import, *, finished: bool = False) -> None:
        """Note how far an import came."""
        counts = reached.counts
        with self._database.writing() as connection:
            connection.execute(
                """UPDATE imports SET reached = ?, line = ?, new = ?, changed = ?, same = ?,
                   failed = ?, finished = ? WHERE run = ?""",
                [
                    reached.reached,
                    reached.line,
                    counts.new,
                    counts.changed,
                    counts.same,
                    counts.failed,
                    finished,
                    reached.run,
                ],
            )
