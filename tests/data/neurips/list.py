"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:0123456789abcdef0123456789abcdef@2023@NeurIPS"),
        title="Attention Is Tea",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        page_url="https://papers.nips.cc/paper_files/paper/2023/hash/0123456789abcdef0123456789abcdef-Abstract-Conference.html",
        venue=Venue("NeurIPS", 2023),
    ),
    Paper(
        id=PaperId.parse("venue:fedcba9876543210fedcba9876543210@2023@NeurIPS"),
        title="A Thousand Cups",
        authors=(Author("Ana Cup"),),
        page_url="https://papers.nips.cc/paper_files/paper/2023/hash/fedcba9876543210fedcba9876543210-Abstract-Datasets_and_Benchmarks.html",
        venue=Venue("NeurIPS", 2023, track="Datasets & Benchmarks"),
    ),
]
