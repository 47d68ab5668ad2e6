"""One order from two: how much of a paper's words others have, and how near they are in meaning."""

from collections.abc import Mapping, Sequence

MEANING = 1.0
"""What a cosine of one counts beside the best score. A round number, not a fitted one: half as
much and half as much again gain as well on both collections of `make relevance`."""


def blend(
    scores: Mapping[int, float], cosines: Mapping[int, float], share: float = MEANING
) -> list[tuple[int, float]]:
    """Numbers with their blended scores, best first; what is missing in one counts nothing there.

    Args:
        scores: Of any scale; the best one counts one.
        cosines: Between -1 and 1.
        share: What a cosine counts beside the best score.
    """
    best = max(scores.values(), default=0.0) or 1.0
    numbers: Sequence[int] = list(dict.fromkeys([*scores, *cosines]))
    found = {one: scores.get(one, 0.0) / best + share * cosines.get(one, 0.0) for one in numbers}
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
