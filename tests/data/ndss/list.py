"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:leaky-pots@NDSS"),
        title="Leaky Pots",
        authors=(
            Author("Jane Doe", "Tea University"),
            Author("Li Wei", "Cup Institute"),
        ),
        page_url="https://www.ndss-symposium.org/ndss-paper/leaky-pots/",
        venue=Venue("NDSS", 2024),
    ),
    Paper(
        id=PaperId.parse("venue:drips-considered@NDSS"),
        title="Drips, Considered",
        authors=(Author("Ana Cup", "Saucer College"),),
        page_url="https://www.ndss-symposium.org/ndss-paper/drips-considered/",
        venue=Venue("NDSS", 2024),
    ),
]
