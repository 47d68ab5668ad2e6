"""What is on `v1.json`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:oLdOlD0001@OpenReview"),
        title="Notable Kettles",
        abstract="Notable.",
        authors=(Author("Ada Author"),),
        published_utc=datetime(2023, 2, 1, 19, 30, 0, tzinfo=UTC),
        pdf_url="https://openreview.net/pdf/1234.pdf",
        venue=Venue("ICLR", 2023, track="Oral"),
        keywords=("tea",),
    ),
]
