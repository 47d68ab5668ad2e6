"""The papers that tests of pages read: invented, one for each thing a page must cope with."""

from datetime import UTC, date, datetime

from coolpapers.records import Author, Paper, Version
from tests.builders import paper, venue_paper

FRIDAY, MONDAY = date(2024, 1, 5), date(2024, 1, 8)

ATTENTIVE = paper(
    "2401.00001",
    "Attentive graphs & their <b>bold</b> spectra",
    abstract='We bound $\\lambda_1 < n$ and say "quotes" <script>alert(1)</script>.',
    authors=(Author("Ada Lovelace"), Author("Émilie du Châtelet"), Author("王小明")),
    subjects=("cs.LG", "math.NA", "stat.ML"),
    versions=(
        Version(1, datetime(2024, 1, 4, 12, 30, tzinfo=UTC)),
        Version(2, datetime(2024, 2, 1, 8, tzinfo=UTC)),
    ),
    published_utc=datetime(2024, 1, 4, 12, 30, tzinfo=UTC),
    updated_utc=datetime(2024, 2, 1, 8, tzinfo=UTC),
    announced=FRIDAY,
    comment="12 pages, see https://example.org/code",
    doi="10.1000/182",
)
CROWD = paper(
    "2401.00002",
    "Measured by a crowd",
    abstract="Many hands weigh one particle.",
    authors=tuple(Author(f"Member {n} Crowd") for n in range(1, 58)),
    subjects=("hep-ex", "cs.CY"),
    published_utc=datetime(2024, 1, 4, 9, tzinfo=UTC),
    announced=FRIDAY,
)
OLD = paper(
    "hep-th/9901001",
    "An old letter on strings",
    abstract="Strings, long ago.",
    subjects=("hep-th",),
    published_utc=datetime(1999, 1, 1, 10, tzinfo=UTC),
    announced=date(1999, 1, 4),
)
PADDED = paper(
    "1406.2661",
    "Networks that play against one another",
    abstract="Two networks learn from a game.",
    subjects=("stat.ML", "cs.LG"),
    published_utc=datetime(2014, 6, 10, 18, tzinfo=UTC),
    announced=date(2014, 6, 11),
)
MONDAYS = [
    paper(
        f"2401.{1000 + n:05}",
        f"Result {n} of the weekend",
        abstract=f"The weekend brought graph number {n}.",
        subjects=("cs.LG",),
        published_utc=datetime(2024, 1, 6, 1, n, tzinfo=UTC),
        announced=MONDAY,
    )
    for n in range(30)
]
TALKS = [
    venue_paper("2024.acl-long.1@ACL", "ACL", 2024, "Long", title="Talking of graphs"),
    venue_paper("oral_-1@OpenReview", "ICLR", 2024, "Oral", title="Spoken graphs"),
    venue_paper("poster_-2@OpenReview", "ICLR", 2024, "Poster", title="Hung graphs"),
    venue_paper("poster_-3@OpenReview", "ICLR", 2024, "Poster", title="Another hung one"),
    venue_paper("rejected_-4@OpenReview", "ICLR", 2024, "Reject", title="Not this time"),
    venue_paper("before_-5@OpenReview", "ICLR", 2023, "Poster", title="The year before"),
]
PAPERS: list[Paper] = [ATTENTIVE, CROWD, OLD, PADDED, *MONDAYS, *TALKS]
