"""BibTeX entries as they stand in a file: where each ends, and what its fields say."""

import re
from collections.abc import Iterator, Mapping, MutableMapping

import msgspec

from coolpapers.errors import RecordError
from coolpapers.formats.streams import LINE_LIMIT_BYTES, ByteStream, Line, lines

_START = re.compile(rb"@\s*[A-Za-z]+\s*[{(]")
_LINE_START = re.compile(rb"\s*@\s*[A-Za-z]+\s*[{(]")
_SIGN = re.compile(rb'[{}"()]')
_HEAD = re.compile(r"@\s*(?P<kind>[A-Za-z]+)\s*[{(]\s*")
_KEY = re.compile(r"(?P<key>[^\s,=]*)\s*(?:,|$)\s*")
_FIELD = re.compile(r"\s*(?P<name>[^\s=,{}\"#]+)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"=]+")
_JOINT = re.compile(r"\s*#\s*")
_TO_NEXT = re.compile(r"[\s,]*")
_BRACE = re.compile(r"[{}]")
_QUOTE_END = re.compile(r'[{}"]')
MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
}  # fmt: skip


class Entry(msgspec.Struct, frozen=True):
    """One entry: its kind and field names in lower case, values without their delimiters."""

    kind: str
    key: str
    fields: Mapping[str, str]


def blocks(stream: ByteStream, *, limit: int = LINE_LIMIT_BYTES) -> Iterator[Line]:
    """Every `@...{...}` of a file with the line where it begins; text between them is a comment.

    A block that the next one interrupts at the start of a line, or the end of the file, comes as
    far as it goes; reading it fails.
    """
    block: _Block | None = None
    start = 0
    for number, end, data in lines(stream, limit=limit):
        text, start = (data or b"") + b"\n", end - len(data or b"") - 1
        at = 0
        if block is not None and _LINE_START.match(text):
            yield block.line(start)
            block = None
        while at < len(text):
            if block is None:
                found = _START.search(text, at)
                if found is None:
                    break
                block = _Block(number, text[found.end() - 1 : found.end()])
                at = found.start()
            at = block.take(text, at)
            if block.is_complete or block.size > limit:
                yield block.line(start + at)
                block = None
    if block is not None:
        yield block.line(start + 1)


class _Block:
    """A block while it is being read: how deep in braces, and whether between quotes."""

    def __init__(self, number: int, opening: bytes) -> None:
        self.is_complete = False
        self.size = 0
        self._number = number
        self._round = opening == b"("
        self._pieces: list[bytes] = []
        self._depth = 0
        self._parentheses = 0
        self._quoted = False

    def take(self, text: bytes, at: int) -> int:
        """Takes the line from here to the block's end or its own, and returns where that is."""
        end = len(text)
        for sign in _SIGN.finditer(text, at):
            if self._closes(sign[0]):
                self.is_complete = True
                end = sign.end()
                break
        self._pieces.append(text[at:end])
        self.size += end - at
        return end

    def _closes(self, sign: bytes) -> bool:
        if sign == b"{":
            self._depth += 1
        elif sign == b"}":
            self._depth = max(0, self._depth - 1)
            return self._depth == 0 and not self._round
        elif self._depth == 0 and self._round:
            if sign == b'"':
                self._quoted = not self._quoted
            elif not self._quoted:
                self._parentheses += 1 if sign == b"(" else -1
                return self._parentheses == 0
        return False

    def line(self, end: int) -> Line:
        return Line(self._number, end, None if self.size > LINE_LIMIT_BYTES else self._data())

    def _data(self) -> bytes:
        return b"".join(self._pieces)


def parse_block(text: str, strings: MutableMapping[str, str]) -> Entry | None:
    """The entry in a block; None for a comment, a preamble, or a string, which is remembered.

    Raises:
        RecordError: The block is not closed or not made of fields.
    """
    head = _HEAD.match(text)
    if head is None or text[-1:] not in "})":
        raise RecordError("the entry is not closed")
    kind = head["kind"].lower()
    if kind in ("comment", "preamble"):
        return None
    body = text[head.end() : -1]
    if kind == "string":
        strings.update(_fields(body, 0, strings))
        return None
    key = _KEY.match(body)
    if key is None:
        raise RecordError(f"an entry without key: {text[:40]!r}")
    return Entry(kind, key["key"], _fields(body, key.end(), strings))


def _fields(body: str, at: int, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    at = _skipped(_TO_NEXT, body, at)
    while at < len(body):
        name = _FIELD.match(body, at)
        if name is None:
            raise RecordError(f"not a field: {body[at : at + 40]!r}")
        value, at = _value(body, name.end(), strings)
        fields.setdefault(name["name"].lower(), value)
        at = _skipped(_TO_NEXT, body, at)
    return fields


def _skipped(pattern: re.Pattern[str], body: str, at: int) -> int:
    found = pattern.match(body, at)
    return found.end() if found else at


def _value(body: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """Pieces joined by `#`: braced, quoted, numbers, or names of strings."""
    parts = []
    while True:
        part, at = _piece(body, at, strings)
        parts.append(part)
        joint = _JOINT.match(body, at)
        if joint is None:
            return "".join(parts), at
        at = joint.end()


def _piece(body: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    if body.startswith("{", at):
        return _enclosed(body, at, _BRACE, "}")
    if body.startswith('"', at):
        return _enclosed(body, at, _QUOTE_END, '"')
    bare = _BARE.match(body, at)
    if bare is None:
        raise RecordError(f"not a value: {body[at : at + 40]!r}")
    word = bare[0].lower()
    return strings.get(word, MONTHS.get(word, bare[0])), bare.end()


def _enclosed(body: str, at: int, signs: re.Pattern[str], closing: str) -> tuple[str, int]:
    depth = 0
    for sign in signs.finditer(body, at + 1):
        if sign[0] == closing and depth == 0:
            return body[at + 1 : sign.start()], sign.end()
        depth += 1 if sign[0] == "{" else -1 if sign[0] == "}" else 0
    raise RecordError(f"a value is not closed: {body[at : at + 40]!r}")
