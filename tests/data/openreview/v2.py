"""What is on `v2.json`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:oRaLoRaL01@OpenReview"),
        title="An Oral on Tea",
        abstract="We boil water at $100^\\circ$.",
        authors=(
            Author("Ada Author"),
            Author("Bo Écrivain"),
        ),
        published_utc=datetime(2024, 1, 16, tzinfo=UTC),
        comment="Boil it.",
        pdf_url="https://openreview.net/pdf/oraloral0100.pdf",
        venue=Venue("ICLR", 2024, track="Oral"),
        keywords=(
            "tea",
            "water",
        ),
    ),
    Paper(
        id=PaperId.parse("venue:pOsTeR_-02@OpenReview"),
        title="A Poster on Tea",
        abstract="We boil water at $100^\\circ$.",
        authors=(
            Author("Ada Author"),
            Author("Bo Écrivain"),
        ),
        published_utc=datetime(2024, 1, 16, tzinfo=UTC),
        comment="Boil it.",
        pdf_url="https://openreview.net/pdf/poster_-0200.pdf",
        venue=Venue("ICLR", 2024, track="Poster"),
        keywords=(
            "tea",
            "water",
        ),
    ),
]
