"""What a reader likes, learned from the papers they starred and those they passed over.

A linear model on TF-IDF features of title and abstract: each word has one weight, so the model is
a list of words of taste, which can be read, changed, and kept where the reader's other words are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

import numpy as np

from coolpapers.errors import PaperIdError
from coolpapers.ids import PaperId
from coolpapers.library import Library
from coolpapers.numerics.separating import Array, separating_axis
from coolpapers.records import Held
from coolpapers.search.bag import bag_of, forms_of
from coolpapers.search.taste import printed_taste
from coolpapers.search.vocabulary import Vocabulary

FEWEST = 5
"""Of either kind; with fewer the words are those of single papers."""
MOST = 200
"""Of either kind, the newest first as the browser sends them."""
WORDS = 40
PENALTY = 0.05
"""Of a mean of squares of unit rows: small enough to use words, large enough for few papers."""
STRONGEST, FAINTEST = 4.0, 0.1


class Learned(NamedTuple):
    """Words of taste, the strongest first, and of how many papers of each kind they came.

    There are none where papers of a kind are fewer than `FEWEST`.
    """

    words: tuple[str, ...]
    starred: int
    skipped: int


def learn(library: Library, starred: Sequence[str], skipped: Sequence[str]) -> Learned:
    """The words that tell starred papers from skipped ones; the same for the same papers.

    Raises:
        IndexMissingError: There is no index.
        EngineError: The index cannot be read.
    """
    liked = _held(library, starred)
    known = {one.number for one in liked}
    others = [one for one in _held(library, skipped) if one.number not in known]
    if min(len(liked), len(others)) < FEWEST:
        return Learned((), len(liked), len(others))
    forms, features = _features(Vocabulary(library.engine), [*liked, *others])
    is_liked = np.arange(len(features)) < len(liked)
    weights = separating_axis(features, is_liked, PENALTY)
    return Learned(_words(forms, weights), len(liked), len(others))


def _held(library: Library, texts: Iterable[str]) -> list[Held]:
    ids: dict[PaperId, None] = {}
    for text in texts:
        try:
            ids[PaperId.parse(text)] = None
        except PaperIdError:
            continue
    return library.store.papers.get(list(ids)[:MOST])


def _features(vocabulary: Vocabulary, papers: Sequence[Held]) -> tuple[list[str], Array]:
    """The words that two of the papers have, and TF-IDF of each in each paper, rows of length 1."""
    analysers = vocabulary.reading.analysers
    bags = [bag_of(held.paper, analysers) for held in papers]
    forms: dict[str, str] = {}
    for held in papers:
        forms |= forms_of(held.paper, analysers)
    times = Counter(stem for bag in bags for stem in bag if stem in forms)
    stems = sorted(stem for stem, papers_with in times.items() if papers_with > 1)
    counts = vocabulary.papers_with(stems)
    rarity = np.array([vocabulary.rarity(counts[stem]) for stem in stems])
    rows = np.array([[log2(1 + bag.get(stem, 0)) for stem in stems] for bag in bags]) * rarity
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return [forms[stem] for stem in stems], rows / np.maximum(lengths, 1e-12)


def _words(forms: Sequence[str], weights: Array) -> tuple[str, ...]:
    largest = float(np.abs(weights).max(initial=0.0)) or 1.0
    order = np.argsort(-np.abs(weights), kind="stable")[:WORDS].tolist()
    scaled: dict[str, float] = {}
    for at in order:  # `low-rank` stands for both of its words
        scaled.setdefault(forms[at], STRONGEST * float(weights[at]) / largest)
    return tuple(printed_taste(word, by) for word, by in scaled.items() if abs(by) >= FAINTEST)
