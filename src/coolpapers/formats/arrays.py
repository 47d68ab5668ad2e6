"""One large JSON array as a stream of its elements, so that a list need not fit into memory."""

import re
from collections.abc import Iterator

from coolpapers.formats.streams import LINE_LIMIT_BYTES, ByteStream, Line

# Outside a record commas part the elements; inside one only brackets and strings matter.
# A quotation mark on its own begins a string that goes on in the next chunk.
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_BETWEEN = re.compile(_STRING + rb'|[\[\]{},"]', re.DOTALL)
_WITHIN = re.compile(_STRING + rb'|[\[\]{}"]', re.DOTALL)
_OPEN, _CLOSE = (b"[", b"{"), (b"]", b"}")
_NOT_SPACE = re.compile(rb"\S")
_TO_STRING_END = re.compile(rb'(?:[^"\\]++|\\.)*+"', re.DOTALL)


def elements(stream: ByteStream, *, limit: int = LINE_LIMIT_BYTES) -> Iterator[Line]:
    """The elements of the array, each with the line on which it begins and the offset after it.

    An element longer than the limit, and one that the end of the file cuts, have no data.
    """
    splitter = _Splitter(limit)
    while chunk := stream.read():
        yield from splitter.feed(chunk)
    yield from splitter.finish()


class _Splitter:
    """Where in the array we are: how deep, and what of the present element is held."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = b""
        self._start = 0  # of the present element in what is held
        self._scanned = 0  # how much of it was looked at
        self._offset = 0  # of the first byte held, in the stream
        self._line = 1  # of the present element's start
        self._depth = 0
        self._in_string = False  # inside a string too long to be held
        self._too_long = 0  # the line of the present element, if it is too long

    def feed(self, chunk: bytes) -> Iterator[Line]:
        self._held += chunk
        while token := self._next():
            sign = token[0]
            if sign in _OPEN:
                self._depth += 1
                if self._depth == 1:
                    self._skip_to(token.end())
            elif sign in _CLOSE:
                self._depth = max(0, self._depth - 1)
                if self._depth == 0:
                    yield from self._element(token)
            elif sign == b"," and self._depth == 1:
                yield from self._element(token)
        if len(self._held) - self._start > self._limit:
            self._too_long = self._too_long or self._first_line()
            self._skip_to(self._scanned)
        self._forget()

    def finish(self) -> Iterator[Line]:
        rest = self._held[self._start :]
        if self._depth and (self._too_long or rest.strip()):
            yield Line(self._too_long or self._first_line(), self._offset + len(self._held), None)

    def _next(self) -> re.Match[bytes] | None:
        """The next whole string, bracket or comma; None if more must be read to tell."""
        if self._in_string:
            return self._string_end()
        pattern = _WITHIN if self._depth > 1 else _BETWEEN
        token = pattern.search(self._held, self._scanned)
        if token is None:
            self._scanned = len(self._held)
        elif token[0] != b'"':
            self._scanned = token.end()
        else:
            self._scanned = token.start()
            if len(self._held) - token.start() > self._limit:
                self._in_string = True
                self._scanned = self._safe_end()
            return None
        return token

    def _string_end(self) -> re.Match[bytes] | None:
        token = _TO_STRING_END.match(self._held, self._scanned)
        self._in_string = token is None
        self._scanned = token.end() if token else self._safe_end()
        return token

    def _safe_end(self) -> int:
        """The end of what is held, but for a backslash that escapes what is to come."""
        trailing = len(self._held) - len(self._held.rstrip(b"\\"))
        return len(self._held) - trailing % 2

    def _element(self, separator: re.Match[bytes]) -> Iterator[Line]:
        data = self._held[self._start : separator.start()].strip()
        line = self._too_long or self._first_line()
        if self._too_long or data:
            end = self._offset + separator.end()
            yield Line(line, end, None if self._too_long or len(data) > self._limit else data)
        self._too_long = 0
        self._skip_to(separator.end())

    def _first_line(self) -> int:
        """The line of the first byte of the element that is not white space."""
        found = _NOT_SPACE.search(self._held, self._start)
        return self._line + self._held.count(b"\n", self._start, found.start() if found else None)

    def _skip_to(self, end: int) -> None:
        self._line += self._held.count(b"\n", self._start, end)
        self._start = end

    def _forget(self) -> None:
        """Lets go of what lies before the present element."""
        self._held = self._held[self._start :]
        self._offset += self._start
        self._scanned -= self._start
        self._start = 0
