"""What is on `records.xml`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:27001@AAAI"),
        title="Planning a Tea Party",
        abstract="We plan well.",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        published_utc=datetime(2024, 3, 24, tzinfo=UTC),
        doi="10.1609/aaai.v38i1.27001",
        pdf_url="https://ojs.aaai.org/index.php/AAAI/article/view/27001/30000",
        page_url="https://ojs.aaai.org/index.php/AAAI/article/view/27001",
        venue=Venue("AAAI", 2024, pages="1-9"),
        keywords=(
            "ML: Tea",
            "APP: Cups",
        ),
    ),
    Paper(
        id=PaperId.parse("venue:27002@AAAI"),
        title="Safe Saucers",
        abstract="Safe.",
        authors=(Author("Ana Cup"),),
        published_utc=datetime(2024, 3, 24, tzinfo=UTC),
        doi="10.1609/aaai.v38i1.27002",
        pdf_url="https://ojs.aaai.org/index.php/AAAI/article/view/27002/30000",
        page_url="https://ojs.aaai.org/index.php/AAAI/article/view/27002",
        venue=Venue("AAAI", 2024, track="Safe, Robust and Responsible AI", pages="10-18"),
        keywords=(
            "ML: Tea",
            "APP: Cups",
        ),
    ),
]
