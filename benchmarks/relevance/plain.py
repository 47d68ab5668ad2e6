"""Plain BM25, to compare with: title, abstract and authors as one text, nothing tuned.

Tokens are runs of letters and digits in lower case; no stemming, no stop words, no fields.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from coolpapers.records import Paper

K1, B = 1.2, 0.75
_TOKEN = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    """The words of a text."""
    return _TOKEN.findall(text.lower())


def text_of(paper: Paper) -> str:
    """What is searched of a paper."""
    return " ".join([paper.title, paper.abstract, *(one.name for one in paper.authors)])


class PlainBm25:
    """Postings of a collection in memory.

    Source: Robertson, Zaragoza, doi:10.1561/1500000019, with the logarithm that is never negative.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._keys: list[str] = []
        lengths: list[int] = []
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, (key, text) in enumerate(texts):
            found = tokens(text)
            self._keys.append(key)
            lengths.append(len(found))
            for word, count in Counter(found).items():
                postings[word].append((at, count))
        self._postings = {word: np.array(rows).T for word, rows in postings.items()}
        self._norms = K1 * (1 - B + B * np.array(lengths) / max(1.0, float(np.mean(lengths))))

    def ranking(self, text: str) -> list[str]:
        """Every document that has any word of the text, best first."""
        scores = np.zeros(len(self._keys))
        for word, times in Counter(tokens(text)).items():
            if word not in self._postings:
                continue
            at, counts = self._postings[word]
            rarity = np.log(1 + (len(scores) - len(at) + 0.5) / (len(at) + 0.5))
            scores[at] += times * rarity * counts * (K1 + 1) / (counts + self._norms[at])
        order = np.argsort(-scores, kind="stable")
        return [self._keys[at] for at in order if scores[at] > 0]
