"""The latent space over a library: how long it takes, how large it is, neighbours and digests."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.commands import spent
from benchmarks.table import Row, timed
from coolpapers.flows.digest import digest
from coolpapers.library import SPACE_DIRECTORY
from coolpapers.numerics.layout import layout
from coolpapers.semantic.space import Space
from coolpapers.store import open_store

ASKED = 200
CHOSEN = 20
DIGESTS = ((400, "< 20 ms", 20), (5_000, "< 200 ms", 5), (100_000, "< 5,000 ms", 2))
"""Length of a list, what is aimed at, and how often it is measured."""

MAPS = ((400, "< 1,000 ms", 5), (5_000, "< 5,000 ms", 1))


def run(data: Path) -> list[Row]:
    """The space of a library fitted anew by a process of its own, then read by this one."""
    # By the command, so that memory and CPU time are those of the work alone.
    built = spent("space", "build", "--anew", "--data", str(data))
    store = open_store(data)
    papers = store.listings.totals().papers
    store.database.close()
    files = sum(one.stat().st_size for one in (data / SPACE_DIRECTORY).rglob("*") if one.is_file())
    space = Space(data / SPACE_DIRECTORY)
    near = timed(_neighbours(space, papers))
    return [
        Row("space: fit and fold", built.wall_s, "s", built.cpu_s / built.wall_s, "its CPU time"),
        Row("space: CPU time", built.cpu_s, "s", None, "", "< 720 at a million"),
        Row("space: peak memory", built.peak_mb, "MB", None, "", "< 4,000 at a million"),
        Row("space: files", files / 1e6, "MB", None, "", "< 600 at a million"),
        Row("neighbours, p50", near.p50, "ms", None, "", "< 20 at a million"),
        Row("neighbours, p99", near.p99, "ms"),
        *_digests(space, papers),
        *_maps(space, papers),
    ]


def _neighbours(space: Space, papers: int) -> list[Callable[[], object]]:
    numbers = np.random.default_rng(0).integers(1, papers, ASKED, endpoint=True).tolist()
    return [lambda number=number: space.neighbours(number) for number in numbers]


def _digests(space: Space, papers: int) -> list[Row]:
    """Of the last papers of the library; a library that is too small has no such list."""
    rows = []
    for length, aim, times in DIGESTS:
        if length <= papers:
            numbers = range(papers - length + 1, papers + 1)
            took = timed([lambda numbers=numbers: digest(space, numbers, CHOSEN)] * times)
            rows.append(Row(f"digest, {CHOSEN} of {length:,}", took.p50, "ms", None, "", aim))
    return rows


def _maps(space: Space, papers: int) -> list[Row]:
    """The places of the last papers of the library in the plane."""
    rows = []
    for length, aim, times in MAPS:
        if length <= papers:
            vectors = space.vectors_of(range(papers - length + 1, papers + 1))
            took = timed([lambda vectors=vectors: layout(vectors)] * times)
            rows.append(Row(f"map of {length:,}", took.p50, "ms", None, "", aim))
    return rows
