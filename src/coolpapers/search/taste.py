"""Words of taste: what each weighs, and what each adds to the score of a paper."""

import re
from collections.abc import Sequence
from math import copysign

from tantivy import Occur, Query

from coolpapers.search.clauses import all_of, words_of
from coolpapers.search.failures import as_engine_error
from coolpapers.search.hits import Page
from coolpapers.search.lookups import Reading, any_of, boosted
from coolpapers.search.narrowing import silent

SCORED_WORDS = 64

_POWER = re.compile(r"\d{1,2}(?:\.\d{1,2})?", re.ASCII)


def taste_of(word: str) -> tuple[str, float]:
    """A word of taste and its weight: `graph` 1, `graph^2` 2, `-survey` less than 0."""
    text, _, power = word.strip().rpartition("^")
    weight = float(power) if text and _POWER.fullmatch(power) else 1.0
    plain = text if text and _POWER.fullmatch(power) else word.strip()
    if plain.startswith("-") and len(plain) > 1:
        return plain[1:].strip(), -weight
    return plain, weight


def printed_taste(text: str, weight: float) -> str:
    """A word and its weight as `taste_of` reads them."""
    power = f"{abs(weight):.2f}".rstrip("0").rstrip(".")
    return f"{'-' if weight < 0 else ''}{text}{'' if power == '1' else f'^{power}'}"


def scored(
    reading: Reading, tastes: Sequence[tuple[str, float]], numbers: Sequence[int]
) -> list[tuple[int, float]]:
    """The papers among some that have any of the weighted words, with their scores."""
    wanted = [
        boosted(query, weight) for text, weight in tastes for query in words_of([text], reading)
    ]
    if not wanted or not numbers:
        return []
    among = silent(Query.term_set_query(reading.schema, "number", list(numbers)))
    query = all_of([(Occur.Must, among), (Occur.Must, any_of(wanted))])
    hits = Page(reading.searcher, len(numbers), 0).best(query).hits
    return [(hit.number, hit.score) for hit in hits]


def contributions(
    reading: Reading, words: Sequence[str], numbers: Sequence[int]
) -> dict[int, list[tuple[str, float]]]:
    """What each word adds to each of these papers, most first; what `-word` takes is below 0.

    Raises:
        EngineError: The index cannot be read.
    """
    found: dict[int, list[tuple[str, float]]] = {}
    with as_engine_error("the search failed"):
        for word in words[:SCORED_WORDS]:
            text, weight = taste_of(word)
            for number, score in scored(reading, [(text, abs(weight))], numbers):
                found.setdefault(number, []).append((word, copysign(score, weight)))
    return {number: sorted(some, key=lambda one: -abs(one[1])) for number, some in found.items()}
