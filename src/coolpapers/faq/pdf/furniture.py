"""What stands on pages and is not the paper: running heads, page numbers, line numbers."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from coolpapers.faq.pdf.order import Line
from coolpapers.faq.pdf.page import Run

_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_MOST_LINE_NUMBERS, _FEWEST_LINE_NUMBERS = 400, 8


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what repeats at their edges, and without their numbers."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(name for edge in edges for name in {_name(line) for line in edge})
    enough = max(2, len(pages) // 5)
    return [
        [line for line in lines if line not in edge or not _is_furniture(line, seen, enough)]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The topmost and the lowest lines of a page."""
    ordered = sorted(lines, key=lambda line: -line.y)
    if not ordered:
        return []
    top, bottom = ordered[0].y, ordered[-1].y
    return [
        line
        for at, line in enumerate(ordered)
        if at < _EDGE_LINES
        or at >= len(ordered) - _EDGE_LINES
        or line.y >= top - 2
        or line.y <= bottom + 2
    ]


def _name(line: Line) -> str:
    return f"{_DIGITS.sub('#', line.text.lower())} {round(line.y / 6)}"


def _is_furniture(line: Line, seen: Counter[str], enough: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or (
        seen[_name(line)] >= enough and len(line.text) < 160
    )


def without_line_numbers(runs: Sequence[Run]) -> list[Run]:
    """The runs of a page without the numbers that manuscripts carry beside their lines."""
    numbers = [run for run in runs if len(run.text) <= 4 and run.text.isdecimal()]
    if not _FEWEST_LINE_NUMBERS <= len(numbers) <= _MOST_LINE_NUMBERS:
        return list(runs)
    dropped: set[Run] = set()
    for edge in ("x", "right"):
        stacks: dict[int, list[Run]] = {}
        for run in numbers:
            stacks.setdefault(round(getattr(run, edge) / 3), []).append(run)
        for stack in stacks.values():
            if len(stack) >= _FEWEST_LINE_NUMBERS and _counts(stack):
                dropped.update(stack)
    return [run for run in runs if run not in dropped]


def _counts(stack: Sequence[Run]) -> bool:
    """Whether numbers go up evenly down the page."""
    values = [int(run.text) for run in sorted(stack, key=lambda one: -one.y)]
    steps = Counter(after - before for before, after in itertools.pairwise(values))
    step, often = steps.most_common(1)[0]
    return 1 <= step <= 5 and often >= 0.8 * (len(values) - 1)
