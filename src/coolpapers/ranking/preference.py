"""The order in which a reader would want a list, from scores of their words."""

from collections.abc import Mapping, Sequence


def by_preference(numbers: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """The same papers: liked ones first, best first; then the others; disliked ones last.

    Papers with equal scores keep their order, so the list is stable from page to page.

    Args:
        numbers: The papers in the order they had.
        scores: Greater than 0 for papers that are liked, less for disliked; others may be left out.
    """
    return sorted(numbers, key=lambda number: -scores.get(number, 0.0))
