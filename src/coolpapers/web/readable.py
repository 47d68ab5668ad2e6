"""Formulas where no MathML is shown, as in e-mails: signs and indices."""

from collections.abc import Callable
from html import escape
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

from coolpapers.text import split_math
from coolpapers.web.macros import MACROS

_CONVERTER = LatexToMathML(allow_unreliable_rendering=True, fancy_error=False, macros=MACROS)
_LONGEST = 2_000
_INVISIBLE = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064))


def as_text(prose: str) -> str:
    """Prose with its formulas as plain text: `x_i^2`, `√(n)`, `(a+b)/c`."""
    return "".join(_shown(span.kind, span.text, span.source, html=False) for span in _spans(prose))


def as_html(prose: str) -> str:
    """Prose as HTML with `sub` and `sup`, which every mail program shows."""
    return "".join(_shown(span.kind, span.text, span.source, html=True) for span in _spans(prose))


_spans = split_math


def _shown(kind: str, tex: str, source: str, *, html: bool) -> str:
    if kind == "text":
        return escape(source) if html else source
    try:
        mathml = _CONVERTER.convert_with_local_state(tex[:_LONGEST], displaystyle=False)
        root = ET.fromstring(mathml)  # noqa: S314 - the converter's own, without entities
        shown = _Writer(html=html).of(root).translate(_INVISIBLE)
    except (LatexError, ET.ParseError, IndexError, ValueError, RecursionError):
        return f"<code>{escape(source)}</code>" if html else source
    return f"<i>{shown}</i>" if html else shown


class _Writer:
    """One way to write a tree of MathML on a line."""

    def __init__(self, *, html: bool) -> None:
        self._html = html
        self._rules: dict[str, Callable[[list[str]], str]] = {
            "mfrac": lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}",
            "msqrt": lambda parts: f"√{_grouped(''.join(parts))}",
            "mroot": lambda parts: f"{self._up(parts[1])}√{_grouped(parts[0])}",
            "msup": lambda parts: parts[0] + self._up(parts[1]),
            "mover": lambda parts: parts[0] + (self._up(parts[1]) if parts[1].isalnum() else ""),
            "msub": lambda parts: parts[0] + self._down(parts[1]),
            "munder": lambda parts: parts[0] + self._down(parts[1]),
            "msubsup": lambda parts: parts[0] + self._down(parts[1]) + self._up(parts[2]),
            "munderover": lambda parts: parts[0] + self._down(parts[1]) + self._up(parts[2]),
            "mtr": ", ".join,
            "mtable": "; ".join,
        }

    def of(self, element: ET.Element) -> str:
        """The element as text or HTML."""
        name = element.tag.rpartition("}")[2]
        if name.startswith("annotation"):
            return ""
        parts = [self.of(child) for child in element]
        if not parts:
            text = element.text or ""
            return escape(text) if self._html else text
        rule = self._rules.get(name)
        return rule(parts) if rule else "".join(parts)

    def _up(self, text: str) -> str:
        if text in ("′", "″", "'"):
            return text
        return f"<sup>{text}</sup>" if self._html else f"^{_grouped(text)}"

    def _down(self, text: str) -> str:
        return f"<sub>{text}</sub>" if self._html else f"_{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
