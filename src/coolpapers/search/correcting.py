"""What was probably meant by words that no paper has: near ones that papers do have.

Near words are looked up as an automaton over the index's words; a few papers that match tell
which word matched. So no vocabulary is kept, and a query of known words costs a look each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tantivy import Query as Lookup

from coolpapers.records import Held
from coolpapers.search.failures import as_engine_error
from coolpapers.search.lookups import Reading
from coolpapers.search.query import Query, parse
from coolpapers.search.remembered import MOST_KNOWN, MOST_NEAR, keep
from coolpapers.search.suggesting import MOST_AUTHORS, Texts
from coolpapers.search.texts import SIGNED, has_signs, prepare_query
from coolpapers.search.tree import (
    PREFIXES,
    Either,
    Every,
    Node,
    Not,
    Phrase,
    Some,
    Word,
    leaves,
)

MOST_WORDS = 16
SHORTEST = 4
"""Shorter words have too many neighbours to guess which was meant."""
FAR_FROM = 6
"""Words from so many letters on may differ by two edits, if none differs by one."""
SAMPLE = 60
RARE = 20
"""So few papers may have the word itself if the other one is `TIMES` as frequent: they misspelt."""
TIMES = 200


def corrected(reading: Reading, query: Query, texts: Texts) -> Query | None:
    """The query with unknown words replaced by near ones; None if nothing is to be said.

    Raises:
        EngineError: The index cannot be read.
    """
    wanted = [leaf for leaf in leaves(query.root) if isinstance(leaf, Word | Phrase)]
    if query.root is None or not 0 < len(wanted) <= MOST_WORDS:
        return None
    with as_engine_error("the search failed"):
        changes: dict[Node, Node] = {}
        for leaf in wanted:
            better = _better(reading, leaf, texts)
            if better is not None:
                changes[leaf] = better
    return parse(str(_replaced(query.root, changes))) if changes else None


def loosened(query: Query) -> Query | None:
    """The query with the words of its phrases side by side; None if it has no such phrase."""
    changes: dict[Node, Node] = {}
    for leaf in leaves(query.root):
        if isinstance(leaf, Phrase):
            words = parse(f"{PREFIXES.get(leaf.field, '')}({leaf.text})").root
            if isinstance(words, Some):
                changes[leaf] = words
    return parse(str(_replaced(query.root, changes))) if query.root and changes else None


def knows(reading: Reading, query: Query) -> bool:
    """Whether the library has every word so often that none is taken for misspelt.

    A look a word, so it tells at once that `corrected` has nothing to say.
    """
    wanted = [leaf for leaf in leaves(query.root) if isinstance(leaf, Word | Phrase)]
    with as_engine_error("the search failed"):
        return all(
            _is_known(reading, token, leaf.field)
            for leaf in wanted
            for token in _tokens(reading, leaf)
        )


def remembers(reading: Reading, words: Iterable[str]) -> bool:
    """Whether plain words of letters and digits were all found known before; told without a look.

    What `knows` finds is remembered, so whoever asks this first asks that next.
    """
    known = reading.remembered.known
    return all(("", word.lower()) in known for word in words)


def edits(one: str, other: str) -> int:
    """Letters to insert, delete, change or swap with the next to make one word the other.

    Source: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance (optimal string alignment)
    """
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        before, above, row = above, row, [i + 1]
        for j, sign in enumerate(other):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != sign)))
            if i and j and letter == other[j - 1] and one[i - 1] == sign:
                row[-1] = min(row[-1], before[j - 1] + 1)
    return row[-1]


def _better(reading: Reading, leaf: Word | Phrase, texts: Texts) -> Word | Phrase | None:
    tokens = [] if isinstance(leaf, Word) and leaf.prefix else _tokens(reading, leaf)
    found = [_near(reading, token, leaf.field, texts) or token for token in tokens[:MOST_WORDS]]
    return replace(leaf, text=" ".join(found)) if found != tokens[:MOST_WORDS] else None


def _tokens(reading: Reading, leaf: Word | Phrase) -> list[str]:
    """The words that may be misspelt; none of a name with signs, which is not read as written."""
    if has_signs(leaf.text):
        return []
    return reading.analysers["words"].analyze(prepare_query(leaf.text))


def _near(reading: Reading, token: str, field: str, texts: Texts) -> str:
    """The commonest of the nearest words; nothing if the word is known or none is near."""
    if _is_known(reading, token, field):
        return ""
    near, key = reading.remembered.near, (field, token)
    found = near.get(key)
    return keep(near, key, _nearest(reading, *key, texts), MOST_NEAR) if found is None else found


def _nearest(reading: Reading, field: str, token: str, texts: Texts) -> str:
    known = _papers(reading, token, field)
    for distance in (1, 2)[: 1 + (len(token) >= FAR_FROM)]:
        counted = {
            word: _papers(reading, word, field)
            for word in _candidates(reading, token, field, distance, texts)
        }
        best = max(counted, key=lambda word: (counted[word], word), default="")
        if best and counted[best] > known * TIMES:
            return best
    return ""


def _is_known(reading: Reading, token: str, field: str) -> bool:
    known = reading.remembered.known
    if (field, token) in known:
        return True
    is_a_word = len(token) >= SHORTEST and token.isalpha()
    if is_a_word and _papers(reading, token, field) <= RARE:
        return False
    if len(known) < MOST_KNOWN:
        known.add((field, token))
    return True


def _papers(reading: Reading, token: str, field: str) -> int:
    if field:
        return reading.searcher.doc_freq(field, token)
    stems = reading.analysers["stems"].analyze(token)
    authors = reading.searcher.doc_freq("authors", token)
    return authors + sum(reading.searcher.doc_freq("stems", stem) for stem in stems)


def _candidates(
    reading: Reading, token: str, field: str, distance: int, texts: Texts
) -> Iterator[str]:
    """Words of the library within a distance, as far as a sample of papers has them."""
    fields = (field,) if field else ("title", "authors")
    for name in fields:
        lookup = Lookup.fuzzy_term_query(reading.schema, name, token, distance=distance)
        found: Any = reading.searcher.search(lookup, SAMPLE, count=False)
        addresses = [address for _, address in found.hits]
        numbers: list[Any] = reading.searcher.fast_field_values("number", addresses)
        analyse = reading.analysers["words"].analyze
        words = {
            word for held in texts(numbers) for word in analyse(prepare_query(_text(held, name)))
        }
        yield from near_among(words, token, distance)


def near_among(words: Iterable[str], token: str, distance: int) -> Iterator[str]:
    """The words within a distance, but for the token itself.

    An edit changes two letters at most: most words are told apart by that, in a twentieth of
    the time that counting takes.
    """
    letters, shortest, longest = set(token), len(token) - distance, len(token) + distance
    for word in words:
        if (
            shortest <= len(word) <= longest
            and len(letters.symmetric_difference(word)) <= 2 * distance
            and word != token
            and word not in SIGNED
            and edits(word, token) <= distance
        ):
            yield word


def _text(held: Held, field: str) -> str:
    if field == "authors":
        return " ".join(author.name for author in held.paper.authors[:MOST_AUTHORS])
    return {"title": held.paper.title, "comment": held.paper.comment}.get(
        field, held.paper.abstract
    )


def _replaced(node: Node, changes: Mapping[Node, Node]) -> Node:
    match node:
        case Some() | Either() | Every():
            return replace(node, parts=tuple(_replaced(part, changes) for part in node.parts))
        case Not():
            return node
    return changes.get(node, node)
