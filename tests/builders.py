"""Papers for tests, with only the fields a test speaks of."""

from datetime import UTC, date, datetime
from typing import Any

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue


def paper(key: str = "2401.00001", title: str = "A title", **fields: Any) -> Paper:
    """An arXiv paper announced on 2024-01-02 in cs.CL, unless told otherwise."""
    paper_id = PaperId.parse(key)
    if paper_id.branch == "arxiv":
        fields.setdefault("subjects", ("cs.CL",))
        fields.setdefault("announced", date(2024, 1, 2))
        fields.setdefault("published_utc", datetime(2024, 1, 1, 12, tzinfo=UTC))
    fields.setdefault("authors", (Author("Ada Lovelace"),))
    return Paper(id=paper_id, title=title, **fields)


def venue_paper(
    key: str, name: str = "ICLR", year: int = 2024, track: str = "", **fields: Any
) -> Paper:
    """A paper of a venue."""
    fields.setdefault("title", "A venue paper")
    return paper(key, venue=Venue(name, year, track), **fields)


def days_apart(keys: list[str], first: date, **fields: Any) -> list[Paper]:
    """Papers announced on successive days."""
    return [
        paper(key, announced=date.fromordinal(first.toordinal() + at), **fields)
        for at, key in enumerate(keys)
    ]
