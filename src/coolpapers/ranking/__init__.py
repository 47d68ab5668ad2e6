"""Order by taste: pure functions from numbers and scores to numbers."""

from coolpapers.ranking.preference import by_preference
from coolpapers.ranking.recency import by_recency

__all__ = ["by_preference", "by_recency"]
