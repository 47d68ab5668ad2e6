"""The model's server, started by the interpreter that has its packages."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coolpapers.semantic.embeddings import Endpoint

NAME = "all-MiniLM-L6-v2"
BATCH = 16
"""Texts a request: some seconds, also on a busy machine."""


@contextmanager
def running(python: Path) -> Iterator[Endpoint]:
    """A provider whose vectors are the model's, as long as the block lasts."""
    command = [str(python), "-m", "benchmarks.minilm.server"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        address = process.stdout.readline().strip() if process.stdout else ""
        if not address:
            raise SystemExit(f"{python} cannot run the model: are its packages installed?")
        yield Endpoint(NAME, address, "", BATCH)
