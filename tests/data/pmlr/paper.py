"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe24a@v235@PMLR"),
        title="Regret: A Study",
        abstract="We regret all of it.",
        authors=(
            Author("Jane Doe"),
            Author("Max von Neu"),
        ),
        pdf_url="https://proceedings.mlr.press/v235/doe24a/doe24a.pdf",
        page_url="https://proceedings.mlr.press/v235/doe24a.html",
        venue=Venue(
            "ICML", 2024, booktitle="International Conference on Machine Learning", pages="101-120"
        ),
    ),
]
