"""What is on `2024.acl.xml`."""

from datetime import UTC, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:2024.acl-long.1@ACL"),
        title="TinyBERTa: Really Small Models in $O(\\log n)$",
        abstract="We shrink; see https://example.org/tiny. They have $n < 10$ weights & no biases.",
        authors=(
            Author("María López", "Universidad de Ninguna Parte"),
            Author("Wei Li"),
        ),
        published_utc=datetime(2024, 8, 1, tzinfo=UTC),
        doi="10.18653/v1/2024.acl-long.1",
        venue=Venue(
            "ACL",
            2024,
            track="Long",
            booktitle="Proceedings of the 62nd Imagined Meeting (Volume 1: Long Papers)",
            pages="1-14",
        ),
        code_url="https://github.com/example/tinyberta",
    ),
    Paper(
        id=PaperId.parse("venue:2024.acl-long.4@ACL"),
        title="Retracted Claims",
        authors=(Author("Mononym"),),
        published_utc=datetime(2024, 8, 1, tzinfo=UTC),
        comment="Retracted. The numbers were wrong.",
        venue=Venue(
            "ACL",
            2024,
            track="Long",
            booktitle="Proceedings of the 62nd Imagined Meeting (Volume 1: Long Papers)",
        ),
    ),
    Paper(
        id=PaperId.parse("venue:2024.acl-srw.1@ACL"),
        title="My First Parser",
        authors=(Author("Ed Itor"),),
        published_utc=datetime(2024, 8, 1, tzinfo=UTC),
        venue=Venue(
            "ACL",
            2024,
            track="SRW",
            booktitle="Proceedings of the Imagined Student Research Workshop",
        ),
    ),
]
