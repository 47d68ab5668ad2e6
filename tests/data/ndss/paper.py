"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:leaky-pots@NDSS"),
        title="Leaky Pots",
        abstract="Pots leak, and we measure how much they do.",
        authors=(
            Author("Jane Doe", "Tea University"),
            Author("Li Wei", "Cup Institute"),
        ),
        pdf_url="https://www.ndss-symposium.org/wp-content/uploads/2024-100-paper.pdf",
        page_url="https://www.ndss-symposium.org/ndss-paper/leaky-pots/",
        venue=Venue("NDSS", 2024),
    ),
]
