"""Our own JSON lines."""

import json

import pytest
from hypothesis import given

from coolpapers.errors import CoolPapersError
from coolpapers.formats.jsonl import parse_paper, to_json
from coolpapers.records import Author, Paper
from tests.strategies import papers


@given(papers())
def test_every_field_survives(paper: Paper) -> None:
    """A paper written and read again is the same, on one line."""
    line = to_json(paper)

    assert (paper, "coolpapers") == parse_paper(line)
    assert 1 == line.count(b"\n")


@given(papers())
def test_lines_say_only_what_is_known(paper: Paper) -> None:
    """Empty fields are not written; the id stands first, as people write it."""
    fields = json.loads(to_json(paper))

    assert str(paper.id) == next(iter(fields.values()))
    assert all(value not in ("", None, []) for value in fields.values())


def test_authors_may_be_plain_strings() -> None:
    """A list written by hand may give names alone."""
    line = b'{"id":"1706.00001","title":"T","authors":["A B",{"name":"C D","affiliation":"X"}]}'

    assert (Author("A B"), Author("C D", "X")) == parse_paper(line)[0].authors


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"arxiv:1706.00001"}', b'{"id":"arxiv:1706.00001","title":" "}', b"[]", b"{",
        b'{"id":"nothing","title":"T"}', b'{"id":"arxiv:1706.00001","title":"a\\u0000b"}',
        b'{"id":"arxiv:1706.00001","title":"T","published":"2020-01-01T00:00:00"}',
        b'{"id":"arxiv:1706.00001","title":"T","published":"0001-01-01T00:00:00+14:00"}',
        b'{"id":"arxiv:1706.00001","title":"T","same_as":["?"]}', b"[" * 100_000, b"\xff",
    ],
)  # fmt: skip
def test_bad_lines_are_errors_of_ours(line: bytes) -> None:
    """Whatever is wrong with a line, the error is one of ours."""
    with pytest.raises(CoolPapersError):
        parse_paper(line)
