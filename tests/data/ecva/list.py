"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:7@ECCV2024@ECVA"),
        title="Cups in Context",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        pdf_url="https://www.ecva.net/papers/eccv_2024/papers_ECCV/papers/00007.pdf",
        page_url="https://www.ecva.net/papers/eccv_2024/papers_ECCV/html/7_ECCV_2024_paper.php",
        venue=Venue("ECCV", 2024),
    ),
]
