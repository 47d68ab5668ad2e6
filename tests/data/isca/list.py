"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:doe23@interspeech2023@ISCA"),
        title="Whistling Kettles",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        page_url="https://www.isca-archive.org/interspeech_2023/doe23_interspeech.html",
        venue=Venue("Interspeech", 2023),
    ),
    Paper(
        id=PaperId.parse("venue:cup23b@interspeech2023@ISCA"),
        title="Clinking Cups",
        authors=(Author("Ana Cup"),),
        page_url="https://www.isca-archive.org/interspeech_2023/cup23b_interspeech.html",
        venue=Venue("Interspeech", 2023),
    ),
]
