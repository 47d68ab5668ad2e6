"""What was found out about an index's words, kept as finding it out again takes milliseconds."""

from typing import NamedTuple, TypeVar

MOST_KNOWN = 20_000
"""Words remembered as known, 150 bytes each; most queries are made of fewer."""
MOST_NEAR = 5_000
"""Unknown words remembered with what they were taken for, 250 bytes each."""
MOST_BEGUN = 1_000
"""Beginnings remembered with their commonest words, 2 kB each; there are 676 of two letters."""
OUTGROWN = 1.02
"""The commonest words of a beginning are looked up again when the library has grown by this."""

Key = tuple[str, str]
"""A field, empty for any, and a word or its beginning in it."""

Fact = TypeVar("Fact")


class Remembered(NamedTuple):
    """Facts by field and word, found in an index of so many papers.

    `known` words are often written, which stays true. `near` has what unknown words were taken
    for, empty for nothing, in one state of the index. `begun` has the commonest words that begin
    so and the papers of each, which hardly change while the library hardly grows.
    """

    papers: int
    known: set[Key]
    near: dict[Key, str]
    begun: dict[Key, list[tuple[str, int]]]

    def after(self, papers: int) -> "Remembered":
        """What stays when the index has moved, and now holds so many papers."""
        if self.papers / OUTGROWN <= papers <= self.papers * OUTGROWN:
            return self._replace(near={})
        return Remembered(papers, self.known, {}, {})


def remembering(papers: int) -> Remembered:
    """Nothing yet of an index of so many papers."""
    return Remembered(papers, set(), {}, {})


def keep(kept: dict[Key, Fact], key: Key, fact: Fact, most: int) -> Fact:
    """The fact, kept; a full memory is emptied first."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = fact
    return fact
