"""Work to be done, in queues that wait for nobody else's: kept in the store, so no kill loses it.

A worker takes a job for a while (its lease) and renews it while it works. Who dies renews no
longer: the job is taken again when the lease is over, a limited number of times. Whoever comes
back from the dead finds that the job is no longer theirs.
"""

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Literal, NamedTuple

import msgspec

from coolpapers.store.database import Database

LISTINGS, PDFS, MODEL = "listings", "pdfs", "model"
QUEUES = (LISTINGS, PDFS, MODEL)
"""Independent of one another: a slow upstream holds up its own queue alone."""

MOST_ATTEMPTS = 5
KEPT_S = 14 * 24 * 3600.0
"""How long finished jobs are remembered, for the status page."""

State = Literal["waiting", "taken", "done", "failed"]


class Priority(IntEnum):
    """Which job comes first; within a priority the oldest."""

    HISTORY = 0
    NEWEST = 1
    OPERATOR = 2


class Job(NamedTuple):
    """A piece of work. `attempt` counts tries, `progress` goes from 0 to 1.

    `taking` is a new number each time the job is taken, by which it knows whose it is.

    `ready_s` is when a waiting job may be taken and when the lease of a taken one is over.
    """

    number: int
    queue: str
    kind: str
    key: str
    payload: Mapping[str, Any]
    priority: int
    state: State
    taking: int
    attempt: int
    most_attempts: int
    added_s: float
    ready_s: float
    ended_s: float
    worker: str
    progress: float
    reason: str

    @property
    def is_unfinished(self) -> bool:
        """It waits or is being worked on."""
        return self.state in ("waiting", "taken")


class QueueCounts(NamedTuple):
    """How many jobs of a queue wait, are being worked on, were done and have failed."""

    waiting: int = 0
    taken: int = 0
    done: int = 0
    failed: int = 0


_COLUMNS = """number, queue, kind, key, payload, priority, state, taking, attempt,
              most_attempts, added_s, ready_s, ended_s, worker, progress, reason"""
_OPEN, _ENDED = "state IN ('waiting', 'taken')", "state NOT IN ('waiting', 'taken')"
# Also a taken job is to be had when its lease is over.
_NEXT = f"""SELECT number FROM jobs WHERE queue = ?1 AND {_OPEN} AND ready_s <= ?2
            AND (?3 IS NULL OR key = ?3) ORDER BY priority DESC, number LIMIT 1"""


