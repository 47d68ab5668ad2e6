"""Text as authors type it: TeX accents to Unicode, single spaces, prose and mathematics apart."""

import re
import unicodedata
from typing import Literal, NamedTuple

SpanKind = Literal["text", "inline", "display"]


class Span(NamedTuple):
    """A stretch of prose or one formula.

    `source` is the text as written, delimiters included; `text` is what stands between the
    delimiters. An environment that gives the formula its shape, such as `align`, stays in `text`.
    """

    kind: SpanKind
    text: str
    source: str


# --- mathematics ---------------------------------------------------------------------------

_OUTER = "equation|displaymath|math"
_SHAPED = "align|alignat|flalign|gather|multline|eqnarray|split|aligned|gathered|cases|array"
_OPENING = re.compile(
    rf"\\(?:(?P<escaped>[\\$])|[(\[]|begin\{{(?P<name>(?:{_OUTER}|{_SHAPED})\*?)\}})|\$\$?"
)
_TO_DOLLAR = re.compile(r"(?:[^\\$]++|\\.)*+", re.DOTALL)
_OPEN_TEXT_BOX = re.compile(r"\\(?:text\w*|mbox|hbox|mathrm|intertext)\s*\{[^{}]*$")
_NESTED_DOLLARS = 8
_OUTER_NAMES = frozenset(_OUTER.split("|"))

# What tells prose between two dollars from a formula.
_PRICE = re.compile(
    r"\s?\d[\d.,]*\d?(?:\s?(?:k|K|M|B|bn|mn|tn|[mbtMBT]illion|trillion)\b)?(?P<rest>.*)", re.DOTALL
)
_BOXED = re.compile(
    r"\\[A-Za-z]+\s*(?:\[[^\]]*\])?(?:\{[^{}]*\})*|[_^]\s*\{[^{}]*\}|\{\\[A-Za-z]+\s[^{}]*\}"
)
_WORD = re.compile(
    r"(?<![^\s(])(?:[A-Za-z][a-z]{2,}|an|as|at|be|by|in|is|it|of|on|or|to|we)(?![^\s,.;:)])"
)
_SYMBOL = re.compile(r"[\\^_={}|]")
_FUNCTION_NAMES = (
    "sin cos tan cot sec csc sinh cosh tanh log ln lg exp max min sup inf lim dim det deg gcd ker "
    "arg mod rank tr Tr SU SO Sp GL SL PSL PGL Re Im if for all and or with keV MeV GeV TeV"
)
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())


def split_math(text: str) -> list[Span]:
    r"""The text cut into prose and formulas, in order; the sources joined give the text again.

    Formulas stand between `$..$`, `$$..$$`, `\(..\)`, `\[..\]` or in an AMS environment.
    Escaped dollars, prices and dollars without a partner are prose. Takes linear time.
    """
    if not text:
        return []
    if "$" not in text and "\\" not in text:
        return [Span("text", text, text)]
    spans: list[Span] = []
    pending = position = 0
    hopeless: set[str] = set()
    while opening := _OPENING.search(text, position):
        span = _formula(text, opening, hopeless)
        if span is None:
            position = opening.start() + (2 if opening["escaped"] else 1)
            continue
        start = opening.start()
        if start > pending:
            spans.append(_prose(text[pending:start]))
        spans.append(span)
        pending = position = start + len(span.source)
    if pending < len(text):
        spans.append(_prose(text[pending:]))
    return spans


def _prose(text: str) -> Span:
    return Span("text", text, text)


def _formula(text: str, opening: re.Match[str], hopeless: set[str]) -> Span | None:
    """The formula that begins with this delimiter, if one does."""
    sign = opening[0]
    if opening["escaped"]:
        return None
    if sign == "$":
        return _inline(text, opening.start())
    if sign == "$$":
        return _display(text, opening.start())
    name = opening["name"]
    if name is None:
        return _bracketed(text, opening, "\\)" if sign == "\\(" else "\\]", hopeless)
    return _environment(text, opening, name, hopeless)


def _inline(text: str, start: int) -> Span | None:
    end = _partner(text, start + 1)
    if end < 0 or end == start + 1:
        return None
    content = text[start + 1 : end]
    if _is_prose(content, text[start - 1 : start], text[end + 1 : end + 2]):
        return None
    return Span("inline", content, text[start : end + 1])


def _display(text: str, start: int) -> Span | None:
    end = _partner(text, start + 2)
    if end < 0 or end == start + 2 or not text.startswith("$$", end):
        return None
    return Span("display", text[start + 2 : end], text[start : end + 2])


