"""What models said about papers: every answer in parts, so that a finished part is never lost.

An answer being written has a writer, a name that changes each time somebody takes the work up.
Whoever writes under an older name changes nothing: of two workers who both think that they
write an answer, one does.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from coolpapers.records import Answer, AnswerPart
from coolpapers.store.database import Database

_COLUMNS = """number, subject, version, language, model, said_model, prompt, state, reason,
              left_out, begun_s, ended_s, revision"""
STATE = """SELECT answers, (SELECT max(ended_s) FROM answers WHERE state = 'done')
           FROM finished"""
_MINE = "UPDATE answers SET revision = revision + 1"


class Answers:
    """The tables of answers and of translations."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def open(
        self, subject: str, version: int, language: str, model: str, said_model: str, prompt: str
    ) -> Answer:
        """The answer of this version, language, model and prompt; one that failed is open again.

        Args:
            subject: The printed id of a paper, or `upload:` and its token.
            version: Of the paper; 0 if it is not known.
            language: In which it is to be written.
            model: The name under which the model is configured.
            said_model: The name its provider gives it.
            prompt: The version of what is asked.
        """
        key = [subject, language, model, version, prompt]
        where = "subject = ? AND language = ? AND model = ? AND version = ? AND prompt = ?"
        with self._database.writing() as connection:
            connection.execute(
                """INSERT OR IGNORE INTO answers
                   (subject, language, model, version, prompt, said_model, begun_s)
                   VALUES (?, ?, ?, ?, ?, ?, ?)""",
                [*key, said_model, self._now()],
            )
            connection.execute(
                f"""{_MINE}, state = 'open', reason = ''
                    WHERE {where} AND state = 'failed'""",
                key,
            )
            return _answers(connection, where, key)[0]

    def get(self, number: int) -> Answer | None:
        """An answer with its parts."""
        with self._database.reading() as connection:
            found = _answers(connection, "number = ?", [number])
            return found[0] if found else None

    def of(self, subject: str) -> list[Answer]:
        """All answers about a paper, the newest first."""
        with self._database.reading() as connection:
            return _answers(connection, "subject = ?", [subject])

    def finished(self, subjects: Iterable[str]) -> list[Answer]:
        """All answers about any of these papers that are whole, the newest first."""
        wanted = msgspec.json.encode(list(subjects)).decode()
        with self._database.reading() as connection:
            where = "state = 'done' AND subject IN (SELECT value FROM json_each(?))"
            return _answers(connection, where, [wanted])

    def state(self) -> tuple[int, float]:
        """How many answers became whole ever, and when the last one did: one more changes it.

        Two look-ups, however many answers there are.
        """
        with self._database.reading() as connection:
            count, ended = connection.execute(STATE).fetchone()
            return int(count), float(ended or 0)

    def revisions(self, numbers: Iterable[int]) -> dict[int, int]:
        """How often each of these answers has changed; for those who follow one being written."""
        with self._database.reading() as connection:
            found = connection.execute(
                """SELECT number, revision FROM answers
                   WHERE number IN (SELECT value FROM json_each(?))""",
                [msgspec.json.encode(list(numbers)).decode()],
            )
            return dict(found.fetchall())

    def take(self, number: int, writer: str) -> bool:
        """From now on `writer` writes this answer; whether there is such an open answer."""
        with self._database.writing() as connection:
            taken = connection.execute(
                f"{_MINE}, writer = ? WHERE number = ? AND state = 'open'", [writer, number]
            )
            connection.execute(
                "DELETE FROM answer_parts WHERE answer = ? AND is_done = 0", [number]
            )
            return taken.rowcount == 1

    def leave_out(self, number: int, writer: str, what: Sequence[object]) -> bool:
        """Whether the answer is still this writer's; this did not fit the model."""
        with self._database.writing() as connection:
            told = connection.execute(
                f"""{_MINE}, left_out = ?
                    WHERE number = ? AND writer = ? AND state = 'open'""",
                [msgspec.json.encode(what).decode(), number, writer],
            )
            return told.rowcount == 1

    def write(self, number: int, writer: str, part: int, text: str) -> bool:
        """Whether the answer is still this writer's; the unfinished part now says this much."""
        with self._database.writing() as connection:
            if not _touch(connection, number, writer):
                return False
            connection.execute(
                """INSERT INTO answer_parts (answer, part, text) VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET text = excluded.text WHERE is_done = 0""",
                [number, part, text],
            )
            return True

    def finish_part(self, number: int, writer: str, part: AnswerPart) -> bool:
        """Whether the answer is still this writer's; the part is whole and kept for ever."""
        with self._database.writing() as connection:
            if not _touch(connection, number, writer):
                return False
            connection.execute(
                "INSERT OR REPLACE INTO answer_parts VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)",
                [number, part.part, part.text, part.read, part.cached, part.written, part.cost,
                 part.seconds],
            )  # fmt: skip
            return True

    def drop_part(self, number: int, writer: str, part: int) -> bool:
        """Whether the answer is still this writer's; a part that broke off is forgotten."""
        with self._database.writing() as connection:
            if not _touch(connection, number, writer):
                return False
            connection.execute(
                "DELETE FROM answer_parts WHERE answer = ? AND part = ? AND is_done = 0",
                [number, part],
            )
            return True

    def finish(self, number: int, writer: str) -> bool:
        """Whether the answer is still this writer's; it is whole."""
        return self._end(number, writer, "done", "")

    def fail(self, number: int, writer: str | None, reason: str) -> bool:
        """Whether the answer is still this writer's (None: anybody's); it is given up for now."""
        return self._end(number, writer, "failed", reason)

    def say(self, number: int, reason: str) -> None:
        """Tell why an open answer waits."""
        with self._database.writing() as connection:
            connection.execute(
                f"{_MINE}, reason = ? WHERE number = ? AND state = 'open'", [reason, number]
            )

    def _end(self, number: int, writer: str | None, state: str, reason: str) -> bool:
        with self._database.writing() as connection:
            ended = connection.execute(
                f"""{_MINE}, state = ?, reason = ?, ended_s = ?
                    WHERE number = ? AND state = 'open' AND writer = coalesce(?, writer)""",
                [state, reason, self._now(), number, writer],
            )
            if ended.rowcount and state == "done":
                connection.execute("UPDATE finished SET answers = answers + 1")
            return ended.rowcount == 1

    def forget(self, subject: str) -> None:
        """Forget everything that was said about a PDF of a visitor's own."""
        with self._database.writing() as connection:
            connection.execute(
                """DELETE FROM answer_parts
                   WHERE answer IN (SELECT number FROM answers WHERE subject = ?)""",
                [subject],
            )
            connection.execute("DELETE FROM answers WHERE subject = ?", [subject])

    def translation(self, digest: bytes, language: str) -> str | None:
        """A text in another language, if it has been translated."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT text FROM translations WHERE digest = ? AND language = ?",
                [digest, language],
            ).fetchone()
            return None if row is None else str(row[0])

    def keep_translation(
        self, digest: bytes, language: str, text: str, model: str, prompt: str
    ) -> None:
        """Keep a text in another language, and who translated it."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?, ?, ?)",
                [digest, language, text, model, prompt, self._now()],
            )


