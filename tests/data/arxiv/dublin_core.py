"""What is on `dublin_core.xml`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:2402.00020"),
        title="Soft Cheese",
        abstract="It melts.",
        authors=(
            Author("Maria Di Latte"),
            Author("P. Fromage"),
        ),
        subjects=(
            "cond-mat.soft",
            "math-ph",
        ),
        published_utc=datetime(2024, 2, 1, tzinfo=UTC),
        updated_utc=datetime(2024, 2, 20, tzinfo=UTC),
        comment="5 pages",
        journal_ref="Dairy Lett. 7 (2024) 8",
        doi="10.1000/dairy.7.8",
    ),
]
