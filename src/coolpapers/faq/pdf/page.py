"""One page of a PDF as runs of text: what stands close together on one line, with its place.

PDFium gives characters in the order in which the page draws them, with spaces where it sees gaps.
Calls into it cost more than anything else here, so places are asked for once per character and
sizes only where the line changes.
"""

import ctypes
import re
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from coolpapers.faq.pdf.glyphs import ACCENTS, LINE_END_HYPHEN, meaning, with_accent

_GAP = 1.2
"""A gap of more font sizes than this parts two runs: the gutter of a page of two columns is wider,
spaces between words are narrower."""
_SHIFT = 0.9
"""A baseline that moves by more sizes than this is another line, by less a script."""
_SIGNS = re.compile(r"EX|SY|MI|MSAM|MSBM|[Ss]ym|[Mm]ath")
"""Fonts of signs: their low codes are parts of brackets and arrows, not ligatures."""
_SPACES = frozenset((9, 10, 13, 32, 0xA0))
_BOLD = ("Bold", "CMBX", "Medi", "Black", "CSC", "SmallCaps")
_MOST_CHARACTERS = 60_000
"""More than any page that a person reads."""


class Glyph:
    """A character on a page: its number there (-1: a space), what it means, its place."""

    __slots__ = ("index", "level", "text", "x", "y")

    def __init__(self, index: int, text: str, x: float, y: float, level: str = "") -> None:
        self.index, self.text, self.x, self.y, self.level = index, text, x, y, level


class Run:
    """Glyphs of one line: from `x` to `right`, on baseline `y`, of a size and a font."""

    __slots__ = ("font", "glyphs", "page", "right", "size", "text", "x", "y")

    def __init__(self, page: int, x: float, y: float, size: float, font: str) -> None:
        self.page, self.x, self.y, self.size, self.font = page, x, y, size, font
        self.right = x
        self.glyphs: list[Glyph] = []
        self.text = ""

    @property
    def is_bold(self) -> bool:
        """Whether its font says that it is bold, or small capitals: how headings are set."""
        return any(word in self.font for word in _BOLD)


class _Places:
    """Asks PDFium where characters are."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._raw = textpage.raw
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._origin = (ctypes.byref(self._x), ctypes.byref(self._y))
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)

    def origin(self, index: int) -> tuple[float, float]:
        """Where its line begins it."""
        pdfium.FPDFText_GetCharOrigin(self._raw, index, *self._origin)
        return self._x.value, self._y.value

    def box(self, index: int) -> tuple[float, float]:
        """Its left and right edge."""
        pdfium.FPDFText_GetCharBox(self._raw, index, *self._box)
        return self._box[0].value, self._box[1].value

    def size(self, index: int) -> float:
        """Its font size on the page; 0 if it does not stand upright."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._raw, index, matrix)
        if abs(matrix.b) > 0.01 * abs(matrix.a) or matrix.a <= 0:
            return 0.0
        return float(pdfium.FPDFText_GetFontSize(self._raw, index) * abs(matrix.d))

    def font(self, index: int) -> str:
        """The name of its font."""
        pdfium.FPDFText_GetFontInfo(self._raw, index, self._name, 128, None)
        return self._name.value.decode("latin-1")

    def is_text(self, index: int) -> bool:
        """Whether its font has letters and says nothing of what they mean."""
        return not self.is_mapped(index) and not _SIGNS.search(self.font(index))

    def is_mapped(self, index: int) -> bool:
        """Whether its font says what it means, or PDFium made it up."""
        return bool(
            pdfium.FPDFText_IsGenerated(self._raw, index) == 1
            or pdfium.FPDFText_HasUnicodeMapError(self._raw, index) != 1
        )


def runs_of(page: pypdfium2.PdfPage, number: int) -> list[Run]:
    """The runs of a page, in the order in which it draws them."""
    textpage = page.get_textpage()
    try:
        places = _Places(textpage)
        reader = _Reader(places, number)
        for index in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
            reader.take(index, pdfium.FPDFText_GetUnicode(textpage.raw, index))
        runs = reader.runs
        _set_accents(runs, places)
        for run in runs:
            run.x, run.y = run.glyphs[0].x, _baseline(run)
            run.right = max(run.right, places.box(run.glyphs[-1].index)[1])
            run.text = _text_of(run)
        return [run for run in runs if run.text.strip()]
    finally:
        textpage.close()


