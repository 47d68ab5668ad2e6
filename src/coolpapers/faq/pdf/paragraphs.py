"""Lines to paragraphs: hyphens joined, over columns and pages, formulas with their sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coolpapers.faq.pdf.glyphs import LINE_END_HYPHEN
from coolpapers.faq.pdf.headings import is_heading
from coolpapers.faq.pdf.order import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_PART = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"(?:[•‣▪◦–]|\[\d{1,3}\]|\(?[ivx\d]{1,3}\)|\d{1,2}\.)\s")
_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|table|tab\.|algorithm|listing)\s*\d", re.IGNORECASE)
_CJK = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_ENDS = (".", "!", "?", ":", "。", "”", ")", "]")


@dataclass
class Draft:
    """A paragraph that grows: its lines, and whether it is a heading, a note or a caption."""

    page: int
    lines: list[Line] = field(default_factory=list)
    is_heading: bool = False
    is_note: bool = False
    text: str = ""


class Words:
    """The words of a paper, to tell a divided word from a compound."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._seen: Counter[str] = Counter()
        for before, line in zip([None, *lines], lines, strict=False):
            words = _WORD.findall(line.text)
            # Halves of divided words are no words.
            begin = 1 if before and _LAST_PART.search(before.text) else 0
            end = len(words) - bool(_LAST_PART.search(line.text))
            self._seen.update(word.lower() for word in words[begin:end])

    def joined(self, before: str, after: str) -> str:
        """Two lines as one text."""
        last, first = _LAST_PART.search(before), _FIRST_PART.match(after)
        if last and first:
            return before[: last.end(1)] + self._hyphen(last[1], first[0]) + after
        before = before.replace(LINE_END_HYPHEN, "-")
        if _CJK.match(before[-1:]) and _CJK.match(after[:1]):
            return before + after
        return f"{before}{'' if before.endswith(('–', '-')) else ' '}{after}"

    def _hyphen(self, last: str, first: str) -> str:
        if not first[0].islower():
            return "" if last.isupper() and len(last) > 1 and first.isupper() else "-"
        whole, compound = f"{last}{first}".lower(), f"{last}-{first}".lower()
        if self._seen[whole] or self._seen[compound]:
            return "" if self._seen[whole] >= self._seen[compound] else "-"
        both = min(len(last), len(first)) > 2 and self._seen[last.lower()] and self._seen[first]
        return "-" if both else ""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Draft]:
    """The paragraphs of a paper in reading order, headings among them."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    builder = _Builder(_usual_size(lines), _edges_of_columns(lines))
    for line in lines:
        builder.add(line)
    words = Words(lines)
    for draft in builder.drafts:
        text = ""
        for line in draft.lines:
            text = words.joined(text, line.text) if text else line.text
        draft.text = text.replace(LINE_END_HYPHEN, "-")
    return builder.drafts


def _usual_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


Column = tuple[int, int]
"""A page and a column of it."""


def _edges_of_columns(lines: Iterable[Line]) -> dict[Column, tuple[float, float]]:
    """Where most lines of each column begin, and how far the widest go."""
    starts: dict[Column, Counter[int]] = {}
    ends: dict[Column, list[float]] = {}
    for line in lines:
        starts.setdefault((line.page, line.column), Counter())[round(line.x)] += 1
        ends.setdefault((line.page, line.column), []).append(line.right)
    return {
        column: (
            float(count.most_common(1)[0][0]),
            sorted(ends[column])[-1 - len(ends[column]) // 10],
        )
        for column, count in starts.items()
    }


class _Builder:
    """Adds lines to paragraphs as they are read."""

    def __init__(self, size: float, edges: dict[Column, tuple[float, float]]) -> None:
        self.drafts: list[Draft] = []
        self._size = size
        self._edges = edges
        self._tops: dict[int, float] = {}
        self._current: Draft | None = None
        self._open: Draft | None = None  # a paragraph of the body that may go on
        self._last: Line | None = None

    def add(self, line: Line) -> None:
        """The next line."""
        self._tops[line.page] = max(self._tops.get(line.page, 0.0), line.y)
        draft = self._fitting(line)
        if draft is None:
            draft = Draft(line.page, is_heading=is_heading(line, self._size))
            draft.is_note = not draft.is_heading and self._is_note(line)
            self.drafts.append(draft)
        draft.lines.append(line)
        if not draft.is_note:
            self._open = draft
        self._current, self._last = draft, line

    def _is_note(self, line: Line) -> bool:
        """Captions, and what is printed small: footnotes, words in figures."""
        # An abstract may be small as well.
        is_low = line.page > 1 or line.y < 0.3 * self._tops[line.page]
        is_small = line.size < 0.93 * self._size and is_low
        return is_small or bool(_CAPTION.match(line.text))

    def _fitting(self, line: Line) -> Draft | None:
        """The paragraph that this line continues."""
        last = self._last
        draft = self._current
        if last is None or draft is None:
            return None
        if (last.page, last.column) == (line.page, line.column) and last.y > line.y:
            if draft.is_heading or is_heading(line, self._size):
                return draft if self._same_heading(draft, last, line) else None
            if self._continues(last, line):
                return draft
            if draft.is_note and line.size >= 0.93 * self._size:
                return self._resumed(line)
            return None
        return self._resumed(line)

    def _same_heading(self, draft: Draft, last: Line, line: Line) -> bool:
        close = last.y - line.y < 1.5 * last.size
        alike = abs(last.size - line.size) < 0.3 and last.is_bold == line.is_bold
        marked = line.is_bold or line.size > 1.08 * self._size
        return draft.is_heading and close and alike and marked and len(draft.lines) < 3

    def _continues(self, last: Line, line: Line) -> bool:
        if line.size < 0.8 * self._size and len(line.text) < 30:
            return True  # what is left of a displayed formula
        if _ITEM.match(line.text) and last.text.endswith(_ENDS):
            return False
        is_lower = line.text[:1].islower()
        if last.text.endswith((LINE_END_HYPHEN, "-")) and is_lower:
            return True
        size = max(self._size, line.size)
        if abs(last.size - line.size) > 0.08 * size and last.size >= 0.8 * self._size:
            return False
        if last.y - line.y > 1.75 * size and not is_lower:
            return False
        return is_lower or not (self._is_indented(last, line) or self._ended(last))

    def _is_indented(self, last: Line, line: Line) -> bool:
        left = self._edges[line.page, line.column][0]
        return 0.8 * line.size < line.x - left < 4 * line.size and last.x < left + 0.5 * line.size

    def _ended(self, last: Line) -> bool:
        left, right = self._edges[last.page, last.column]
        return last.text.endswith(_ENDS) and last.right < right - 0.12 * (right - left)

    def _resumed(self, line: Line) -> Draft | None:
        """The paragraph that was broken off by the end of a column or page, or by a note."""
        draft = self._open
        if draft is None or draft.is_heading or self._is_note(line):
            return None
        end = draft.lines[-1].text
        is_small = abs(draft.lines[0].size - line.size) > 0.08 * self._size
        if is_small or is_heading(line, self._size) or _ITEM.match(line.text):
            return None
        if end.endswith((LINE_END_HYPHEN, "-")) or line.text[:1].islower():
            return draft
        return None if end.endswith(_ENDS) else draft
