"""`coolpapers work`."""

import asyncio
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from coolpapers.cli.errands import Errands
from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, desk_of, settings_of
from coolpapers.cli.tied import tied
from coolpapers.flows.work import work
from coolpapers.library import open_library
from coolpapers.store.jobs import MODEL, QUEUES

POLL_S = 0.2


@click.command("work")
@click.option(
    "--queue", "queues", multiple=True, type=click.Choice(QUEUES), help="Only this queue."
)
@click.option("--once", is_flag=True, help="End when nothing waits any more.")
@click.option("--while-open", is_flag=True, help="End when standard input does (for `serve`).")
@data_option
def command(queues: tuple[str, ...], once: bool, while_open: bool, data: Path | None) -> int:
    """Keep the library in step with its sources, fetch PDFs, write the answers asked for.

    `serve` runs this in processes of its own. More than one may run, also beside `serve`: each
    job is done by one of them.
    """
    settings = settings_of(data)
    library = open_library(settings)
    is_told, over = False, tied() if while_open else None
    chosen = queues or QUEUES
    errands = None if once or chosen == (MODEL,) else Errands(settings, chosen)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_told
        is_told = True

    def stopped() -> bool:
        has_failed = errands is not None and errands.has_failed
        return is_told or has_failed or (over is not None and over.is_set())

    signal.signal(signal.SIGTERM, stop)
    with suppress(KeyboardInterrupt):
        if MODEL in chosen:
            asyncio.run(work(desk_of(library), stopped, until_empty=once))
        while errands is not None and not stopped():
            time.sleep(POLL_S)
    if errands is not None:
        errands.stop()
        return Exit.FAILED if errands.has_failed else Exit.DONE
    return Exit.DONE
