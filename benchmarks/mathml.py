"""What a MathML formula says, without the ways of saying it: two converters compared by this."""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

Node = tuple["Node | str", ...]
"""A kind and its parts; text parts are characters with the letter of their font before them."""

_ROWS = {"math", "mrow", "mstyle", "mpadded", "semantics", "merror"}
_LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
_SCRIPTS = {
    "msub": "sub", "munder": "sub", "msup": "sup", "mover": "sup",
    "msubsup": "subsup", "munderover": "subsup",
}  # fmt: skip
_FONTS = {
    "BOLD": "b", "SCRIPT": "c", "FRAKTUR": "f", "BLACK-LETTER": "f", "DOUBLE-STRUCK": "d",
    "SANS-SERIF": "s", "MONOSPACE": "m",
}  # fmt: skip
_VARIANTS = {
    "bold": "b", "script": "c", "calligraphic": "c", "fraktur": "f", "double-struck": "d",
    "sans-serif": "s", "monospace": "m",
}  # fmt: skip
_SAME = str.maketrans(
    {
        **dict.fromkeys("˜\u0303", "~"),
        **dict.fromkeys("ˆ\u0302", "^"),
        **dict.fromkeys("¯―\u0304\u0305\u0332", "‾"),
        "−": "-",
        "…": "...",
        "⋯": "...",
        "·": ".",
        "˙": ".",
        "\u0307": ".",
        "\u0308": "¨",
        "∣": "|",
        "∥": "‖",
        "∗": "*",
        "∶": ":",
        "⟨": "〈",
        "⟩": "〉",
        "≔": ":=",
        "⩽": "≤",
        "′": "'",
        "″": "''",
        "‴": "'''",
        "”": '"',
        "\u20d7": "→",
        "◻": "□",
        "▹": "▷",
        "◃": "◁",
    }
)
_TEXT_FONTS = {"b": "b", "code": "m", "tex-sans": "s"}
_STRUCK = re.compile("(.)\u0338")
_GLYPH = re.compile(r"\\[a-z]+:.|.", re.DOTALL)
_ACCENTS = [(mark,) for mark in "^~‾→.¨ˇ_←↔"]
_UNSEEN = re.compile("[\\s\u2061-\u2064\ufe00-\ufe0f\u200b\u00a0\u2009\u200a]+")
_NAMED = {"&ApplyFunction;": "\u2061"}


def outline(mathml: str) -> Node:
    """The formula as nested scripts, fractions, tables and runs of characters."""
    for name, character in _NAMED.items():
        mathml = mathml.replace(name, character)
    root = etree.fromstring(mathml.encode())
    return ("row", *_joined(_parts(root)))


def told(node: Node | str) -> str:
    """The outline on one line."""
    if isinstance(node, str):
        return node
    inside = " ".join(told(part) for part in node[1:])
    return inside if node[0] == "row" and len(node) == 2 else f"{node[0]}({inside})"


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _parts(element: etree._Element) -> Iterator[Node | str]:
    name = _name(element)
    if name in _LEAVES:
        yield from _characters(element)
    elif name in _ROWS:
        children = list(element)[:1] if name == "semantics" else element
        for child in children:
            yield from _parts(child)
    elif name in _SCRIPTS and not any(map(_says, element[1:])):
        yield from _parts(element[0])
    elif name in _SCRIPTS:
        yield from _script(_SCRIPTS[name], [_row(child) for child in element])
    elif name == "mspace":
        return
    else:
        yield from _other(name, element)


def _other(name: str, element: etree._Element) -> Iterator[Node | str]:
    if name == "menclose":
        yield ("menclose", *_joined(_parts_of(element)))
    elif name == "mfrac":
        thin = element.get("linethickness") in {"0", "0pt", "0em"}
        yield ("choose" if thin else "mfrac", *map(_row, element))
    elif name == "mtable":
        yield ("mtable", *(row for row in map(_table_row, element) if len(row) > 1))
    elif name in {"msqrt", "mphantom"}:
        yield (name, *_joined(_parts_of(element)))
    else:
        yield (name, *map(_row, element))


def _says(element: etree._Element) -> bool:
    """Whether there is anything but space: an arrow carries its label over a space."""
    return len(_row(element)) > 1


def _table_row(element: etree._Element) -> Node:
    cells = [_joined(_parts_of(cell)) for cell in element if _name(cell) == "mtd"]
    return ("mtr", *(("row", *cell) for cell in cells if cell))


def _parts_of(element: etree._Element) -> Iterator[Node | str]:
    for child in element:
        yield from _parts(child)


def _row(element: etree._Element) -> Node:
    return ("row", *_joined(_parts(element)))


def _script(kind: str, parts: list[Node]) -> Iterator[Node | str]:
    """A base with its scripts; a script on a script of the same base is one with both.

    Of a run of characters only the last is the base: `{km}^2` and `k{m}^2` look the same.
    """
    base = parts[0]
    only = base[1] if len(base) == 2 else ()
    if isinstance(only, tuple) and only and {only[0], kind} == {"sub", "sup"}:
        below, above = (only[2], parts[1]) if kind == "sup" else (parts[1], only[2])
        yield ("subsup", only[1], below, above)
    elif isinstance(only, str) and parts[1][1:] not in _ACCENTS:
        *before, last = _GLYPH.findall(only) or [""]
        if before:
            yield "".join(before)
        yield (kind, ("row", last), *parts[1:])
    else:
        yield (kind, *parts)


def _joined(parts: Iterator[Node | str]) -> list[Node | str]:
    """Neighbouring characters as one run, whatever elements they came in."""
    out: list[Node | str] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        else:
            out.append(part)
    return out


def _characters(element: etree._Element) -> Iterator[str]:
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", "".join(element.itertext())))
    text = _STRUCK.sub(r"⧸\1", text)
    variant = element.get("mathvariant", "")
    fonts = "".join(letter for word, letter in _VARIANTS.items() if word in variant)
    fonts += "".join(_TEXT_FONTS.get(child.get("class") or _name(child), "") for child in element)
    if text:
        yield "".join(_character(char, fonts) for char in text)


def _character(char: str, fonts: str) -> str:
    """The plain character, with the letters of its font before it unless upright or italic."""
    decomposed = unicodedata.decomposition(char)
    if decomposed.startswith("<font>"):
        name = unicodedata.name(char)
        fonts = "".join(letter for word, letter in _FONTS.items() if word in name)
        char = chr(int(decomposed.split()[1], 16))
    plain = char.translate(_SAME)
    if char.isdigit():
        fonts = fonts.replace("c", "")
    return f"\\{fonts}:{plain}" if fonts and char.isalnum() else plain
