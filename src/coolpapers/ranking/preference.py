"""The order in which a reader would want a list, from scores of their words."""

from collections.abc import Mapping, Sequence


def by_preference(numbers: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """The same papers: those with a score first, best first; the others in untouched order.

    Papers with equal scores keep their order, so the list is stable from page to page.

    Args:
        numbers: The papers in the order they had.
        scores: Greater than 0 for papers that match; those without one may be left out.
    """
    matching = [number for number in numbers if scores.get(number, 0.0) > 0.0]
    others = [number for number in numbers if scores.get(number, 0.0) <= 0.0]
    return sorted(matching, key=lambda number: -scores[number]) + others
