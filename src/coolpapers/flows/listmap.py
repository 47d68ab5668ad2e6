"""The map of a list: its papers in a plane, near ones near, and groups with their words."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np

from coolpapers.numerics.grouping import groups
from coolpapers.numerics.layout import layout
from coolpapers.records import Held
from coolpapers.semantic.space import Space

MOST_GROUPS = 20
GROUPS_PER_ROOT = 0.45
"""Groups grow with the root of the papers: 9 for 400."""
LABEL_WORDS = 3
LABEL_PAPERS = 2
"""Papers of a group that must have a word before it names the group."""

_WORD = re.compile(r"[^\W\d_]{4,}")


class Place(NamedTuple):
    """Where a paper stands, within -1 and 1, and its group."""

    number: int
    x: float
    y: float
    group: int


class Group(NamedTuple):
    """Papers that lie together: the words that tell them from the others, and their middle."""

    words: tuple[str, ...]
    x: float
    y: float
    papers: int


class ListMap(NamedTuple):
    """Places in the list's order, groups from the largest on, and papers without a vector."""

    places: tuple[Place, ...] = ()
    groups: tuple[Group, ...] = ()
    without: int = 0


def map_of(space: Space, papers: Sequence[Held]) -> ListMap:
    """The map of some papers; the same for the same papers in the same order."""
    whole = space.vectors_of([held.number for held in papers])
    some = np.flatnonzero(np.einsum("ij,ij->i", whole, whole) > 0)
    if not len(some):
        return ListMap(without=len(papers))
    drawn = [papers[at] for at in some.tolist()]
    points = layout(whole[some])
    count = max(1, min(MOST_GROUPS, round(GROUPS_PER_ROOT * len(drawn) ** 0.5)))
    found = groups(points, count)
    places = tuple(
        Place(held.number, round(x, 4), round(y, 4), group)
        for held, (x, y), group in zip(drawn, points.tolist(), found.tolist(), strict=True)
    )
    return ListMap(places, _named(drawn, places), len(papers) - len(drawn))


def _named(papers: Sequence[Held], places: Sequence[Place]) -> tuple[Group, ...]:
    everywhere = Counter(word for held in papers for word in _words(held))
    members: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        members.setdefault(place.group, []).append(at)
    found = []
    for _, some in sorted(members.items()):
        inside = Counter(word for at in some for word in _words(papers[at]))
        share = len(some) / len(papers)
        xs, ys = [places[at].x for at in some], [places[at].y for at in some]
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        found.append(Group(_telling(inside, everywhere, share), x, y, len(some)))
    return tuple(found)


def _telling(inside: Counter[str], everywhere: Counter[str], share: float) -> tuple[str, ...]:
    """The words that say most about being in a group: frequent in it and rarer outside.

    A word counts its papers times the log of how much more frequent it is here than in the list.
    """
    worth = {
        word: count * log(count / (everywhere[word] * share))
        for word, count in inside.items()
        if count >= min(LABEL_PAPERS, everywhere[word])
    }
    best: list[str] = []
    for word in sorted(worth, key=lambda one: (-worth[one], one)):
        if len(best) == LABEL_WORDS:
            break
        if not any(word in other or other in word for other in best):
            best.append(word)
    return tuple(best)


def _words(held: Held) -> set[str]:
    """The words that were chosen for a paper, else its keywords, else those of its title."""
    chosen = {one.word.lower() for one in held.words if one.word}
    chosen = chosen or {word.lower() for word in held.keywords}
    return chosen or set(_WORD.findall(held.paper.title.lower()))
