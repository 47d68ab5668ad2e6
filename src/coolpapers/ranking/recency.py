"""Relevance blended with recency: of papers that fit alike, the newer one first."""

from collections.abc import Iterable, Mapping
from typing import Protocol

HALF_LIFE_DAYS = 730.0
"""After two years half of the bonus is left."""
BONUS = 1.0
"""A paper of the newest day counts twice, an old one as it is: relevance is never drowned."""


class Scored(Protocol):
    """A paper's row number and its score."""

    @property
    def number(self) -> int:
        """The row number."""

    @property
    def score(self) -> float:
        """The score, not negative."""


def by_recency(hits: Iterable[Scored], days: Mapping[int, int]) -> list[int]:
    """The numbers by score and age; age is counted from the newest of these papers.

    Args:
        hits: The papers in the order they had, which equal ones keep.
        days: The day of each as an ordinal; papers without one get no bonus.
    """
    newest = max(days.values(), default=0)
    blended = {
        hit.number: hit.score * (1 + BONUS * _left(newest, days.get(hit.number, 0))) for hit in hits
    }
    return sorted(blended, key=lambda number: -blended[number])


def _left(newest: int, day: int) -> float:
    return 2.0 ** (-(newest - day) / HALF_LIFE_DAYS) if day > 0 else 0.0