class _Reader:
    """Puts characters into runs as they come."""

    def __init__(self, places: _Places, page: int) -> None:
        self.runs: list[Run] = []
        self._places = places
        self._page = page
        self._size = 0.0  # of the last character
        self._level = ""
        self._last = (0.0, 0.0)
        self._spaced = False

    def take(self, index: int, code: int) -> None:
        """The next character."""
        # A line feed of PDFium's own is space, but "fl" in fonts of TeX that say nothing.
        if code in _SPACES and (code != 13 or self._places.is_mapped(index)):
            self._spaced = True
            return
        text = meaning(code, is_mapped=code >= 32 or not self._places.is_text(index))
        if text:
            self._put(index, text)

    def _put(self, index: int, text: str) -> None:
        x, y = self._places.origin(index)
        if not self.runs or abs(y - self._last[1]) > 0.05 or not self._size:
            self._size = self._places.size(index)
        if not self._size:  # turned text: stamps in margins, labels of axes
            self._last = (x, y)
            return
        if self._is_new_run(index, x, y):
            self.runs.append(Run(self._page, x, y, self._size, self._places.font(index)))
            self._level = ""
        else:
            self._level = self._level_of(y, text)
            if self._spaced and self.runs[-1].glyphs[-1].text != " ":
                self.runs[-1].glyphs.append(Glyph(-1, " ", x, y))
        self.runs[-1].glyphs.append(Glyph(index, text, x, y, self._level))
        self._last, self._spaced = (x, y), False

    def _is_new_run(self, index: int, x: float, y: float) -> bool:
        if not self.runs:
            return True
        run, size = self.runs[-1], max(self.runs[-1].size, self._size)
        if abs(y - run.y) > _SHIFT * run.size or x < self._last[0] - 0.6 * size:
            return True
        if x - self._last[0] < _GAP * size:
            return False
        return x - self._places.box(run.glyphs[-1].index)[1] > _GAP * size

    def _level_of(self, y: float, text: str) -> str:
        run = self.runs[-1]
        if self._size > 1.05 * run.size:  # the run began with a script
            if not any(glyph.text.isalpha() for glyph in run.glyphs):
                for glyph in run.glyphs:
                    glyph.level = "^" if run.y > y else "_" if run.y < y else ""
                run.y, run.size = y, self._size
            return ""
        rise = (y - run.y) / run.size
        if text in ACCENTS or self._size > 0.9 * run.size:
            return ""
        return "^" if rise > 0.12 else "_" if rise < -0.06 else ""


def _set_accents(runs: list[Run], places: _Places) -> None:
    """Put accents onto the letters they stand over, wherever the page draws them."""
    for run in runs:
        for glyph in [one for one in run.glyphs if one.text in ACCENTS]:
            left, right = places.box(glyph.index)
            found = _letter_under(runs, glyph, (left + right) / 2, places)
            if found is not None:
                at = run.glyphs.index(glyph)
                found.text = with_accent(found.text, glyph.text)
                del run.glyphs[at]
                _mend_space(run, at, places)
    runs[:] = [run for run in runs if any(glyph.index >= 0 for glyph in run.glyphs)]


def _letter_under(runs: list[Run], accent: Glyph, middle: float, places: _Places) -> Glyph | None:
    for run in runs:
        rise = (accent.y - run.y) / run.size
        if not run.glyphs or not -0.15 <= rise <= 0.6:
            continue
        if not run.glyphs[0].x <= middle <= run.glyphs[-1].x + run.size:
            continue
        for glyph in run.glyphs:
            near = -0.3 * run.size < middle - glyph.x < 1.1 * run.size
            if near and glyph is not accent and glyph.text.isalpha() and len(glyph.text) == 1:
                left, right = places.box(glyph.index)
                if left - 0.05 * run.size <= middle <= right + 0.05 * run.size:
                    return glyph
    return None


def _baseline(run: Run) -> float:
    """The height of most of its letters: it may have begun with an accent that is set now."""
    heights = [glyph.y for glyph in run.glyphs if not glyph.level and glyph.index >= 0]
    return max(set(heights), key=heights.count) if heights else run.y


def _mend_space(run: Run, at: int, places: _Places) -> None:
    """Take away the spaces that were seen around an accent, unless words end there."""
    while at < len(run.glyphs) and run.glyphs[at].index < 0:
        del run.glyphs[at]
    while 0 < at <= len(run.glyphs) and run.glyphs[at - 1].index < 0:
        at -= 1
        del run.glyphs[at]
    if 0 < at < len(run.glyphs):
        gap = places.box(run.glyphs[at].index)[0] - places.box(run.glyphs[at - 1].index)[1]
        if gap > 0.18 * run.size:
            run.glyphs.insert(at, Glyph(-1, " ", run.glyphs[at].x, run.y))


def _text_of(run: Run) -> str:
    """The text of a run; scripts are written as TeX has them."""
    parts: list[str] = []
    glyphs = [glyph for glyph in run.glyphs if glyph.text]
    for before, glyph in pairwise([Glyph(-1, "", 0, 0), *glyphs]):
        level = glyph.level if glyph.index >= 0 else ""
        if level != before.level:
            if before.level:
                parts.append("}")
            if level:
                parts.append(f"{level}{{")
        glyph.level = level
        parts.append(glyph.text)
    if glyphs and glyphs[-1].level:
        parts.append("}")
    return "".join(parts).replace(f"{LINE_END_HYPHEN}}}", f"}}{LINE_END_HYPHEN}")
