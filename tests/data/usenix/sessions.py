"""What is on `sessions.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe@usenixsecurity24@USENIX"),
        title="Breaking Teapots",
        abstract="Teapots break. We show how.",
        authors=(
            Author("Jane Doe", "Tea University"),
            Author("Li Wei", "Tea University"),
            Author("Ana Cup", "Cup & Co."),
        ),
        pdf_url="https://www.usenix.org/system/files/usenixsecurity24-doe.pdf",
        page_url="https://www.usenix.org/conference/usenixsecurity24/presentation/doe",
        venue=Venue("USENIX-Security", 2024),
    ),
]
