"""Compressed and damaged files, lines, and elements of arrays."""

import gzip
import io
import lzma
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import FormatError
from coolpapers.formats.arrays import elements
from coolpapers.formats.streams import ByteStream, lines, open_stream, stream_of

COMPRESSIONS = {
    "plain": lambda data: data,
    "gzip": gzip.compress,
    "gzip members": lambda data: gzip.compress(data[:50_000]) + gzip.compress(data[50_000:]),
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "zstd frames": lambda data: (
        zstandard.compress(data[:50_000]) + zstandard.compress(data[50_000:])
    ),
}
DAMAGEABLE = ("gzip", "xz", "zstd")


def noise(size: int) -> bytes:
    """Lines that do not compress well."""
    return bytes(random.Random(7).choices(b"abcdefghijklmnopqrstuvwxyz \n", k=size))


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_compression_is_known_by_content(kind: str, tmp_path: Path) -> None:
    """Whatever compresses a file, its bytes come out, and the position ends at its size."""
    data = noise(300_000)
    path = tmp_path / "papers.dat"
    path.write_bytes(COMPRESSIONS[kind](data))

    with open_stream(path) as stream:
        out = b"".join(iter(stream.read, b""))

    assert data == out
    assert path.stat().st_size == stream.size == stream.position


def test_peeking_leaves_bytes_unread() -> None:
    """What was looked at is read again."""
    stream = stream_of(gzip.compress(b"some lines\n"))

    assert b"some" == stream.peek(4)
    assert b"some lines\n" == stream.read()


def test_reading_in_small_pieces() -> None:
    """A source that gives one byte at a time is still understood."""

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(1)

    assert b"abc\n" == ByteStream(Slow(zstandard.compress(b"abc\n"))).read()


@pytest.mark.parametrize("kind", DAMAGEABLE)
def test_truncated_file_gives_its_complete_lines_first(kind: str) -> None:
    """A cut file gives the complete lines before the cut and then an error that says so."""
    data = noise(2_000_000)
    whole = COMPRESSIONS[kind](data)
    seen = []

    with pytest.raises(FormatError, match="cut: damaged compressed data"):
        seen.extend(line.data for line in lines(stream_of(whole[: len(whole) // 2], "cut")))

    assert len(seen) > 10_000
    assert data.split(b"\n")[: len(seen)] == seen


@pytest.mark.parametrize("kind", DAMAGEABLE)
def test_corrupt_file_is_a_format_error(kind: str) -> None:
    """Bytes changed in the middle end in a format error, never in another one."""
    whole = bytearray(COMPRESSIONS[kind](noise(500_000)))
    whole[len(whole) // 2 : len(whole) // 2 + 50] = b"\xff" * 50

    with pytest.raises(FormatError):
        list(lines(stream_of(bytes(whole))))


@given(st.sampled_from([b"\x1f\x8b", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"]), st.binary(max_size=99))
def test_garbage_after_a_magic_number_is_a_format_error(magic: bytes, rest: bytes) -> None:
    """What only begins like a compressed file fails with a format error."""
    with pytest.raises(FormatError):
        list(lines(stream_of(magic + rest)))


def test_bomb_is_read_in_flat_pieces() -> None:
    """A file that expands hugely is read a piece at a time."""
    stream = stream_of(zstandard.compress(bytes(100_000_000)))

    assert len(stream.read()) < 50_000_000


def test_lines_have_numbers_and_offsets() -> None:
    """Lines count from 1 without the byte order mark; offsets are after the line end."""
    assert [(1, 6, b"a\r"), (2, 7, b""), (3, 8, b"b")] == list(
        lines(stream_of(b"\xef\xbb\xbfa\r\n\nb"))
    )


def test_too_long_lines_have_no_data() -> None:
    """A line over the limit is passed over; the next is whole."""
    assert [(1, 51, None), (2, 54, b"ok")] == list(
        lines(stream_of(b"x" * 50 + b"\nok\n"), limit=20)
    )


class Pieces(ByteStream):
    """A stream that is read in pieces of a few bytes."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(io.BytesIO(data))
        self._pieces = [data[at : at + size] for at in range(0, len(data), size)]

    def read(self) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


@given(st.lists(st.binary(max_size=30), max_size=8), st.integers(1, 40))
def test_lines_do_not_depend_on_the_pieces(parts: list[bytes], size: int) -> None:
    """However a stream is cut into pieces, its lines and offsets are the same."""
    data = b"\n".join(parts)

    assert list(lines(Pieces(data, 1000), limit=20)) == list(lines(Pieces(data, size), limit=20))


JSON_VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=8,
)  # fmt: skip


@given(
    st.lists(st.dictionaries(st.text(max_size=9), JSON_VALUES, max_size=4), max_size=6),
    st.integers(1, 50),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_array_elements_come_whole(
    entries: list[dict[str, object]], size: int, indent: int | None, escaped: bool
) -> None:
    """The elements of an array come one by one, on their lines, however the file is cut."""
    import json

    data = json.dumps(entries, indent=indent, ensure_ascii=escaped).encode(errors="replace")
    found = list(elements(Pieces(b"\xef\xbb\xbf " + data, size)))

    assert list(elements(stream_of(b"\xef\xbb\xbf " + data))) == found
    assert json.loads(data) == [json.loads(line.data or b"") for line in found]
    for line in found:
        before = (b"\xef\xbb\xbf " + data)[: line.end]
        assert (line.data or b"").count(b"\n") + line.number == 1 + before.rstrip(
            b", ]"
        ).rstrip().count(b"\n")


def test_scalars_and_cut_elements_are_elements() -> None:
    """Anything between commas is an element; one that the file's end cuts has no data."""
    assert [b"5", b'"a,b"', b'{"c":[1,2]}', None] == [
        line.data for line in elements(stream_of(b'[5, "a,b",{"c":[1,2]} , {"d":"e'))
    ]


@given(st.integers(1, 60))
def test_too_long_elements_have_no_data(size: int) -> None:
    """An element over the limit is passed over, even if its string is; the next is whole."""
    data = (
        b'[{"a":"'
        + b'x\\\\\\"{[' * 20
        + b'"},\n{"b":1},\n{"c":{"d":['
        + b"[1]," * 20
        + b'2]}},{"e":2}]'
    )

    assert [(1, None), (2, b'{"b":1}'), (3, None), (3, b'{"e":2}')] == [
        (line.number, line.data) for line in elements(Pieces(data, size), limit=30)
    ]


@given(
    st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b'"', b",", b"\\", b"1", b"\n"])),
    st.integers(1, 9),
)
def test_splitting_garbage_never_fails(parts: list[bytes], size: int) -> None:
    """Any bytes can be split into elements."""
    assert all(line.number > 0 for line in elements(Pieces(b"".join(parts), size), limit=20))
