"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:Doe_Seeing_Teapots@WACV2024@CVF"),
        title="Seeing Teapots & Cups",
        abstract="Teapots are seen from $360^\\circ$.",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        pdf_url="https://openaccess.thecvf.com/content/WACV2024/papers/Doe_Seeing_Teapots_WACV_2024_paper.pdf",
        page_url="https://openaccess.thecvf.com/content/WACV2024/html/Doe_Seeing_Teapots_WACV_2024_paper.html",
        venue=Venue("WACV", 2024),
        same_as=(PaperId.parse("arxiv:2311.00999"),),
    ),
]
