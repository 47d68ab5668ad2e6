"""What is on `atom.xml`."""

from datetime import date

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:2403.00101"),
        title="Spoons That Think",
        abstract="We ask a spoon. Abstract: it answers.",
        authors=(
            Author("Ana Sánchez", "Spoon Lab"),
            Author("Li Wei"),
        ),
        subjects=(
            "cs.AI",
            "eess.SY",
            "math.NA",
        ),
        announced=date(2024, 3, 5),
        licence="http://creativecommons.org/licenses/by/4.0/",
    ),
    Paper(
        id=PaperId.parse("arxiv:2403.00102"),
        title="Forks in Space",
        abstract="Forks are rare.",
        authors=(Author("E. Galaxy"),),
        subjects=(
            "astro-ph.GA",
            "cs.LG",
        ),
        licence="http://creativecommons.org/licenses/by/4.0/",
    ),
    Paper(
        id=PaperId.parse("arxiv:2401.00003"),
        title="Knives, Revised",
        abstract="Sharper.",
        authors=(Author("K. Blade"),),
        subjects=("cs.CR",),
        licence="http://creativecommons.org/licenses/by/4.0/",
    ),
    Paper(
        id=PaperId.parse("arxiv:2312.00004"),
        title="Plates of Probability",
        abstract="They spin.",
        authors=(Author("P. Late"),),
        subjects=(
            "stat.ML",
            "cs.LG",
            "cs.CV",
        ),
        licence="http://creativecommons.org/licenses/by/4.0/",
    ),
]
