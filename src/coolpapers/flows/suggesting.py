"""What a reader who types a query is offered: how it may go on, and what it may have meant."""

from collections import Counter
from typing import Literal, NamedTuple

from coolpapers.errors import EngineError
from coolpapers.library import Library
from coolpapers.search.correcting import corrected, knows, loosened, remembers
from coolpapers.search.lookups import Reading
from coolpapers.search.query import Query, parse
from coolpapers.search.suggesting import (
    MOST_AUTHORS,
    Typed,
    complete,
    is_named,
    papers_of_name,
    typed,
)

LIMIT = 8
NAMES = 3


class Suggestion(NamedTuple):
    """A whole query, what completed it, and how many papers have the completed word.

    Of names the papers are not counted.
    """

    text: str
    kind: Literal["words", "author"]
    papers: int | None = None


def suggest(library: Library, text: str) -> list[Suggestion]:
    """How a query may go on, most frequent words first, then names; none without an index."""
    asked = typed(text)
    if asked is None:
        return []
    try:
        reading = library.engine.reading
        names = _names(library, reading, asked)[:NAMES]
        words = complete(reading, asked, LIMIT - len(names), library.store.papers.numbered)
    except EngineError:
        return []
    return [*(Suggestion(one.text, "words", one.papers) for one in words), *names]


def meant(library: Library, query: Query, found: int) -> Query | None:
    """The query that was probably meant, where words are unknown; None if nothing is to be said.

    Where `found`, how many papers the query has, is 0, only what finds any is offered: near words,
    else phrases taken apart.
    """
    try:
        better = corrected(library.engine.reading, query, library.store.papers.numbered)
        if found:
            return better
        offered = (one for one in (better, loosened(query)) if one is not None)
        return next((one for one in offered if library.engine.search(one, limit=0).total), None)
    except EngineError:
        return None


def is_known(library: Library, words: str) -> bool:
    """Whether of plain words `meant` has nothing to say, told by a look a word at most.

    Not without an index.
    """
    try:
        reading = library.engine.reading
        return remembers(reading, words.split()) or knows(reading, parse(words))
    except EngineError:
        return False


def _names(library: Library, reading: Reading, asked: Typed) -> list[Suggestion]:
    """Authors so called, those with most of the newest papers first."""
    parts, numbers = papers_of_name(reading, asked)
    names = Counter(
        author.name
        for held in library.store.papers.numbered(numbers)
        if len(held.paper.authors) <= MOST_AUTHORS
        for author in held.paper.authors
        if is_named(reading, author.name, parts)
    )
    ranked = sorted(names, key=lambda name: (-names[name], name))
    return [Suggestion(f'au:"{name.replace(chr(34), "")}"', "author") for name in ranked]
