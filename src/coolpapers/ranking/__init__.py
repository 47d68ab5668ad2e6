"""Order by taste: pure functions from numbers and scores to numbers."""

from coolpapers.ranking.preference import by_preference

__all__ = ["by_preference"]
