"""What is on `parted.xml`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:2402.00019"),
        title="A Study of Dikes",
        abstract="Water stays out.",
        authors=(
            Author("Ann van Dijk Jr.", "Canal University; Dike Laboratory"),
            Author("Jo Müller"),
        ),
        subjects=(
            "stat.ML",
            "cs.LG",
        ),
        published_utc=datetime(2024, 1, 31, tzinfo=UTC),
        updated_utc=datetime(2024, 1, 31, tzinfo=UTC),
        comment="Poster",
        licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    ),
]