def _partner(text: str, start: int) -> int:
    """Where the next dollar stands that is neither escaped nor inside a text box; -1 if none."""
    position = start
    for _ in range(_NESTED_DOLLARS):
        found = _TO_DOLLAR.match(text, position)
        end = found.end() if found else position
        if not text.startswith("$", end):
            return -1
        if not _OPEN_TEXT_BOX.search(text, max(position, end - 200), end):
            return end
        inner = _TO_DOLLAR.match(text, end + 1)
        if inner is None or not text.startswith("$", inner.end()):
            return end
        position = inner.end() + 1
    return -1


def _bracketed(text: str, opening: re.Match[str], closing: str, hopeless: set[str]) -> Span | None:
    if closing in hopeless:
        return None
    start = opening.end()
    end = text.find(closing, start)
    while end > 0 and text[end - 1] == "\\" and text[end - 2] != "\\":
        end = text.find(closing, end + 1)
    if end < 0:
        hopeless.add(closing)
        return None
    kind: SpanKind = "inline" if closing == "\\)" else "display"
    return Span(kind, text[start:end], text[opening.start() : end + 2])


def _environment(text: str, opening: re.Match[str], name: str, hopeless: set[str]) -> Span | None:
    closing = f"\\end{{{name}}}"
    end = -1 if name in hopeless else text.find(closing, opening.end())
    if end < 0:
        hopeless.add(name)
        return None
    source = text[opening.start() : end + len(closing)]
    kind: SpanKind = "inline" if name == "math" else "display"
    outer = name.rstrip("*") in _OUTER_NAMES
    return Span(kind, text[opening.end() : end] if outer else source, source)


def _is_prose(content: str, before: str, after: str) -> bool:
    """Whether two dollars only happen to enclose this: prices, or dollars without partners."""
    if content.isspace():
        return True
    if content[0].isdigit() and _is_price(content, after):
        return True
    leans_left = content[0].isspace() or content[0] in ",.;:)"
    leans_right = content[-1].isspace() or content[-1] in "(-–/"
    if not (leans_left or leans_right) and len(content) < 40:
        return False
    words = _words_outside(content)
    if leans_left and before and not before.isspace() and before not in "([{-–/":
        return words >= 1
    if leans_left and leans_right and not _SYMBOL.search(content):
        return _words_outside(content, known=frozenset()) >= 2
    return words >= (2 if leans_left or leans_right else 6)


def _is_price(content: str, after: str) -> bool:
    """`5 to ` before `10`, `20, or `, `5-` before `10`; not `5`, `10^5`, `8~kg`, `1 GeV`."""
    matched = _PRICE.match(content)
    rest = matched["rest"] if matched else ""
    if not rest or _SYMBOL.search(rest):
        return False
    words = _words_outside(rest, known=frozenset())
    if after.isdigit():
        return words > 0 or rest[-1] in " -–—/,;(+~"
    return words > (0 if rest[-1] in " -–—/,;(" else 1)


def _words_outside(content: str, known: frozenset[str] = _FUNCTIONS) -> int:
    """How many English words stand outside commands and their arguments."""
    return sum(word not in known for word in _WORD.findall(_BOXED.sub(" ", content)))


# --- accents and special letters -----------------------------------------------------------

