"""Papers like a paper: the one seam that pages, feeds and commands ask, whatever the way."""

from typing import Literal, NamedTuple, get_args

from coolpapers.library import Library
from coolpapers.records import Held, Weighted
from coolpapers.search.related import find, query_words
from coolpapers.search.vocabulary import Vocabulary

Mode = Literal["words", "keywords", "text"]
"""`words`: a few weighted words of the paper, chosen to rank as its whole text would;
`keywords`: its ten keywords, all alike; `text`: every word of title and abstract (slow)."""
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT: Mode = "words"


class Near(NamedTuple):
    """A related paper: its row number, its score, and what it shares with the one asked for."""

    number: int
    score: float
    why: tuple[str, ...]


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


def words_for(library: Library, held: Held, mode: Mode = DEFAULT) -> tuple[Weighted, ...]:
    """The words that are asked for; kept ones are taken as they are, others found now."""
    if mode == "words" and held.chosen:
        return held.words
    vocabulary, store = Vocabulary(library.engine), library.store
    way: Literal["chosen", "keywords", "text"] = "chosen" if mode == "words" else mode
    kept = store.keywords.bags
    return tuple(query_words(vocabulary, held, store.papers.numbered, mode=way, kept=kept))