class Jobs:
    """The table of jobs.

    Args:
        database: Where it is.
        now: Seconds since 1970; replaced in tests.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def add(
        self,
        queue: str,
        kind: str,
        key: str,
        payload: Mapping[str, object] | None = None,
        *,
        priority: int = Priority.HISTORY,
        after_s: float = 0.0,
        most_attempts: int = MOST_ATTEMPTS,
    ) -> Job:
        """The unfinished job of this queue and key: a new one, or the one there is.

        Of one that is there already only the priority is raised, if it is lower.

        Args:
            queue: Whose turn it takes.
            kind: What is to be done, for the worker.
            key: What it is to be done to; a queue has one unfinished job of a key.
            payload: What else the worker needs to know, as JSON.
            priority: Higher comes first.
            after_s: How long it is to wait at least.
            most_attempts: How often it may be taken.
        """
        text = msgspec.json.encode(payload or {}).decode()
        with self._database.writing() as connection:
            found = _only(connection, f"queue = ? AND key = ? AND {_OPEN}", [queue, key])
            if found is not None:
                return _raised(connection, found, priority)
            now = self._now()
            _forget(connection, queue, key, now - KEPT_S)
            made = connection.execute(
                """INSERT INTO jobs (queue, kind, key, payload, priority, most_attempts,
                                     added_s, ready_s)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                [queue, kind, key, text, int(priority), most_attempts, now, now + after_s],
            )
            return _known(connection, int(made.lastrowid or 0))

    def take(self, queue: str, worker: str, lease_s: float, key: str | None = None) -> Job | None:
        """The next job, now `worker`'s for so long; None if there is none to be had.

        The highest priority comes first, then the oldest; if a key is named, only its job. A job
        whose workers died as often as it may be taken has failed.
        """
        with self._database.reading() as connection:
            if connection.execute(_NEXT, [queue, self._now(), key]).fetchone() is None:
                return None
        with self._database.writing() as connection:
            now = self._now()
            _give_up(connection, queue, now)
            row = connection.execute(_NEXT, [queue, now, key]).fetchone()
            if row is None:
                return None
            connection.execute(
                """UPDATE jobs SET state = 'taken', worker = ?, ready_s = ?, progress = 0,
                   attempt = attempt + 1, taking = taking + 1 WHERE number = ?""",
                [worker, now + lease_s, row[0]],
            )
            return _known(connection, row[0])

    def renew(self, job: Job, lease_s: float, progress: float | None = None) -> bool:
        """Whether the job is still its worker's, now for so long again."""
        sets = "ready_s = ?, progress = coalesce(?, progress)"
        return self._change(job, sets, [self._now() + lease_s, progress])

    def done(self, job: Job) -> bool:
        """Whether the job was still its worker's; it is done now."""
        sets = "state = 'done', ended_s = ?, progress = 1, reason = ''"
        return self._change(job, sets, [self._now()])

    def fail(self, job: Job, reason: str, retry_after_s: float | None = None) -> bool:
        """Whether the job was still its worker's; it waits for another attempt, or has failed.

        Args:
            job: As it was taken.
            reason: For a person.
            retry_after_s: When to try again; None says that trying again is of no use.
        """
        now = self._now()
        if retry_after_s is None or job.attempt >= job.most_attempts:
            return self._change(job, "state = 'failed', ended_s = ?, reason = ?", [now, reason])
        return self._change(
            job, "state = 'waiting', ready_s = ?, reason = ?", [now + retry_after_s, reason]
        )

    def release(self, job: Job) -> bool:
        """Whether the job was still its worker's; it waits again, as if it had not been taken."""
        sets = "state = 'waiting', ready_s = ?, attempt = attempt - 1"
        return self._change(job, sets, [self._now()])

    def recover(self, is_gone: Callable[[str], bool]) -> int:
        """How many jobs had workers that are gone; their leases are over now."""
        now = self._now()
        with self._database.reading() as connection:
            taken = connection.execute(
                "SELECT number, taking, worker FROM jobs WHERE state = 'taken' AND ready_s > ?",
                [now],
            ).fetchall()
        left = [(now, number, taking) for number, taking, worker in taken if is_gone(worker)]
        if left:
            with self._database.writing() as connection:
                connection.executemany(
                    "UPDATE jobs SET ready_s = ? WHERE number = ? AND taking = ?", left
                )
        return len(left)

    def get(self, queue: str, key: str) -> Job | None:
        """The newest job of this queue and key, finished or not, as far as it is remembered."""
        with self._database.reading() as connection:
            return _only(connection, "queue = ? AND key = ?", [queue, key])

    def position(self, queue: str, key: str) -> int | None:
        """The place of an unfinished job: 1 is next, 0 is being worked on; None if there is none.

        A job that has to wait for another attempt keeps its place.
        """
        job = self.get(queue, key)
        if job is None or not job.is_unfinished:
            return None
        if job.state == "taken" and job.ready_s > self._now():
            return 0
        with self._database.reading() as connection:
            row = connection.execute(
                f"""SELECT count(*) FROM jobs WHERE queue = ? AND {_OPEN}
                    AND (state = 'waiting' OR ready_s <= ?)
                    AND (priority > ? OR (priority = ? AND number < ?))""",
                [queue, self._now(), job.priority, job.priority, job.number],
            ).fetchone()
            return int(row[0]) + 1

    def counts(self) -> dict[str, QueueCounts]:
        """How many jobs of each queue are in each state."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT queue, state, count(*) FROM jobs GROUP BY 1, 2")
            found = {queue: QueueCounts() for queue in QUEUES}
            for queue, state, number in rows:
                found[queue] = found.get(queue, QueueCounts())._replace(**{state: number})
            return found

    def failed(self, limit: int) -> list[Job]:
        """The jobs that failed last, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"""SELECT {_COLUMNS} FROM jobs WHERE state = 'failed'
                    ORDER BY ended_s DESC, number DESC LIMIT ?""",
                [limit],
            )
            return [_job(row) for row in rows]

    def _change(self, job: Job, sets: str, values: Sequence[object]) -> bool:
        """Change a job that is still as it was taken: nobody else has taken it since."""
        with self._database.writing() as connection:
            changed = connection.execute(
                f"""UPDATE jobs SET {sets}
                    WHERE number = ? AND taking = ? AND state = 'taken'""",
                [*values, job.number, job.taking],
            )
            return changed.rowcount == 1


def _raised(connection: sqlite3.Connection, job: Job, priority: int) -> Job:
    if priority <= job.priority:
        return job
    connection.execute("UPDATE jobs SET priority = ? WHERE number = ?", [int(priority), job.number])
    return job._replace(priority=int(priority))


def _forget(connection: sqlite3.Connection, queue: str, key: str, before_s: float) -> None:
    """Finished jobs that a new one takes the place of, and those of long ago."""
    connection.execute(f"DELETE FROM jobs WHERE queue = ? AND key = ? AND {_ENDED}", [queue, key])
    connection.execute(f"DELETE FROM jobs WHERE ended_s < ? AND {_ENDED}", [before_s])


def _give_up(connection: sqlite3.Connection, queue: str, now: float) -> None:
    connection.execute(
        """UPDATE jobs SET state = 'failed', ended_s = ?,
           reason = 'its worker died ' || attempt || ' times; ' || reason
           WHERE queue = ? AND state = 'taken' AND ready_s <= ? AND attempt >= most_attempts""",
        [now, queue, now],
    )


def _known(connection: sqlite3.Connection, number: int) -> Job:
    row = connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE number = ?", [number]).fetchone()
    return _job(row)


def _only(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> Job | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM jobs WHERE {where} ORDER BY number DESC LIMIT 1", values
    ).fetchone()
    return None if row is None else _job(row)


def _job(row: tuple[Any, ...]) -> Job:
    fields = list(row)
    fields[4] = msgspec.json.decode(fields[4])
    return Job._make(fields)
