"""How rare words are in the library, remembered: what keywords and related papers start from."""

from collections.abc import Iterable
from math import log2
from threading import Lock

from coolpapers.search.lookups import Reading
from coolpapers.search.tantivy_engine import TantivyEngine

FIELD = "stems"
KEPT_WORDS = 100_000
"""About 100 bytes each; looking one up in an index of eight segments takes 6 microseconds."""
OUTGROWN = 1.02
"""Words are counted again when the library has grown or shrunk by this factor."""
STEPS = 2.0
"""Steps of a bit: so coarse that keywords stay as they are while the library grows."""


class Vocabulary:
    """The words of an engine's index. Safe to use from several threads.

    Every method may raise `IndexMissingError` while there is no index, as the engine's do.
    """

    def __init__(self, engine: TantivyEngine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._papers = 0
        self._kept: dict[str, int] = {}

    @property
    def reading(self) -> Reading:
        """The newest state of the index."""
        return self._engine.reading

    def papers_with(self, stems: Iterable[str]) -> dict[str, int]:
        """How many papers have each of some words; counts are kept for a while."""
        searcher = self.reading.searcher
        kept = self._current(searcher.num_docs)
        found: dict[str, int] = {}
        for stem in stems:
            count = kept.get(stem)
            if count is None:
                kept[stem] = count = searcher.doc_freq(FIELD, stem)
            found[stem] = count
        return found

    def rarity(self, count: int) -> float:
        """Bits that a word of so many papers tells of one, in half bits; 0 for words of none."""
        if not count:
            return 0.0
        return max(0.0, round(STEPS * log2((self._papers + 1) / (count + 0.5))) / STEPS)

    def _current(self, papers: int) -> dict[str, int]:
        with self._lock:
            grown = not papers / OUTGROWN <= self._papers <= papers * OUTGROWN
            if grown or len(self._kept) >= KEPT_WORDS:
                self._kept, self._papers = {}, papers
            return self._kept
