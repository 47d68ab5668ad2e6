"""What is on `old.xml`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper

EXPECTED = [
    Paper(
        id=PaperId.parse("arxiv:0704.9999"),
        title="Curves without Points",
        abstract="There are none.",
        authors=(
            Author("B. Author"),
            Author("C. Writer"),
        ),
        subjects=("math.AG",),
        licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    ),
]
