r"""Formulas as MathML inside an element that page translators leave alone.

What the converter refuses is shown as its source; nothing is guessed. The TeX stays beside the
MathML twice: in `data-tex` for scripts that copy it, and as an annotation for other programs.
"""

import re
from functools import lru_cache

from markupsafe import escape
from math_core import LatexError, LatexToMathML

from coolpapers.web.macros import MACROS
from coolpapers.web.repairs import repair

# The converter recurses and would overflow the stack on a million braces; browsers flatten what
# is nested deeper than 512 elements. No formula of the corpora is near any of these.
_LONGEST = 6_000
_DEEPEST = 200
_SHALLOW_LENGTH = 2_600  # a depth of 200 takes at least this many characters of MathML

_CONVERTER = LatexToMathML(
    annotation=True, allow_unreliable_rendering=True, fancy_error=False, macros=MACROS
)
# A comment would swallow the rest; names that mean something else to the converter.
_DOUBTFUL = re.compile(r"(?<!\\)%|\\(?:th|sub|newcommand|renewcommand|def|let)(?![A-Za-z])")
_TAG = re.compile(r"<(/?)[a-z][^>]*?(/?)>")
_UNTIDY = {
    " style=": " style=",
    "&ApplyFunction;": "\u2061",
    "\u0332": "\u203e",  # fonts hang the combining line to the left of where an overline belongs
    "math-core-serif-font": "tex-roman",
    "math-core-sans-serif-font": "tex-sans",
}
_STYLE = re.compile(r' style="([^"]*)"')
_CLASSES = {
    "text-align: right": "tex-right",
    "text-align: left": "tex-left",
    "padding-left:1em": "tex-apart",
    "padding-left: 0": "tex-joined-left",
    "padding-right: 0": "tex-joined-right",
    "margin-left:-0.1": "tex-back",
    "margin-left:-0.5": "tex-far-back",
    "small-caps": "tex-small-caps",
}
_ANNOTATION = '<annotation encoding="application/x-tex">'


def render_formula(tex: str, source: str, *, display: bool) -> str:
    """The formula as HTML: MathML in a marked span, or its source in a marked `code`.

    Args:
        tex: What stands between the delimiters.
        source: The same with its delimiters, shown when the formula cannot be converted.
        display: Whether it stands on a line of its own.
    """
    render = _remembered if len(source) <= _REMEMBERED_LENGTH else _rendered
    return render(tex, source, display)


def _rendered(tex: str, source: str, display: bool) -> str:
    kind = "math display notranslate" if display else "math notranslate"
    attributes = f'class="{kind}" translate="no" data-tex="{escape(tex.strip())}"'
    mathml = convert(tex, display=display)
    if mathml is None:
        return f"<code {attributes}>{escape(source)}</code>"
    return f"<span {attributes}>{mathml}</span>"


# Short formulas such as `$n$` come again and again; 8192 of them take about 10 MB.
_REMEMBERED_LENGTH = 200
_remembered = lru_cache(maxsize=8192)(_rendered)


def convert(tex: str, *, display: bool) -> str | None:
    """MathML Core of a formula with its TeX as annotation; None if that would be a guess."""
    if len(tex) > _LONGEST:
        return None
    repaired = repair(tex)
    if _DOUBTFUL.search(repaired):
        return None
    if display and "\\\\" in repaired and "\\begin" not in repaired:
        repaired = rf"\begin{{gathered}}{repaired}\end{{gathered}}"
    try:
        mathml = _CONVERTER.convert_with_local_state(repaired, displaystyle=display)
    except LatexError:
        return None
    if len(mathml) > _SHALLOW_LENGTH and _depth(mathml) > _DEEPEST:
        return None
    body, mark, annotation = mathml.rpartition(_ANNOTATION)
    if repaired != tex:
        annotation = f"{escape(tex)}</annotation></semantics></math>"
    if any(sign in body for sign in _UNTIDY):
        body = _tidied(body)
    return body + mark + annotation


def _depth(mathml: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(mathml):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    return deepest


def _tidied(mathml: str) -> str:
    """The MathML without inline styles, which the security policy of the pages forbids.

    What a style says is dropped where an attribute says the same or it only moves things a
    little; columns and struck-out parts get a class of the style sheet instead.
    """
    for found, instead in _UNTIDY.items():
        mathml = mathml.replace(found, instead)
    return _STYLE.sub(_class, mathml)


def _class(style: re.Match[str]) -> str:
    names = [name for part, name in _CLASSES.items() if part in style[1]]
    return f' class="{" ".join(names)}"' if names else ""
