"""Names as lists made from PDF files carry them: marks, loose accents, wrong encodings."""

import re
import unicodedata

from coolpapers.text import clean_name

_MARKS = re.compile(r"[*†‡§¶]+|\[\d+\]|\(\s*\)")
_LEADING_AND = re.compile(r"^and\s+")
_LOOSE = re.compile(r"([^\W\d_]?)([´¨¸ˇ`])([^\W\d_]?)")
_COMBINING = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "¸": "\u0327", "ˇ": "\u030c"}
_VOWELS = frozenset("aeiouyAEIOUYı")
_CEDILLA_BASES = frozenset("cCsStT")
_DASH = re.compile(r"(?<=\w)[–—](?=\w)")
_NOBODY = frozenset({"N/A", "Anonymous", "et al.", "-", ")"})
_HAS_OUGHT = re.compile(r"[^a-zA-Z .'-]")


def clean_list_name(text: str) -> str:
    """The person's name, or nothing where the list names nobody."""
    if not _HAS_OUGHT.search(text) and not text.startswith("and "):
        return " ".join(text.split())
    name = _MARKS.sub(" ", _decoded(text))
    name = _DASH.sub("-", _LOOSE.sub(_joined, name))
    name = _LEADING_AND.sub("", clean_name(name))
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return "" if name in _NOBODY else name


def _decoded(text: str) -> str:
    """UTF-8 that was once read as a one-byte encoding, read again."""
    if "Ã" not in text and "Ä" not in text and "Å" not in text:
        return text
    for encoding in ("latin-1", "cp1252"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return text


def _joined(match: re.Match[str]) -> str:
    """An accent standing beside its letter, put onto the letter it can belong to."""
    before, accent, after = match.groups()
    mark = _COMBINING[accent]
    if accent == "`":
        return f"{before}{after}{mark}" if after in _VOWELS and after else match[0]
    bases = _CEDILLA_BASES if accent == "¸" else _VOWELS
    if before and (before in bases or accent == "ˇ"):
        return unicodedata.normalize("NFC", before + mark) + after
    if after and after in bases:
        return before + unicodedata.normalize("NFC", after + mark)
    return match[0]
