"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:0123456789abcdef0123456789abcdef@2023@NeurIPS"),
        title="Attention Is Tea",
        abstract="All you need is tea.",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        pdf_url="https://papers.nips.cc/paper_files/paper/2023/file/0123456789abcdef0123456789abcdef-Paper-Conference.pdf",
        page_url="https://papers.nips.cc/paper_files/paper/2023/hash/0123456789abcdef0123456789abcdef-Abstract-Conference.html",
        venue=Venue("NeurIPS", 2023, pages="1-12"),
    ),
]
