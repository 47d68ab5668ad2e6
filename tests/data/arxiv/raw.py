"""What is on `raw.xml`."""

from datetime import UTC, date, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Version

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:2402.00017"),
        title="Kettles, Channels and $C < \\log_2 n$",
        abstract="We boil water. It reaches 100 degrees for $p > 1$ & cools again.",
        authors=(
            Author("Zoé Kowalska", "Tea Institute"),
            Author("J. M. de la Cruz"),
            Author("Øystein Berg", "Fjord College"),
        ),
        subjects=(
            "cs.CL",
            "cs.IT",
        ),
        versions=(
            Version(1, datetime(2024, 2, 1, 18, 59, 59, tzinfo=UTC)),
            Version(2, datetime(2024, 3, 4, 9, 0, 0, tzinfo=UTC)),
        ),
        published_utc=datetime(2024, 2, 1, 18, 59, 59, tzinfo=UTC),
        updated_utc=datetime(2024, 3, 4, 9, 0, 0, tzinfo=UTC),
        announced=date(2024, 2, 2),
        comment="12 pages; code at https://github.com/example/kettle",
        journal_ref="J. Kettles 3 (2024) 1-12",
        doi="10.1000/kettle.3.1",
        licence="http://creativecommons.org/licenses/by/4.0/",
        code_url="https://github.com/example/kettle",
    ),
    Paper(
        id=PaperId.parse("arxiv:hep-th/9901999"),
        title="Old Strings",
        abstract="Nothing vibrates.",
        authors=(Author("A. Person"),),
        subjects=("hep-th",),
        versions=(Version(1, datetime(1999, 1, 29, 22, 0, 0, tzinfo=UTC)),),
        published_utc=datetime(1999, 1, 29, 22, 0, 0, tzinfo=UTC),
        updated_utc=datetime(1999, 1, 29, 22, 0, 0, tzinfo=UTC),
        announced=date(1999, 2, 2),
    ),
]
