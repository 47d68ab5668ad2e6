"""Checking that store and index agree."""

from typing import NamedTuple

from coolpapers.library import Library

BATCH_PAPERS = 1000
MAX_NAMED = 20


class Verdict(NamedTuple):
    """What a comparison of store and index found; the first twenty offenders are named."""

    papers: int
    indexed: int
    waiting: int
    missing: list[str]
    twice: list[str]

    @property
    def sound(self) -> bool:
        """Every paper is in the index once, but for those that merely wait, and nothing else is."""
        if self.twice or (self.missing and not self.waiting):
            return False
        return self.papers - self.waiting <= self.indexed <= self.papers

    @property
    def sentence(self) -> str:
        """The verdict for a person."""
        if self.sound and not self.waiting:
            return f"sound: {self.papers:,} papers, each in the index once"
        if self.sound:
            return f"sound: {self.papers:,} papers, {self.waiting:,} changes wait to be indexed"
        return (
            f"not sound: {self.papers:,} papers in the store, {self.indexed:,} in the index; "
            f"missing: {', '.join(self.missing) or 'none'}; "
            f"twice: {', '.join(self.twice) or 'none'}; "
            "run `coolpapers index rebuild`"
        )


def verify(library: Library) -> Verdict:
    """Compare the index with the store, paper by paper.

    Every paper is asked for by its number, so that one that is missing and one that is there
    twice do not make up for each other.
    """
    store, engine = library.store, library.engine
    engine.refresh()
    waiting = store.changes.waiting(engine.position)
    papers, last = 0, 0
    missing: list[str] = []
    twice: list[str] = []
    while held := store.papers.after(last, BATCH_PAPERS):
        last = held[-1].number
        papers += len(held)
        present = engine.present([one.number for one in held])
        missing += [str(one.paper.id) for one in held if not present.get(one.number)]
        twice += [str(one.paper.id) for one in held if present.get(one.number, 0) > 1]
    return Verdict(papers, engine.documents, waiting, missing[:MAX_NAMED], twice[:MAX_NAMED])
