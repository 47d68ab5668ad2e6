"""A `coolpapers serve` process for tests, stopped at the end of a block."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Served(NamedTuple):
    """A running site: its address and its process."""

    url: str
    process: subprocess.Popen[str]


@contextmanager
def serving(
    data: Path,
    *arguments: str,
    command: Sequence[str] = (sys.executable, "-m", "coolpapers"),
    **env: str,
) -> Iterator[Served]:
    """The library in a directory on a free port of the loopback; it fetches nothing unless told."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COOLPAPERS_")}
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", "--data", str(data), *arguments],
        env={**environment, "COOLPAPERS_SYNC": "no", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+\S*?)/?$", line.strip()):
                yield Served(found[1], process)
                return
        raise AssertionError(f"the site did not start: {''.join(lines)}")
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()  # what it leaves behind may hold its output open for ever
            process.wait()
            raise
