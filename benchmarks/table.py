"""Rows of a result table: name, value, unit, and the ratio to something of the same run."""

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

from rich.console import Console
from rich.table import Table


class Row(NamedTuple):
    """One line: what was measured, how much, and against what."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    to: str = ""
    aim: str = ""


class Spread(NamedTuple):
    """Median and 99th percentile of some calls, in milliseconds."""

    p50: float
    p99: float


def spread(times_s: Sequence[float]) -> Spread:
    """Median and 99th percentile of seconds, in milliseconds."""
    ordered = sorted(times_s)
    return Spread(
        statistics.median(ordered) * 1000,
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
    )


def timed(calls: Sequence[Callable[[], object]]) -> Spread:
    """Each call once, after the first tenth of them as a warm-up."""
    for call in calls[: max(1, len(calls) // 10)]:
        call()
    times = []
    for call in calls:
        started = perf_counter()
        call()
        times.append(perf_counter() - started)
    return spread(times)


def show(title: str, rows: Sequence[Row]) -> None:
    """The rows as a table on standard output."""
    table = Table(
        "measured", "value", "unit", "ratio", "to", "aim", title=title, title_justify="left"
    )
    for row in rows:
        value = f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:,.2f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        table.add_row(row.name, value, row.unit, ratio, row.to, row.aim)
    Console(width=120).print(table)
