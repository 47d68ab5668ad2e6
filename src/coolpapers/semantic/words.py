"""Papers as numbered words: stems, in order, many papers at a time."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray

from coolpapers.records import Paper

LONGEST = 20_000
"""Characters of an abstract that are read; real ones have 1,100 on average."""
MOST_FORMS = 2_000_000
"""Written forms that are remembered, about 150 bytes each; the oldest are then forgotten."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_BREAK = " 0 "
"""Between the parts of a paper: no pair of words reaches across."""


class Words(NamedTuple):
    """Words of some papers one after the other, and where each paper begins; -1 parts sentences.

    `starts` has one entry more than there are papers.
    """

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def papers(self) -> NDArray[np.int64]:
        """Which paper each word is of."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


class Numbering:
    """Gives each stem a number: those of a vocabulary, or new ones as they come."""

    def __init__(self, stems: Sequence[str] | None = None) -> None:
        self._numbers = {stem: at for at, stem in enumerate(stems or ())}
        self._grows = stems is None
        self._forms: dict[str, int] = {}
        raw = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
        self._stem = raw.filter(tantivy.Filter.stemmer("english")).build()

    @property
    def stems(self) -> list[str]:
        """All stems, by number."""
        return list(self._numbers)

    def number_of(self, stem: str) -> int:
        """The number of a stem; -1 if it has none."""
        return self._numbers.get(stem, -1)

    def words_of(self, papers: Iterable[Paper]) -> Words:
        """The words of title, title again, and abstract of each paper."""
        forms, starts = self._forms, [0]
        found: list[int] = []
        for paper in papers:
            text = f"{paper.title}{_BREAK}{paper.title}{_BREAK}{paper.abstract[:LONGEST]}".lower()
            words = _WORD.findall(text)
            found += [forms[word] if word in forms else self._number(word) for word in words]
            starts.append(len(found))
        return Words(np.array(found, dtype=np.int32), np.array(starts, dtype=np.int64))

    def _number(self, form: str) -> int:
        if len(self._forms) >= MOST_FORMS:
            self._forms.clear()
        stems = self._stem.analyze(form)
        stem = stems[0] if stems else form
        number = self._numbers.get(stem, -1)
        if number < 0 and self._grows:
            number = self._numbers[stem] = len(self._numbers)
        self._forms[form] = number
        return number
