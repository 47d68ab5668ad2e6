"""What every format has in common: records, bad records, and the walk from a stream to both."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from coolpapers.errors import CoolPapersError, RecordError
from coolpapers.formats.streams import ByteStream, Line
from coolpapers.records import Paper

Parsed = tuple[Paper, str]
Parse = Callable[[bytes], Parsed | None]
Units = Callable[[ByteStream], Iterator[Line]]


class Record(msgspec.Struct, frozen=True, gc=False):
    """A paper read from a file: which source it came from, and where in the file it stands.

    `line` is where the record begins, from 1. `offset` is the byte after it in the uncompressed
    file: reading may be taken up again there.
    """

    paper: Paper
    source: str
    line: int
    offset: int


class BadRecord(msgspec.Struct, frozen=True, gc=False):
    """A record that could not be read, and why."""

    line: int
    reason: str
    offset: int = 0


class Format(msgspec.Struct, frozen=True):
    """A format: its name, how it parts a stream into units, and what reads the units of one file.

    A unit may be no paper at all; then reading it gives None. With `has_memory` a unit may need
    those before it, so that nothing can be left out when reading is taken up again.
    """

    name: str
    units: Units
    parser: Callable[[], Parse]
    has_memory: bool = False


def read_as(
    form: Format, stream: ByteStream, *, resume_offset: int = 0
) -> Iterator[Record | BadRecord]:
    """The records of a stream in this format, in order, those that cannot be read among them.

    Args:
        form: The format to read.
        stream: From its beginning.
        resume_offset: The `offset` of the last record seen before; reading goes on after it.

    Raises:
        FormatError: The compressed data is damaged; everything before the damage came first.
    """
    parse = form.parser()
    for line, end, data in form.units(stream):
        if end <= resume_offset and not form.has_memory:
            continue
        record = _record(parse, line, end, data)
        if record is not None and end > resume_offset:
            yield record


def _record(parse: Parse, line: int, end: int, data: bytes | None) -> Record | BadRecord | None:
    if data is not None and not data.strip():
        return None
    try:
        parsed = parse(_held(data))
    except CoolPapersError as error:
        return BadRecord(line, str(error), end)
    return None if parsed is None else Record(parsed[0], parsed[1], line, end)


def _held(data: bytes | None) -> bytes:
    if data is None:
        raise RecordError("longer than 10 MB, or cut by the end of the file")
    return data


T = TypeVar("T")


def decoded(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """One JSON record, or a `RecordError` that says what is wrong with it."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise RecordError(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise RecordError("not JSON: nested too deeply") from error
