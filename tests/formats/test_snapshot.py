"""Lines of arXiv's metadata snapshot."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from coolpapers.errors import PaperIdError, RecordError
from coolpapers.formats import BadRecord, open_stream, read
from coolpapers.formats.snapshot import parse_entry
from coolpapers.records import Author, Paper, Version
from coolpapers.schedule import announced_day, announced_day_of_date


def entry(**fields: Any) -> Paper:
    """The paper of a line with these fields."""
    line = {"id": "1706.00001", "title": "A title", "categories": "cs.CL", **fields}
    return parse_entry(json.dumps(line).encode())[0]


def dated(*created: str, update_date: str | None = None) -> Paper:
    """A paper with versions of these dates."""
    versions = [{"version": f"v{n}", "created": text} for n, text in enumerate(created, 1)]
    return entry(versions=versions, update_date=update_date)


def test_all_fields_are_read() -> None:
    """Each field of a line finds its place."""
    paper = entry(
        title='Balls in\n  $\\mathbb{R}^n$ by G\\"odel',
        abstract="  We show\n$a$.\n  Code: https://github.com/a/b.\n",
        comments="5 pages\n  and more",
        doi="10.1000/182",
        license="http://creativecommons.org/licenses/by/4.0/",
        categories="cs.SY math.NA eess.SY",
        authors_parsed=[
            ["Erd\\H{o}s", "P.", ""],
            ["Yuan", "C. -P.", "Jr."],
            ["B", "A", "", "X", "Y"],
        ],
        **{"journal-ref": "J. 1\n (2007)", "report-no": "R-1"},
    )

    assert "Balls in $\\mathbb{R}^n$ by Gödel" == paper.title
    assert "We show $a$. Code: https://github.com/a/b." == paper.abstract
    assert "5 pages and more" == paper.comment
    assert "J. 1 (2007)" == paper.journal_ref
    assert "10.1000/182" == paper.doi
    assert "http://creativecommons.org/licenses/by/4.0/" == paper.licence
    assert ("eess.SY", "math.NA") == paper.subjects
    assert (Author("P. Erdős"), Author("C.-P. Yuan Jr."), Author("A B", "X; Y")) == paper.authors
    assert "https://github.com/a/b" == paper.code_url
    assert "" == paper.pdf_url == paper.page_url


def test_authors_are_split_where_they_are_not_parsed() -> None:
    """Without parsed authors the printed list is split."""
    assert (Author("A. B"), Author("C. D")) == entry(authors="A. B and C. D").authors


def test_versions_with_times() -> None:
    """Published is the first version, updated the last; the day follows from the first time."""
    first = datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)
    last = datetime(2007, 7, 24, 20, 10, 27, tzinfo=UTC)
    paper = dated("Mon, 2 Apr 2007 19:18:42 GMT", "Tue, 24 Jul 2007 20:10:27 GMT")

    assert (Version(1, first), Version(2, last)) == paper.versions
    assert (first, last, announced_day(first)) == (
        paper.published_utc, paper.updated_utc, paper.announced
    )  # fmt: skip


def test_open_version_is_at_least_the_second() -> None:
    """A last version named `v2+` is the second."""
    versions = [
        {"version": "v1", "created": "Mon, 2 Apr 2007 00:00:00 GMT"},
        {"version": "v2+", "created": "Tue, 3 Apr 2007 00:00:00 GMT"},
    ]

    assert [1, 2] == [version.number for version in entry(versions=versions).versions]


DAY = date(2007, 4, 3)


@pytest.mark.parametrize(
    ("update_date", "expected"),
    [
        ("2007-04-03", DAY),
        ("2007-04-04", min(announced_day_of_date(DAY), date(2007, 4, 4))),
        ("2009-01-01", announced_day_of_date(DAY)),
        (None, announced_day_of_date(DAY)),
        ("2007-01-01", announced_day_of_date(DAY)),
    ],
)
def test_days_without_time(update_date: str | None, expected: date) -> None:
    """With days alone the announced day lies between submission and last change."""
    assert expected == dated("Tue, 3 Apr 2007 00:00:00 GMT", update_date=update_date).announced


def test_record_without_versions_has_only_its_change() -> None:
    """Without versions the day of the last change is all that is known."""
    paper = entry(update_date="2009-03-04")

    assert (None, datetime(2009, 3, 4, tzinfo=UTC), None) == (
        paper.published_utc, paper.updated_utc, paper.announced
    )  # fmt: skip


def test_unreadable_versions_are_left_out() -> None:
    """A version without a readable date or number is passed over."""
    versions = [{"version": "v1", "created": "?"}, {"version": "x", "created": "2007-04-02"}, {}]

    assert () == entry(versions=versions).versions


@pytest.mark.parametrize("fields", [{"title": None}, {"title": " \n"}, {"id": 5}, {"versions": 3}])
def test_bad_lines_are_record_errors(fields: dict[str, Any]) -> None:
    """A line without title or with fields of the wrong type is an error with a reason."""
    with pytest.raises(RecordError):
        entry(**fields)


def test_foreign_ids_are_errors() -> None:
    """An id that is none, or not one of arXiv's, is an error."""
    for text in ("", "hello world", "2024.acl-long.1@ACL"):
        with pytest.raises((RecordError, PaperIdError)):
            entry(id=text)


@pytest.mark.shared
def test_real_lines_are_all_read(shared: Path) -> None:
    """Every real line of the snapshot's head gives a paper with authors, day and subjects."""
    with open_stream(
        shared / "fixtures/arxiv_kaggle/arxiv-metadata-oai-snapshot.head.jsonl"
    ) as file:
        records = list(read(file))

    assert 200 == len(records)
    for record in records:
        assert not isinstance(record, BadRecord)
        assert record.paper.authors
        assert record.paper.subjects
        assert record.paper.announced
        assert "\\'" not in record.paper.title