_LETTERS = {
    "i": "ı", "j": "ȷ", "l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "ss": "ß", "SS": "ẞ",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_BASE = r"[^\W\d_][\u0300-\u036f]*"
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_MARKED = re.compile(rf"""\\(?:[`'^"~=.]|(?:{_NAMES}|[uvHcdbkrt])(?![A-Za-z]))""")
_LETTER = re.compile(rf"\\(?:\\|({_NAMES})(?![A-Za-z])(\{{\}}|\s+(?=[^\W\d_]|[\\}}]))?)")
_ACCENT = re.compile(
    rf"""\\(?:
        \\
       |(?P<sign>[`'^"~=.]) (?:\s*\{{(?P<w>\{{)?\s*(?P<a>{_BASE})\s*\}}(?(w)\}})
                             | (?<=[`'^~])[ ]?(?P<b>{_BASE}) | (?P<c>{_BASE}))
       |(?P<name>[uvHcdbkrt]) (?:\s*\{{\s*(?P<d>{_BASE}(?:{_BASE})?)\s*\}} | \s+(?P<e>{_BASE})
                             | (?P<f>[^\W\d_a-zA-Z]))
     )
    """,
    re.VERBOSE,
)
_LONE_LETTER = re.compile(r"\{\s*([^\W\d_a-zA-Z][\u0300-\u036f]*)\s*\}")
_SPACES = re.compile(r"\s+")
# Controls, soft hyphens and marks that turn the direction of writing: never part of a title.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_NESTING = 4
_DIAERESIS_BASES = frozenset("aeiouyAEIOUYıwWxX")


def _letter(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return match[0]
    space = ""
    if name == "AA" and match[2] and match[2].isspace():
        # "5 \AA thick": a unit, not the beginning of a word
        space = (
            " "
            if match.string[max(0, match.start() - 3) : match.start()].rstrip(" ~")[-1:].isdigit()
            else ""
        )
    return _LETTERS[name] + space


def _accented(match: re.Match[str]) -> str:
    mark = match["sign"] or match["name"]
    if mark is None:
        return match[0]
    unbraced = match["b"] or match["c"]
    base = unbraced or match["a"] or match["d"] or match["e"] or match["f"]
    if mark == "t" or len(base.rstrip("\u0300\u0301\u0302\u0303\u0308\u0323")) > 1:
        return base[0] + _MARKS["t"] + base[1:] if mark == "t" and len(base) > 1 else match[0]
    if mark == "." and base == "ı":
        return "i"
    whole = unicodedata.normalize("NFC", _DOTLESS.get(base, base) + _MARKS[mark])
    return match[0] if unbraced and not _is_likely(match, mark, base, whole) else whole


def _is_likely(match: re.Match[str], mark: str, base: str, whole: str) -> bool:
    """Whether a mark without braces is an accent, not a stray quotation mark or an address."""
    if len(whole) > len(base) or (mark == '"' and base not in _DIAERESIS_BASES):
        return False
    return not (mark == "~" and match.string[match.start() - 1 : match.start()] == "/")


def _unicode(text: str) -> str:
    """The text with TeX accents and special letters replaced; everything else as it stood."""
    text = _LETTER.sub(_letter, text)
    for _ in range(_NESTING):
        after = _ACCENT.sub(_accented, text)
        if after == text:
            break
        text = _LONE_LETTER.sub(r"\1", after) if "{" in after else after
    return _LONE_LETTER.sub(r"\1", text) if "{" in text else text


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean_prose(tex: str) -> str:
    """A title or an abstract with accents in Unicode (NFC) and single spaces.

    Formulas stay as they are, but for line breaks in them, which become spaces. Other commands,
    quotation marks and dashes stay too: how they look is for the page to say.
    """
    if not tex:
        return ""
    if "\n" in tex:
        tex = tex.replace("\n  ", "\n").replace("\n", " ")
    tex = tex.strip()
    if _is_tidy(tex) and not ("\\" in tex and _MARKED.search(tex)):
        return tex
    return "".join(map(_clean_span, split_math(_INVISIBLE.sub("", tex)))).strip()


def _is_tidy(text: str) -> bool:
    """Whether white space is single and letters are composed: nine texts in ten, found cheaply."""
    if "  " in text or not text.isprintable():
        return False
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _clean_span(span: Span) -> str:
    source = span.source
    if span.kind != "text":
        return source.replace("\r", " ").replace("\n", " ")
    if "\\" in source and _MARKED.search(source):
        source = _unicode(source)
    return _composed(_SPACES.sub(" ", source))


_NAME_SIGNS = "\\{}~"
_NAME_MARKUP = re.compile(r"[{}]|\\[-/]")
_NAME_SPACE = re.compile(r"~|\\[ ,;:]|\\\\")


def are_clean_names(text: str) -> bool:
    """Whether `clean_name` would leave every name in a list as it is, but for spaces around it."""
    return _is_tidy(text) and not any(sign in text for sign in _NAME_SIGNS)


def clean_name(tex: str) -> str:
    """A person's name with accents in Unicode (NFC), no braces, ties as spaces, single spaces."""
    if "\\" in tex:
        tex = _unicode(tex)
        tex = _NAME_MARKUP.sub("", _NAME_SPACE.sub(" ", tex)).replace("\\", "")
    elif "{" in tex or "~" in tex or "}" in tex:
        tex = _NAME_MARKUP.sub("", tex.replace("~", " "))
    if not tex.isprintable():
        tex = _INVISIBLE.sub("", tex)
    return _composed(" ".join(tex.split()))


_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text in order, as written; formulas are left out."""
    prose = " ".join(span.text for span in split_math(text) if span.kind == "text")
    return _PLAIN_WORD.findall(prose)
