"""Files of papers: known by content, read to the end whatever is in them."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import FormatError, UnknownFormatError
from coolpapers.formats import FORMATS, BadRecord, Record, read, read_as, recognise, stream_of
from coolpapers.formats.jsonl import to_json
from coolpapers.records import Paper
from tests.strategies import papers

SNAPSHOT = (
    b'{"id":"1706.00001","title":"T","abstract":"A","categories":"cs.CL",'
    b'"versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}],'
    b'"update_date":"2007-04-03","authors_parsed":[["B","A",""]]}'
)
LISTED = b'{"id":"iclr2024:abcDEF1234","title":"T","venue":"ICLR","year":2024,"authors":["A B"]}'
OWN = b'{"id":"arxiv:1706.00001","title":"T","authors":[{"name":"A B","affiliation":"C"}]}'
BIBTEX = b"@misc{k, title = {T}, eprint = {1706.00001}}"
SAMPLES = {
    "snapshot": SNAPSHOT, "list": LISTED, "coolpapers": OWN, "bibtex": BIBTEX,
    "snapshot-array": b"[" + SNAPSHOT + b"]", "list-array": b"[\n" + LISTED + b"\n]",
    "coolpapers-array": b"[" + OWN + b"]",
}  # fmt: skip
SOURCES = {
    "snapshot": "arxiv",
    "list": "paperlists",
    "coolpapers": "coolpapers",
    "bibtex": "bibtex",
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_formats_are_known_by_content(name: str, lead: bytes) -> None:
    """Each format is recognised, with a byte order mark or blank lines before it, and read."""
    data = lead + SAMPLES[name]
    (record,) = read(stream_of(data))

    assert name == recognise(data).name
    assert isinstance(record, Record)
    assert SOURCES[name.removesuffix("-array")] == record.source
    assert "T" == record.paper.title


def test_garbage_before_the_first_record_is_passed_over() -> None:
    """The first lines may be garbage: the format is that of the first line which can be told."""
    found = list(read(stream_of(b'\xff\xfe\n{"a":\n[]\n' + SNAPSHOT + b"\r\n")))

    assert [1, 2, 3, 4] == [record.line for record in found]
    assert [BadRecord, BadRecord, BadRecord, Record] == list(map(type, found))


@pytest.mark.parametrize(
    "data", [b"hello", b"<html></html>", b"{}", b"[]", b"[1,2]", b"id,title\n1,2",
    b"\x89PNG\r\n\x1a\n\0", b"a@b.org"]
)  # fmt: skip
def test_unknown_formats_are_told(data: bytes) -> None:
    """What is no file of papers is an error that names the file."""
    with pytest.raises(UnknownFormatError, match=r"photo\.png"):
        list(read(stream_of(data, "photo.png")))


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\n"])
def test_empty_files_have_no_records(data: bytes) -> None:
    """A file with nothing in it is read and has no records."""
    assert [] == list(read(stream_of(data)))
    assert [] == list(read(stream_of(gzip.compress(data))))


def test_damaged_file_gives_its_records_first() -> None:
    """Records before the damage come, then the error."""
    lines = b"".join(SNAPSHOT.replace(b"00001", b"%05d" % n) + b"\n" for n in range(1, 4000))
    whole = gzip.compress(lines)
    found = []

    with pytest.raises(FormatError, match="ends too early"):
        found.extend(read(stream_of(whole[:-40])))
    assert len(found) > 3000
    assert all(isinstance(record, Record) for record in found)


GARBAGE = [
    b"{", b"nonsense", b"[]", b"5", b"null", b'{"id":5}', b"\xff\xfe", b"\0", b'{"a":"\\ud800"}',
    b"[" * 100_000, b'{"x":' * 50_000, b'{"id":"1706.00001"}', b'{"id":"x","title":"T"}',
]  # fmt: skip


@pytest.mark.parametrize("name", ["snapshot", "list", "coolpapers"])
def test_garbage_is_told_and_passed_over(name: str) -> None:
    """Every kind of garbage line is one bad record with its number; the good ones are read."""
    data = b"\n".join([SAMPLES[name], *GARBAGE, b"", SAMPLES[name]])
    found = list(read(stream_of(data)))

    assert [1, len(GARBAGE) + 3] == [record.line for record in found if isinstance(record, Record)]
    assert list(range(2, len(GARBAGE) + 2)) == [
        record.line for record in found if isinstance(record, BadRecord) and record.reason
    ]


def test_huge_line_is_one_bad_record() -> None:
    """A line over ten megabytes is told with a reason and not held."""
    data = SNAPSHOT + b'\n{"id":"' + b"x" * 11_000_000 + b'"}\n' + SNAPSHOT
    first, huge, last = read(stream_of(data))

    assert isinstance(huge, BadRecord)
    assert "10 MB" in huge.reason
    assert (1, 2, 3) == (first.line, huge.line, last.line)
    assert isinstance(last, Record)


@pytest.mark.parametrize("name", FORMATS)
def test_reading_goes_on_after_an_offset(name: str) -> None:
    """From the offset of any record on, the rest is read as in one go."""
    base = SAMPLES[name]
    many = (
        base[1:-1].join([b"[", b"]"]).replace(b"]", b"," + base[1:-1] + b"]")
        if name.endswith("array")
        else b"\n".join([base] * 3)
    )
    found = list(read(stream_of(many)))

    assert len(found) >= 2
    assert len(many) >= found[-1].offset
    for at, record in enumerate(found):
        assert found[at + 1 :] == list(read(stream_of(many), resume_offset=record.offset))


@given(st.lists(papers(), max_size=5))
def test_written_papers_are_read(listed: list[Paper]) -> None:
    """Papers written as our JSON lines are read as they were, in order."""
    data = b"".join(map(to_json, listed))

    assert listed == [record.paper for record in read(stream_of(data))]  # type: ignore[union-attr]


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_mutated_records_are_never_another_error(name: str, data: st.DataObject) -> None:
    """A valid record with some bytes changed is a record or a bad record."""
    sample = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(sample)))
        sample[at : at + data.draw(st.integers(0, 5))] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b'"', b"{", b"}", b"[", b"]", b"null", b"5", b"\\"])
        )
    form = FORMATS[name]
    for record in read_as(form, stream_of(SAMPLES[name] + b"\n" + bytes(sample))):
        assert isinstance(record, Record | BadRecord)


@given(st.binary())
def test_random_bytes_are_unknown_or_bad(data: bytes) -> None:
    """Any bytes are an unknown format, a damaged file, or records and bad records."""
    try:
        found = list(read(stream_of(data)))
    except FormatError:
        return
    assert all(isinstance(record, Record | BadRecord) for record in found)


KEYS = ["title", "abstract", "authors", "versions", "categories", "id", "year", "venue"]
VALUES = [
    None, 5, 1.5, True, "", "x", [], [1], {}, [[]], [None], ["a", None], [{"version": None}],
]  # fmt: skip


@given(st.sampled_from(KEYS), st.sampled_from(VALUES))
def test_fields_of_wrong_types_are_never_another_error(key: str, value: object) -> None:
    """Any value in any field gives a record or a bad record."""
    for name in ("snapshot", "list", "coolpapers"):
        entry = json.dumps({**json.loads(SAMPLES[name]), key: value}).encode()
        assert 2 == len(list(read_as(FORMATS[name], stream_of(SAMPLES[name] + b"\n" + entry))))
