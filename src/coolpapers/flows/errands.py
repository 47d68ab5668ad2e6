"""Errands: working a queue; take a job, keep its lease, report how it ended."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from coolpapers.errors import (
    CoolPapersError,
    SourceFormatError,
    SourceUnavailableError,
    StoreBusyError,
)
from coolpapers.flows import sync
from coolpapers.flows.due import due
from coolpapers.flows.harvest import HarvestReport
from coolpapers.flows.outside import Outside
from coolpapers.flows.workers import is_gone
from coolpapers.store import Job
from coolpapers.store.jobs import LISTINGS, Jobs

_LOG = logging.getLogger("coolpapers.work")
LEASE_S = 120.0
POLL_S = 0.5
PLAN_S = 20.0
AGAIN_S = 60.0

Do = Callable[[Job], object]
Wait = Callable[[float], bool]
"""Pauses for so many seconds; whether to stop."""


def work_queue(jobs: Jobs, queue: str, worker: str, do: Do, wait: Wait) -> None:
    """Do the jobs of a queue, one after another, until `wait` says stop.

    An error that the package raises on purpose ends the job, not the worker.
    """
    while not wait(0):
        with suppress(StoreBusyError):
            if work_one(jobs, queue, worker, do):
                continue
        if wait(POLL_S):
            return


def work_one(jobs: Jobs, queue: str, worker: str, do: Do, key: str | None = None) -> bool:
    """Whether there was a job, of this key if one is named; it has been done or has failed."""
    job = jobs.take(queue, worker, LEASE_S, key)
    if job is None:
        return False
    with renewed(jobs, job):
        try:
            do(job)
        except SourceUnavailableError as error:
            jobs.fail(job, str(error), AGAIN_S * 2.0**job.attempt)
        except SourceFormatError as error:
            jobs.fail(job, str(error))
        except CoolPapersError as error:
            _LOG.warning("%s %s: %s", job.kind, job.key, error)
            jobs.fail(job, str(error), AGAIN_S)
        else:
            jobs.done(job)
    return True


@contextmanager
def renewed(jobs: Jobs, *mine: Job) -> Iterator[None]:
    """Keeps the lease of some jobs while the block lasts."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(LEASE_S / 4):
            for job in mine:
                with suppress(CoolPapersError):
                    jobs.renew(job, LEASE_S)

    keeper = threading.Thread(target=keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def plan(outside: Outside, wait: Wait) -> None:
    """Put tasks into the queue when their time has come, until `wait` says stop.

    Jobs of processes that were killed are taken up again at once, without waiting for the lease.
    """
    while True:
        with suppress(StoreBusyError):
            outside.store.jobs.recover(is_gone)
            for task in due(outside):
                sync.add(outside, task)
        if wait(PLAN_S):
            return


def listings_work(outside: Outside, sync_days: int) -> Callable[[Job], HarvestReport]:
    """What does the jobs of the queue of listings."""

    def do(job: Job) -> HarvestReport:
        return sync.perform(outside, job.kind, job.key, sync_days=sync_days)

    return do


def work_listings(outside: Outside, worker: str, sync_days: int, wait: Wait) -> None:
    """Do the jobs of the queue of listings until `wait` says stop."""
    do = listings_work(outside, sync_days)
    work_queue(outside.store.jobs, LISTINGS, worker, do, wait)
