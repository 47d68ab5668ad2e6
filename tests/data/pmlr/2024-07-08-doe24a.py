"""What is on `2024-07-08-doe24a.md`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe24a@v235@PMLR"),
        title="Regret: A Study",
        abstract="We regret a < b and all of it, at most $\\sqrt{T}$, which is less than before.",
        authors=(
            Author("Jane Doe"),
            Author("Max von Neu"),
        ),
        published_utc=datetime(2024, 7, 8, tzinfo=UTC),
        pdf_url="https://proceedings.mlr.press/v235/doe24a/doe24a.pdf",
        venue=Venue(
            "ICML",
            2024,
            booktitle="Proceedings of the 41st International Conference on Machine Learning",
            pages="101-120",
        ),
        same_as=(PaperId.parse("venue:aBcDeFgHiJ@OpenReview"),),
    ),
]
