"""What is on `volume.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe24a@v235@PMLR"),
        title="Regret: A Study",
        authors=(
            Author("Jane Doe"),
            Author("Max von Neu"),
        ),
        pdf_url="https://raw.githubusercontent.com/mlresearch/v235/main/assets/doe24a/doe24a.pdf",
        page_url="https://proceedings.mlr.press/v235/doe24a.html",
        venue=Venue("ICML", 2024, pages="101-120"),
        same_as=(PaperId.parse("venue:aBcDeFgHiJ@OpenReview"),),
    ),
    Paper(
        id=PaperId.parse("venue:gus24a@v235@PMLR"),
        title="Bandits on Bicycles",
        authors=(Author("Bo Gus"),),
        page_url="https://proceedings.mlr.press/v235/gus24a.html",
        venue=Venue("ICML", 2024, pages="121-130"),
    ),
]
