"""Reading order: the runs of a page as lines, column after column between what spans both."""

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coolpapers.faq.pdf.page import Run

_WORD_GAP = 0.16
"""Two runs of one line closer than this, in font sizes, are one word."""
_MIDDLE = (0.36, 0.64)
"""The gutter between two columns lies in this part of the width of the text."""
_COLUMN_LINES = 6
"""So many wide lines on either side make columns; formulas and tables have fewer."""


class Line(NamedTuple):
    """A line of text: its page, column (0 spans the page), place, size, and first font."""

    page: int
    column: int
    x: float
    right: float
    y: float
    size: float
    is_bold: bool
    text: str


class Gutter(NamedTuple):
    """The gap between two columns: nothing that belongs to a column crosses its middle."""

    x: float


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page as one reads them."""
    if not runs:
        return []
    gutter = _gutter(runs)
    if gutter is None:
        return _joined(runs, 0)
    found: list[Line] = []
    for band in _bands(runs, gutter):
        found += band
    return found


def _gutter(runs: Sequence[Run]) -> Gutter | None:
    """The place that the fewest runs cross, if wide lines stand on both of its sides."""
    left, right = min(run.x for run in runs), max(run.right for run in runs)
    width = right - left
    wide = [run for run in runs if run.right - run.x > 0.28 * width]
    best: tuple[int, float, Gutter] | None = None
    for step in range(29):
        x = left + width * (_MIDDLE[0] + (_MIDDLE[1] - _MIDDLE[0]) * step / 28)
        crossing = sum(run.x < x < run.right for run in runs)
        before = sum(run.right <= x and run.x < x - 0.2 * width for run in wide)
        after = sum(run.x >= x and run.right > x + 0.2 * width for run in wide)
        if min(before, after) < _COLUMN_LINES or crossing > 0.6 * (before + after):
            continue
        row = (crossing, abs(x - (left + right) / 2), Gutter(x))
        if best is None or row[:2] < best[:2]:
            best = row
    return best[2] if best else None


def _bands(runs: Sequence[Run], gutter: Gutter) -> Iterable[list[Line]]:
    """From top to bottom: what spans the page, and between two such lines the two columns."""
    spanning = _spanning(runs, gutter)
    columns = [run for run in runs if run not in spanning]
    left = [run for run in columns if (run.x + run.right) / 2 < gutter.x]
    right = [run for run in columns if (run.x + run.right) / 2 >= gutter.x]
    lines = _joined([run for run in runs if run in spanning], 0)
    top = float("inf")
    for line in [*lines, None]:
        bottom = line.y if line else float("-inf")
        for column, some in ((1, left), (2, right)):
            yield _joined([run for run in some if bottom < run.y <= top], column)
        if line:
            yield [line]
            top = line.y


def _spanning(runs: Sequence[Run], gutter: Gutter) -> set[Run]:
    """Runs over both columns, and those beside them on their line that belong to no column."""
    crossing = [run for run in runs if run.x < gutter.x - 4 and run.right > gutter.x + 4]
    found = set(crossing)
    for run in runs:
        beside = (one for one in crossing if abs(one.y - run.y) < 0.5 * run.size)
        if any(
            min(abs(run.x - one.right), abs(one.x - run.right)) < 1.5 * run.size for one in beside
        ):
            found.add(run)
    return found


def _joined(runs: Sequence[Run], column: int) -> list[Line]:
    """Runs at one height as one line, from the top down."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.y, one.x)):
        if rows and _on_one_line(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(sorted(row, key=lambda run: run.x), column) for row in rows]


def _on_one_line(row: Sequence[Run], run: Run) -> bool:
    tall = max(row, key=lambda one: one.size)
    size = max(tall.size, run.size)
    if abs(tall.y - run.y) < 0.1 * size:
        return True
    near = abs(tall.y - run.y) < 0.45 * size
    apart = all(run.x >= one.right - 0.3 * run.size or run.right <= one.x + 0.3 for one in row)
    return near and apart


def _line(row: Sequence[Run], column: int) -> Line:
    main = max(row, key=lambda run: len(run.text) * run.size)
    parts = [row[0].text]
    for before, run in itertools.pairwise(row):
        gap = (run.x - before.right) / max(before.size, run.size)
        parts.append(run.text if gap < _WORD_GAP else f" {run.text}")
    return Line(
        main.page,
        column,
        row[0].x,
        max(run.right for run in row),
        main.y,
        main.size,
        main.is_bold,
        " ".join("".join(parts).split()),
    )
