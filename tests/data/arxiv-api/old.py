"""What is on `old.xml`."""

from datetime import UTC, date, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Version

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:2301.00005"),
        title="A Very Long Title That the Server Wraps",
        abstract="It wraps the summary as well.",
        authors=(
            Author("Nils Ahlström", "North Institute"),
            Author("Q. Ueen"),
        ),
        subjects=(
            "cs.SE",
            "cs.PL",
        ),
        versions=(
            Version(1, datetime(2023, 1, 2, 19, 30, 0, tzinfo=UTC)),
            Version(3, datetime(2023, 6, 1, 10, 0, 0, tzinfo=UTC)),
        ),
        published_utc=datetime(2023, 1, 2, 19, 30, 0, tzinfo=UTC),
        updated_utc=datetime(2023, 6, 1, 10, 0, 0, tzinfo=UTC),
        announced=date(2023, 1, 4),
        comment="Two lines of comment",
        journal_ref="Wrap. 1 (2023)",
        doi="10.1000/wrap",
    ),
]
