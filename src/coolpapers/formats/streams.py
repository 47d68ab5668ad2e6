"""Files as streams of plain bytes and of lines, whatever compresses them, in flat memory."""

import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Protocol, Self, cast

import zstandard

from coolpapers.errors import FormatError

CHUNK_BYTES = 1 << 20
LINE_LIMIT_BYTES = 10_000_000
_BOM = b"\xef\xbb\xbf"
_MAGIC_BYTES = 6
_ZSTD_FEED_BYTES = 1 << 9  # little at a time, so that a bomb cannot fill the memory
_ZSTD_READ_BYTES = 1 << 16
_ZSTD_WINDOW_BYTES = 1 << 31
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


class Line(NamedTuple):
    """A line without its end: its number from 1, the offset after it; no data if it is too long."""

    number: int
    end: int
    data: bytes | None


class _Reader(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class _Counted(io.RawIOBase):
    """A file that counts what is read from it, after the magic bytes already taken."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        super().__init__()
        self._file = file
        self._head = head
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        size = CHUNK_BYTES if size < 0 else size
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            data = self._file.read(size)
        self.count += len(data)
        return data

    read1 = read


class _ZstdReader:
    """Zstandard frames one after another; unlike a stream reader it notices when one is cut."""

    def __init__(self, file: _Counted) -> None:
        self._file = file
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES)
        self._frame = self._decompressor.decompressobj()
        self._read = b""
        self._at = 0
        self._is_fresh = True  # between frames

    def read1(self, _size: int, /) -> bytes:
        while True:
            feed = self._feed()
            if not feed:
                if not self._is_fresh:
                    raise EOFError
                return b""
            if data := self._decompressed(feed):
                return data

    def _feed(self) -> bytes:
        if self._at >= len(self._read):
            self._read, self._at = self._file.read(_ZSTD_READ_BYTES), 0
        start, self._at = self._at, self._at + _ZSTD_FEED_BYTES
        return self._read[start : self._at]

    def _decompressed(self, feed: bytes) -> bytes:
        data: bytes = self._frame.decompress(feed)
        self._is_fresh = self._frame.eof
        if self._frame.eof:
            self._at -= len(self._frame.unused_data) + max(0, self._at - len(self._read))
            self._frame = self._decompressor.decompressobj()
        return data


class ByteStream:
    """The bytes of a file, decompressed, with the place reached in the file as it lies on disk.

    Damaged compressed data raises `FormatError`, after everything before the damage was read.
    """

    def __init__(self, file: BinaryIO, *, name: str = "", size: int = 0) -> None:
        self.name = name
        self.size = size
        self._file = file
        magic = _first(file, _MAGIC_BYTES)
        self._counted = _Counted(file, magic)
        self._reader = _decompressing(self._counted, magic)
        self._ahead = b""
        self._damage: FormatError | None = None

    @property
    def position(self) -> int:
        """How many bytes of the file were read; of `size`, if that is known."""
        return self._counted.count

    def peek(self, size: int) -> bytes:
        """Up to this many of the next bytes; they stay unread."""
        while len(self._ahead) < size and (chunk := self._chunk()):
            self._ahead += chunk
        return self._ahead[:size]

    def read(self) -> bytes:
        """The next bytes, about a megabyte; empty at the end.

        Raises:
            FormatError: The compressed data is damaged or cut here.
        """
        ahead, self._ahead = self._ahead, b""
        parts, total = [ahead], len(ahead)
        while total < CHUNK_BYTES and (chunk := self._chunk()):
            parts.append(chunk)
            total += len(chunk)
        if not total and self._damage is not None:
            raise self._damage
        return b"".join(parts)

    def _chunk(self) -> bytes:
        if self._damage is not None:
            return b""
        try:
            return self._reader.read1(CHUNK_BYTES)
        except _BROKEN as error:
            cause = "the file ends too early" if isinstance(error, EOFError) else str(error)
            self._damage = FormatError(f"{self.name or 'input'}: damaged compressed data: {cause}")
            self._damage.__cause__ = error
            return b""

    def close(self) -> None:
        """Closes the file, unless it is the standard input."""
        if self._file is not sys.stdin.buffer:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def _first(file: BinaryIO, size: int) -> bytes:
    head = b""
    while len(head) < size and (more := file.read(size - len(head))):
        head += more
    return head


def _decompressing(file: _Counted, magic: bytes) -> _Reader:
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)
    if magic.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(cast("BinaryIO", file))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        return _ZstdReader(file)
    return file


def open_stream(path: Path | str) -> ByteStream:
    """The file's bytes; gzip, xz and zstd are known by how they begin. `-` is standard input.

    Raises:
        OSError: The file cannot be opened.
    """
    if str(path) == "-":
        return ByteStream(sys.stdin.buffer, name="standard input")
    path = Path(path)
    return ByteStream(path.open("rb"), name=path.name, size=path.stat().st_size)


def stream_of(data: bytes, name: str = "") -> ByteStream:
    """Bytes in memory as a stream."""
    return ByteStream(io.BytesIO(data), name=name, size=len(data))


def lines(stream: ByteStream, *, limit: int = LINE_LIMIT_BYTES) -> Iterator[Line]:
    """The lines of a stream, without byte order mark, the last with or without a line end.

    When the compressed data is damaged, the complete lines come first and then the error.
    """
    number = offset = held = 0
    parts: list[bytes] = []
    while chunk := stream.read():
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            number += 1
            offset += held + len(piece) + 1
            data: bytes | None = piece
            if held:
                data = b"".join((*parts, piece))
                parts.clear()
            if held + len(piece) > limit:
                data = None
            held = 0
            yield Line(number, offset, _without_mark(data) if number == 1 else data)
        held += len(rest)
        if rest and held <= limit:
            parts.append(rest)
    if held:
        data = b"".join(parts) if held <= limit else None
        yield Line(number + 1, offset + held, _without_mark(data) if number == 0 else data)


def _without_mark(data: bytes | None) -> bytes | None:
    return data if data is None else data.removeprefix(_BOM)
