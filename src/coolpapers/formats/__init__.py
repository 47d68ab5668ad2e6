"""Records from text and back: files of papers, known by what is in them."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from coolpapers.errors import UnknownFormatError
from coolpapers.formats import jsonl, lists, snapshot
from coolpapers.formats.arrays import elements
from coolpapers.formats.base import BadRecord, Format, Parse, Record, Units, read_as
from coolpapers.formats.bibtex import bibtex_parser
from coolpapers.formats.bibtex_syntax import blocks
from coolpapers.formats.streams import ByteStream, lines, open_stream, stream_of

__all__ = [
    "FORMATS", "BadRecord", "ByteStream", "Format", "Record", "open_stream", "read", "read_as",
    "recognise", "stream_of",
]  # fmt: skip

HEAD_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"
_ENTRY = re.compile(rb"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_JSON = msgspec.json.Decoder(dict[str, object])
_OWN_IDS = ("arxiv:", "venue:")
_SNAPSHOT_KEYS = frozenset({"categories", "authors_parsed", "update_date", "versions"})
_LOOKED_AT = 200


def _format(name: str, units: Units, parse: Parse) -> Format:
    def parser() -> Parse:
        return parse

    return Format(name, units, parser)


_PARSERS: Mapping[str, Parse] = {
    "coolpapers": jsonl.parse_paper,
    "snapshot": snapshot.parse_entry,
    "list": lists.parse_entry,
}
FORMATS: Mapping[str, Format] = {
    **{name: _format(name, lines, parse) for name, parse in _PARSERS.items()},
    **{f"{name}-array": _format(f"{name}-array", elements, p) for name, p in _PARSERS.items()},
    "bibtex": Format("bibtex", blocks, bibtex_parser, has_memory=True),
}


def recognise(head: bytes, name: str = "input") -> Format:
    """The format of a file that begins with these bytes, decompressed.

    Args:
        head: The first megabyte, or all there is.
        name: What to call the file if it is not recognised.

    Raises:
        UnknownFormatError: It is in none of the formats.
    """
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith(b"[") and (family := _family(elements, text)):
        return FORMATS[f"{family}-array"]
    if not text.startswith(b"[") and (family := _family(lines, text)):
        return FORMATS[family]
    if _ENTRY.search(text):
        return FORMATS["bibtex"]
    raise UnknownFormatError(name)


def _family(units: Units, text: bytes) -> str | None:
    """What the first of the objects that can be told is; the first ones may be garbage."""
    for _, unit in zip(range(_LOOKED_AT), units(stream_of(text)), strict=False):
        if unit.data is not None and (family := _told(unit.data)):
            return family
    return None


def _told(data: bytes) -> str | None:
    try:
        entry = _JSON.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    paper = entry.get("id")
    if isinstance(paper, str) and paper.startswith(_OWN_IDS):
        return "coolpapers"
    if "title" not in entry and "abstract" not in entry:
        return None
    if not _SNAPSHOT_KEYS.isdisjoint(entry):
        return "snapshot"
    return "list" if "venue" in entry else None


def read(stream: ByteStream, *, resume_offset: int = 0) -> Iterator[Record | BadRecord]:
    """The records of a file, whatever its format; an empty file has none.

    Args:
        stream: From its beginning.
        resume_offset: The `offset` of the last record seen before; reading goes on after it.

    Raises:
        UnknownFormatError: The file is in none of the formats.
        FormatError: Its compressed data is damaged; everything before the damage came first.
    """
    head = stream.peek(HEAD_BYTES)
    if not head.strip():
        stream.read()
        return
    form = recognise(head, stream.name or "input")
    yield from read_as(form, stream, resume_offset=resume_offset)
