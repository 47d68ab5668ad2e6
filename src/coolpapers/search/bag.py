"""A paper as a bag of words: stems as the index has them, and how the paper itself writes them."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

import tantivy

from coolpapers.records import Paper
from coolpapers.search.stopwords import STOP_WORDS
from coolpapers.search.texts import PLUSES, SIGNED, prepare
from coolpapers.text import split_math

Analysers = Mapping[str, tantivy.TextAnalyzer]

LONGEST = 20_000
"""Characters of an abstract that are read; real ones have 1,100 on average."""
KEPT_WORDS = 65_536
"""About 200 bytes each; stems that are kept halve the time of a bag."""

_DEBRIS = re.compile(r"\\[A-Za-z]+\*?|https?://\S+|www\.\S+|\S+@\S+\.\S+")
_PIECE = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_HYPHEN = re.compile(r"[-‐‑]")


def bag_of(paper: Paper, analysers: Analysers) -> Counter[str]:
    """How often each stem stands in title and abstract, stop words and formulas included.

    The title counts twice, as in the field `stems`.
    """
    text = f"{paper.title} {paper.title} {paper.abstract[:LONGEST]}"
    words = analysers["words"].analyze(prepare(text))
    return Counter(map(_stemmer(analysers["stems"]), words))


def without_stop_words(bag: Counter[str], analysers: Analysers) -> Counter[str]:
    """The bag without words that say nothing; with them if there are no others."""
    stopped = _stems_of_stop_words(analysers["stems"])
    return Counter({stem: count for stem, count in bag.items() if stem not in stopped}) or bag


def forms_of(paper: Paper, analysers: Analysers) -> dict[str, str]:
    """The stems that can be shown to a person, in order, each in the form the paper writes most.

    Forms are in lower case. Left out are stop words, formulas, TeX commands, addresses and
    numbers. A word that is mostly part of a compound such as `low-rank` is shown as that.
    """
    words_in = _reader(analysers["stems"])
    found: dict[str, Counter[str]] = {}
    pieces = Counter(_PIECE.findall(_prose(f"{paper.title}\n{paper.abstract[:LONGEST]}")))
    for piece, times in pieces.items():
        for stem, form in words_in(piece):
            found.setdefault(stem, Counter())[form] += times
    return {stem: _commonest(forms) for stem, forms in found.items()}


def _commonest(forms: Counter[str]) -> str:
    if len(forms) == 1:
        return next(iter(forms))
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _prose(text: str) -> str:
    if "$" in text or "\\" in text:
        text = " ".join(span.text for span in split_math(text) if span.kind == "text")
    return prepare(_DEBRIS.sub(" ", text))


def _is_compound(parts: list[str]) -> bool:
    """Whether a word is better shown with the other one it is written with."""
    return len(parts) == 2 and all(len(one) > 1 and one not in STOP_WORDS for one in parts)


def _tells(word: str, piece: str) -> bool:
    """Whether a word says anything: `3D` and `RL` do, `is`, `eq` and `2024` do not."""
    if word in STOP_WORDS or word == PLUSES or word.isdecimal():
        return False
    return len(word) > 2 or (len(word) == 2 and (piece.isupper() or not word.isascii()))


@lru_cache(maxsize=8)
def _stemmer(analyser: tantivy.TextAnalyzer) -> Callable[[str], str]:
    """A function from one word to its stem; what has none stays as it is."""

    @lru_cache(maxsize=KEPT_WORDS)
    def stem_of(word: str) -> str:
        return next(iter(analyser.analyze(word)), word)

    return stem_of


@lru_cache(maxsize=8)
def _reader(analyser: tantivy.TextAnalyzer) -> Callable[[str], list[tuple[str, str]]]:
    """A function from a piece such as `low-rank` to its stems, each with the form to show for it.

    What it found is kept: most pieces come again and again.
    """

    @lru_cache(maxsize=KEPT_WORDS)
    def words_in(piece: str) -> list[tuple[str, str]]:
        parts = _HYPHEN.split(piece.lower())
        whole = "-".join(parts) if _is_compound(parts) else ""
        stems = [(analyser.analyze(part), part) for part in parts if _tells(part, piece)]
        return [(found[0], whole or SIGNED.get(part, part)) for found, part in stems if found]

    return words_in


@lru_cache(maxsize=8)
def _stems_of_stop_words(analyser: tantivy.TextAnalyzer) -> frozenset[str]:
    return frozenset(analyser.analyze(" ".join(STOP_WORDS)))
