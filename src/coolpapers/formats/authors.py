"""Author lists as people type them, to names and affiliations."""

import re
from collections.abc import Iterator

from coolpapers.records import Author
from coolpapers.text import are_clean_names, clean_name

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|V|2nd|3rd|Ph\.?\s?D|M\.?D|Esq)\.?$")
_AND = re.compile(r"\s+(?:and|&)\s+|\s+\\and\s+", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_ET_AL = re.compile(r"\bet\.?\s+al\.?$", re.IGNORECASE)
_COLLABORATION = re.compile(r"\b(Collaborations?|Consortium|Team)\s*[:;]\s*", re.IGNORECASE)
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_KEYS = re.compile(r"\s*\(?\s*([\w*†‡§¶]{1,3}(?:\s*(?:,|;|and|&)\s*[\w*†‡§¶]{1,3})*)\s*\)?\s*")
_KEY_SEPARATOR = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
_LEGEND = re.compile(r"\(([\w*†‡§¶]{1,3})\)\s*([^()]*(?:\([^()]{4,}\)[^()]*)*)")
_DOUBLED = 2
# Nine lists in ten need none of the care above.
_SEPARATOR = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_SIGNS = ("(", "{", ";", ":", "&", "\\and", " al", " et ", " AND ")
_SUFFIXES = frozenset(
    {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V", "PhD", "Ph.D.", "MD", "M.D.", "Esq."}
)


def split_authors(text: str) -> tuple[Author, ...]:
    """The authors of a list such as `A, B and C (1), D (2) ((1) Here, (2) There)`.

    What stands in parentheses is no part of a name; it is the affiliation where that is clear.
    """
    text = " ".join(text.split())
    if not any(sign in text for sign in _SIGNS):
        parts = _SEPARATOR.split(text)
        if _SUFFIXES.isdisjoint(parts):
            if are_clean_names(text):
                return tuple(Author(name) for part in parts if (name := part.strip()))
            return tuple(Author(name) for part in parts if (name := clean_name(part)))
    text = _COLLABORATION.sub(r"\1, ", text)
    if "(" not in text:
        return tuple(Author(name) for part in _parts(text) if (name := clean_name(part)))
    body, legend = _legend(text)
    return tuple(
        Author(name, affiliation)
        for part in _parts(body)
        for name, affiliation in [_author(part, legend)]
        if name
    )


def _parts(text: str) -> Iterator[str]:
    """The list cut at commas, semicolons and `and` outside parentheses and braces."""
    held = ""
    for piece in _cut(_ET_AL.sub("", text)):
        part = _LEADING_AND.sub("", piece.strip(" :"))
        if held and _SUFFIX.match(part):
            held = f"{held}, {part}" if part.startswith(("Ph", "M", "Esq")) else f"{held} {part}"
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _cut(text: str) -> Iterator[str]:
    for piece in _top_level(text):
        yield from _AND.split(piece) if "(" not in piece and "{" not in piece else _and_split(piece)


def _and_split(piece: str) -> list[str]:
    """The same where `and` may also stand within parentheses."""
    pieces, start = [], 0
    for match in _AND.finditer(piece):
        before = piece[start : match.start()]
        if before.count("(") == before.count(")") and before.count("{") == before.count("}"):
            pieces.append(before)
            start = match.end()
    return [*pieces, piece[start:]]


def _top_level(text: str) -> Iterator[str]:
    if "(" not in text and "{" not in text:
        yield from text.replace(";", ",").split(",")
        return
    start = depth = 0
    for match in re.finditer(r"[(){},;]", text):
        sign = match[0]
        if sign in "({":
            depth += 1
        elif sign in ")}":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _legend(text: str) -> tuple[str, dict[str, str]]:
    """The list without the key at its end, and the key: `1` -> `Here`."""
    start = text.find("((")
    if start < 0:
        return text, {}
    entries = _LEGEND.findall(text[start + 1 :])
    return text[:start], {key: _place(place) for key, place in entries}


def _place(text: str) -> str:
    """A place without the parenthesis that ends the key."""
    place = text.strip(" ,;.")
    return place[:-1].rstrip(" ,;.") if place.count(")") > place.count("(") else place


def _author(part: str, legend: dict[str, str]) -> tuple[str, str]:
    notes = _PARENTHESES.findall(part)
    name = clean_name(_PARENTHESES.sub(" ", part))
    places = [place for note in notes for place in _places(note, legend)]
    return name.strip("() "), "; ".join(places)


def _places(note: str, legend: dict[str, str]) -> list[str]:
    keys = _KEYS.fullmatch(note)
    if keys and (legend or all(len(key) < _DOUBLED for key in _KEY_SEPARATOR.split(keys[1]))):
        return [legend[key] for key in _KEY_SEPARATOR.split(keys[1]) if legend.get(key)]
    return [clean_name(note)] if note.strip() else []
