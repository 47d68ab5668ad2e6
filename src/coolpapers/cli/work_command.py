"""`coolpapers work`."""

import asyncio
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from coolpapers.cli.options import data_option, desk_of, settings_of
from coolpapers.flows.work import work
from coolpapers.library import open_library


@click.command("work")
@click.option("--once", is_flag=True, help="End when nothing waits any more.")
@click.option("--while-open", is_flag=True, help="End when standard input does (for `serve`).")
@data_option
def command(once: bool, while_open: bool, data: Path | None) -> None:
    """Write the answers that are asked for; `serve` runs this in a process of its own.

    More than one may run, also beside `serve`: each answer is written by one of them.
    """
    library = open_library(settings_of(data))
    is_told = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_told
        is_told = True

    def stopped() -> bool:
        return is_told or (while_open and _is_closed())

    signal.signal(signal.SIGTERM, stop)
    with suppress(KeyboardInterrupt):
        asyncio.run(work(desk_of(library), stopped, until_empty=once))


def _is_closed() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and not os.read(sys.stdin.fileno(), 1)
