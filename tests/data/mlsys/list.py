"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:0123456789abcdef0123456789abcdef@MLSys2023@List"),
        title="Fast Kettles",
        authors=(Author("Jane Doe"),),
        page_url="https://proceedings.mlsys.org/paper_files/paper/2023/hash/0123456789abcdef0123456789abcdef-Abstract-mlsys2023.html",
        venue=Venue("MLSys", 2023),
    ),
]
