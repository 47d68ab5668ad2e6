"""Colours of the points of a map: by subject, or by date."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coolpapers.records import Held, Paper

MOST_SUBJECTS = 8
AGES = 5
SUBJECT_COLOURS = {
    "light": (
        "#a63620", "#2f6f9f", "#4d7c2a", "#8a4fa0", "#b07400", "#0e7f78", "#b0487a", "#5b62c0",
        "#8b847a",
    ),
    "dark": (
        "#f09a80", "#7fb8e6", "#a3cf7d", "#cf9be2", "#e8b95a", "#62cfc4", "#ee93bd", "#a9aef5",
        "#8f877c",
    ),
}  # fmt: skip
"""Of the eight most frequent subjects, and of all others; css/map.css has the same."""
AGE_COLOURS = {
    "light": ("#d9a48f", "#c9805f", "#a9562f", "#7c3517", "#4a1a08", "#8b847a"),
    "dark": ("#6b4a3d", "#95624d", "#c08168", "#e6a88d", "#ffdccb", "#5d574f"),
}
"""From the oldest to the newest, and of papers without a date."""


class Colouring(NamedTuple):
    """The class of each row number, and the name of each class; `rest` is everything else."""

    names: tuple[str, ...]
    classes: Mapping[int, int]
    rest: int
    has_rest: bool


def by_subject(papers: Sequence[Held]) -> Colouring:
    """The most frequent primary subjects, or tracks of a conference."""
    subjects = {held.number: subject_of(held.paper) for held in papers}
    counts = Counter(filter(None, subjects.values()))
    names = sorted(counts, key=lambda one: (-counts[one], one))[:MOST_SUBJECTS]
    place = {name: at for at, name in enumerate(names)}
    classes = {number: place.get(one, MOST_SUBJECTS) for number, one in subjects.items()}
    return _coloured(names, classes, MOST_SUBJECTS)


def by_age(papers: Sequence[Held]) -> Colouring:
    """Days in order, cut so that each class has about as many papers."""
    days = {held.number: day_of(held.paper) for held in papers}
    known = sorted(filter(None, days.values()))
    cuts = sorted({known[len(known) * at // AGES] for at in range(AGES)}) if known else []
    # Few days have the colours of the newest: those are the strongest.
    skipped = AGES - len(cuts)
    classes = {
        number: skipped + bisect_right(cuts, day) - 1 if day else AGES
        for number, day in days.items()
    }
    return _coloured(["" for _ in range(skipped)] + cuts, classes, AGES)


def subject_of(paper: Paper) -> str:
    """What a paper is about first: its primary category, else its track."""
    if paper.subjects:
        return paper.subjects[0]
    return (paper.venue.track or paper.venue.edition) if paper.venue else ""


def day_of(paper: Paper) -> str:
    """The day a paper is of, as text; nothing if none is known."""
    day = paper.announced or paper.published_utc
    if day is not None:
        return day.isoformat()[:10]
    return str(paper.venue.year) if paper.venue else ""


def _coloured(names: Sequence[str], classes: Mapping[int, int], rest: int) -> Colouring:
    return Colouring(tuple(names), classes, rest, rest in classes.values())
