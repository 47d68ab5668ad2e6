"""What is on `new.xml`."""

from datetime import UTC, date, datetime

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Version

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:math/0301001"),
        title="On Unwrapped Lines",
        abstract="One line, however long.",
        authors=(Author("Una Linea"),),
        subjects=("math.GT",),
        versions=(Version(1, datetime(2003, 1, 1, 15, 0, 0, tzinfo=UTC)),),
        published_utc=datetime(2003, 1, 1, 15, 0, 0, tzinfo=UTC),
        updated_utc=datetime(2003, 1, 1, 15, 0, 0, tzinfo=UTC),
        announced=date(2003, 1, 2),
        comment="3 figures",
    ),
]
