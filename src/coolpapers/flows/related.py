"""Papers like a paper: the one seam that pages, feeds and commands ask, whatever the way."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, get_args

from coolpapers.library import Library
from coolpapers.ranking.blending import MEANING, blend
from coolpapers.records import Held, Weighted
from coolpapers.search.engine import Hit, Hits
from coolpapers.search.related import find, query_words, shared
from coolpapers.search.vocabulary import Vocabulary

Mode = Literal["blend", "words", "keywords", "text"]
"""`blend`: words, and among the best of these and the nearest in meaning those nearest first;
`words`: a few weighted words of the paper, chosen to rank as its whole text would;
`keywords`: its ten keywords, all alike; `text`: every word of title and abstract (slow)."""
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT: Mode = "blend"
BEST_ONLY = 1_000
"""Orders that the index does not know are made of this many of the best hits."""
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


Order = Callable[[Sequence[Near]], list[int]]
"""The row numbers of papers like one, in an order that is not by likeness."""


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
    order: Order | None = None,
) -> NearPapers:
    """Papers like a paper, without the records of its own work; the best in another `order`.

    Raises:
        IndexMissingError: There is no index.
        EngineError: The index cannot be read.
    """
    words = words_for(library, held, mode)
    asked = _Asked(library, held.number, _own(library, held.number), words, branch)
    find_near = _blended if mode == "blend" and library.space.has(held.number) else _by_words
    if order is None:
        total, near = find_near(asked, limit, offset)
    else:
        total, best = find_near(asked, BEST_ONLY, 0)
        by_number = {one.number: one for one in best}
        near = [by_number[number] for number in order(best)][offset : offset + limit]
    why = shared(library.engine.reading, words, [one.number for one in near])
    told = (one._replace(why=why.get(one.number, ())) for one in near)
    return NearPapers(total, tuple(told), words)


class _Asked(NamedTuple):
    """What is asked for: papers like one, without those of its own work."""

    library: Library
    number: int
    own: frozenset[int]
    words: tuple[Weighted, ...]
    branch: str | None

    def find(self, limit: int, offset: int = 0) -> Hits:
        """The best by words."""
        reading = self.library.engine.reading
        return find(
            reading,
            self.words,
            without=self.own,
            branch=self.branch,
            limit=limit,
            offset=offset,
        )


def _own(library: Library, number: int) -> frozenset[int]:
    """The records of a paper's work."""
    others = library.store.works.others([number]).get(number, ())
    return frozenset({number, *(other.number for other in others)})


def _by_words(asked: _Asked, limit: int, offset: int) -> tuple[int, list[Near]]:
    hits = asked.find(limit, offset)
    return hits.total, [Near(hit.number, hit.score, ()) for hit in hits.hits]


def _blended(asked: _Asked, limit: int, offset: int) -> tuple[int, list[Near]]:
    """The best by words and the nearest in meaning, in one order; behind these by words alone."""
    hits = asked.find(BLENDED)
    scores = {hit.number: hit.score for hit in hits.hits}
    numbers = list(dict.fromkeys([*scores, *_nearest(asked)]))
    wanted = min(offset + limit - len(numbers), hits.total - len(scores))
    later = _behind(asked, set(numbers), wanted)
    space = asked.library.space
    cosines = dict(zip(numbers, space.cosines(asked.number, numbers).tolist(), strict=True))
    order = [*blend(scores, cosines), *((hit.number, hit.score) for hit in later)]
    near = [
        Near(number, score, (), round(cosines.get(number, 0.0), 4))
        for number, score in order[offset : offset + limit]
    ]
    return max(hits.total, len(numbers)), near


def _behind(asked: _Asked, before: set[int], wanted: int) -> list[Hit]:
    """What words find behind the papers that meaning has ordered, without these."""
    if wanted <= 0:
        return []
    # Some of the nearest come again among them: as many more are asked for.
    hits = asked.find(wanted + NEAREST, BLENDED).hits
    return [hit for hit in hits if hit.number not in before]


def _nearest(asked: _Asked) -> list[int]:
    """Row numbers of the papers nearest in meaning; the space knows no branches and no works."""
    store = asked.library.store
    nearest = asked.library.space.neighbours(asked.number, NEAREST)
    numbers = [one.number for one in nearest if one.number not in asked.own]
    in_doubt = numbers if asked.branch else list(store.works.others(numbers))
    held = store.works.joined(store.papers.numbered(in_doubt))
    scope = asked.branch or "all"
    away = {
        one.number
        for one in held
        if scope in one.shadows or asked.branch not in (None, one.paper.id.branch)
    }
    return [number for number in numbers if number not in away]


def words_for(library: Library, held: Held, mode: Mode = DEFAULT) -> tuple[Weighted, ...]:
    """The words that are asked for; kept ones are taken as they are, others found now."""
    if mode in ("blend", "words") and held.chosen:
        return held.words
    vocabulary, store = Vocabulary(library.engine), library.store
    way: Literal["chosen", "keywords", "text"]
    way = "chosen" if mode == "blend" or mode == "words" else mode
    kept = store.keywords.bags
    return tuple(query_words(vocabulary, held, store.papers.numbered, mode=way, kept=kept))
