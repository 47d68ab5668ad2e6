"""A command of the program in a process of its own: its time and its memory alone."""

import os
import subprocess
import sys
from time import perf_counter
from typing import NamedTuple


class Spent(NamedTuple):
    """What a command took from its start to its end."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def spent(*arguments: str) -> Spent:
    """What `coolpapers` with these arguments took; what it says is not shown."""
    started = perf_counter()
    command = [sys.executable, "-m", "coolpapers", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    passed = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"coolpapers {arguments[0]} ended with {process.returncode}")
    return Spent(passed, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
