"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe23@interspeech2023@ISCA"),
        title="Whistling Kettles",
        abstract="Kettles whistle at 2 kHz.",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        doi="10.21437/Interspeech.2023-1",
        pdf_url="https://www.isca-archive.org/interspeech_2023/doe23_interspeech.pdf",
        page_url="https://www.isca-archive.org/interspeech_2023/doe23_interspeech.html",
        venue=Venue("Interspeech", 2023, pages="21-25"),
    ),
]
