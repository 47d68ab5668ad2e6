"""What is on `W99.xml`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:W99-0207@ACL"),
        title="Counting to Ten",
        authors=(Author("Ten Fingers"),),
        published_utc=datetime(1999, 1, 1, tzinfo=UTC),
        pdf_url="https://example.org/ten.pdf",
        venue=Venue(
            "Workshops", 1999, booktitle="Imagined Workshop on Very Small Corpora", pages="61–70"
        ),
    ),
]
