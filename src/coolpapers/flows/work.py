"""The worker: takes jobs of the model's queue, a few at a time, until it is told to stop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from coolpapers.errors import StoreBusyError
from coolpapers.flows.answering import LEASE_S, answer
from coolpapers.flows.desk import Desk
from coolpapers.flows.workers import is_gone, worker_name
from coolpapers.store.jobs import MODEL, Job

POLL_S = 0.1
SWEEP_S = 600.0


async def work(desk: Desk, stopped: Callable[[], bool], *, until_empty: bool = False) -> None:
    """Answer what is asked for until `stopped`, or until nothing waits any more."""
    name = worker_name("model")
    tasks: set[asyncio.Task[None]] = set()
    at_once = max(1, desk.settings.number("faq_at_once"))
    swept = -SWEEP_S
    try:
        while not stopped():
            tasks = {task for task in tasks if not task.done()}
            now = asyncio.get_running_loop().time()
            if now - swept > SWEEP_S:
                swept = now
                await asyncio.to_thread(sweep, desk)
            job = await _next(desk, name) if len(tasks) < at_once else None
            if job is not None:
                tasks.add(asyncio.create_task(answer(desk, job)))
            elif until_empty and not tasks and not await _anything(desk):
                return
            else:
                await _something(tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _something(tasks: set[asyncio.Task[None]]) -> None:
    """Wait until an answer has ended, or a moment."""
    if tasks:
        await asyncio.wait(tasks, timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
    else:
        await asyncio.sleep(POLL_S)


async def _next(desk: Desk, name: str) -> Job | None:
    with suppress(StoreBusyError):
        return await asyncio.to_thread(desk.store.jobs.take, MODEL, name, LEASE_S)
    return None


async def _anything(desk: Desk) -> bool:
    counts = (await asyncio.to_thread(desk.store.jobs.counts))[MODEL]
    return bool(counts.waiting or counts.taken)


def sweep(desk: Desk) -> None:
    """Take up the jobs of killed workers; forget visitors' PDFs when their sessions are over."""
    with suppress(StoreBusyError):
        desk.store.jobs.recover(is_gone)
    for subject in desk.texts.end_sessions():
        desk.store.answers.forget(subject)
