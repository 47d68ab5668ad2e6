"""Papers like a paper: the one seam that pages, feeds and commands ask, whatever the way."""

from typing import Literal, NamedTuple, get_args

from coolpapers.library import Library
from coolpapers.ranking.blending import MEANING, blend
from coolpapers.records import Held, Weighted
from coolpapers.search.related import RelatedHit, find, query_words
from coolpapers.search.vocabulary import Vocabulary

Mode = Literal["blend", "words", "keywords", "text"]
"""`blend`: words, and among the best of these and the nearest in meaning those nearest first;
`words`: a few weighted words of the paper, chosen to rank as its whole text would;
`keywords`: its ten keywords, all alike; `text`: every word of title and abstract (slow)."""
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT: Mode = "blend"
BLENDED = 300
"""Papers with the words, best first, whose order meaning may change; after them words decide."""
NEAREST = 100
"""Papers near in meaning that may come among them without sharing a word that was asked for."""

NEAR = 0.5
"""A cosine from which a paper is called near in meaning, whatever its words did; a judgement."""


class Near(NamedTuple):
    """A related paper: its row number, its score, and what it shares with the one asked for.

    `cosine` is how near it is in meaning; 0 if that was not asked.
    """

    number: int
    score: float
    why: tuple[str, ...]
    cosine: float = 0.0

    @property
    def by_meaning(self) -> bool:
        """Whether it is near in meaning, or meaning did more for its place than words."""
        return self.cosine > 0 and self.cosine >= min(NEAR, self.score / (2 * MEANING))


class NearPapers(NamedTuple):
    """A page of related papers, best first, how many there are, and the words asked with."""

    total: int
    papers: tuple[Near, ...]
    words: tuple[Weighted, ...] = ()


def related(
    library: Library,
    held: Held,
    *,
    mode: Mode = DEFAULT,
    branch: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> NearPapers:
    """Papers like a paper, itself left out.

    Raises:
        IndexMissingError: There is no index.
        EngineError: The index cannot be read.
    """
    words = words_for(library, held, mode)
    if mode == "blend" and library.space.has(held.number):
        return _blended(library, held, words, branch, limit, offset)
    hits = find(
        library.engine.reading,
        words,
        without=held.number,
        branch=branch,
        limit=limit,
        offset=offset,
    )
    near = tuple(Near(hit.number, hit.score, hit.shared) for hit in hits.hits)
    return NearPapers(hits.total, near, words)


def _blended(
    library: Library,
    held: Held,
    words: tuple[Weighted, ...],
    branch: str | None,
    limit: int,
    offset: int,
) -> NearPapers:
    """The best by words and the nearest in meaning, in one order; behind these by words alone."""
    own, reading = held.number, library.engine.reading
    hits = find(reading, words, without=own, branch=branch, limit=BLENDED)
    scores = {hit.number: hit.score for hit in hits.hits}
    why = {hit.number: hit.shared for hit in hits.hits}
    numbers = list(dict.fromkeys([*scores, *_nearest(library, own, branch)]))
    wanted = min(offset + limit - len(numbers), hits.total - len(scores))
    later = _behind(library, own, words, branch, set(numbers), wanted)
    why |= {hit.number: hit.shared for hit in later}
    cosines = dict(zip(numbers, library.space.cosines(own, numbers).tolist(), strict=True))
    order = [*blend(scores, cosines), *((hit.number, hit.score) for hit in later)]
    found = tuple(
        Near(number, score, why.get(number, ()), round(cosines.get(number, 0.0), 4))
        for number, score in order[offset : offset + limit]
    )
    return NearPapers(max(hits.total, len(numbers)), found, words)


def _behind(
    library: Library,
    own: int,
    words: tuple[Weighted, ...],
    branch: str | None,
    before: set[int],
    wanted: int,
) -> list[RelatedHit]:
    """What words find behind the papers that meaning has ordered, without these."""
    if wanted <= 0:
        return []
    # Some of the nearest come again among them: as many more are asked for.
    hits = find(
        library.engine.reading,
        words,
        without=own,
        branch=branch,
        limit=wanted + NEAREST,
        offset=BLENDED,
    )
    return [hit for hit in hits.hits if hit.number not in before]


def _nearest(library: Library, number: int, branch: str | None) -> list[int]:
    """Row numbers of the papers nearest in meaning; the space does not know branches."""
    numbers = [one.number for one in library.space.neighbours(number, NEAREST)]
    if branch is None:
        return numbers
    held = library.store.papers.numbered(numbers)
    return [one.number for one in held if one.paper.id.branch == branch]


def words_for(library: Library, held: Held, mode: Mode = DEFAULT) -> tuple[Weighted, ...]:
    """The words that are asked for; kept ones are taken as they are, others found now."""
    if mode in ("blend", "words") and held.chosen:
        return held.words
    vocabulary, store = Vocabulary(library.engine), library.store
    way: Literal["chosen", "keywords", "text"]
    way = "chosen" if mode == "blend" or mode == "words" else mode
    kept = store.keywords.bags
    return tuple(query_words(vocabulary, held, store.papers.numbered, mode=way, kept=kept))