def _touch(connection: sqlite3.Connection, number: int, writer: str) -> bool:
    mine = connection.execute(
        f"{_MINE} WHERE number = ? AND writer = ? AND state = 'open'", [number, writer]
    )
    return mine.rowcount == 1


def _answers(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> list[Answer]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM answers WHERE {where} ORDER BY number DESC", values
    ).fetchall()
    parts = _parts(connection, [row[0] for row in rows])
    return [_answer(row, parts.get(row[0], ())) for row in rows]


def _parts(
    connection: sqlite3.Connection, numbers: Sequence[int]
) -> dict[int, tuple[AnswerPart, ...]]:
    """The parts of each of these answers, in order."""
    rows = connection.execute(
        """SELECT answer, part, text, is_done, read, cached, written, cost, seconds
           FROM answer_parts WHERE answer IN (SELECT value FROM json_each(?))
           ORDER BY answer, part""",
        [msgspec.json.encode(numbers).decode()],
    )
    found: dict[int, tuple[AnswerPart, ...]] = {}
    for number, part, text, is_done, *rest in rows:
        one = AnswerPart(part, text, bool(is_done), *rest)
        found[number] = (*found.get(number, ()), one)
    return found


def _answer(row: tuple[Any, ...], parts: tuple[AnswerPart, ...]) -> Answer:
    left_out = tuple(map(tuple, msgspec.json.decode(row[9])))
    return Answer(*[*row[:9], left_out, *row[10:], parts])
