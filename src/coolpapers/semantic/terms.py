"""Terms: the words and pairs of words by which papers are told apart, and papers weighed by them.

A term counts 1 + log of how often a paper says it, times the log of how rare it is (Salton,
Buckley, doi:10.1016/0306-4573(88)90021-0); a paper's terms together have length one.
"""

from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coolpapers.records import Paper
from coolpapers.semantic.words import Numbering, Words

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_TERMS = 50_000
"""The most frequent ones. A judgement, not measured against other numbers: at 256 axes they take
50 MB."""
COMMON = 0.1
"""Words of more than this share of the papers make no pairs."""
FEWEST = 3
"""Papers that a term must have, in a library of more than a few hundred."""

Keys = NDArray[np.int64]


class Terms(NamedTuple):
    """Terms by their keys, ascending, and what each weighs.

    The key of a word is its number; that of a pair has the first word in its upper half, one
    added, and the second in its lower half.
    """

    stems: Sequence[str]
    keys: Keys
    weights: NDArray[np.float32]

    def matrix(self, words: Words) -> "csr_array":
        """Papers by terms, (papers, terms) float32: rows of length one, or of zeros."""
        from scipy.sparse import csr_array  # noqa: PLC0415 takes a third of a second

        papers, keys = _words_and_pairs(words)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        known = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
        shape = (len(words.starts) - 1, len(self.keys))
        cells, counts = np.unique(papers[known] * shape[1] + at[known], return_counts=True)
        rows, columns = np.divmod(cells, shape[1]) if len(cells) else (cells, cells)
        values = (1 + np.log(counts)) * self.weights[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, shape[0]))
        values = (values / np.maximum(lengths[rows], 1e-12)).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=shape[0]))])
        return csr_array((values, columns.astype(np.int32), starts.astype(np.int32)), shape=shape)


def choose_terms(numbering: Numbering, blocks: Sequence[Words], most: int = MOST_TERMS) -> Terms:
    """The most frequent words and pairs of some papers, rare ones left out."""
    papers = sum(len(words.starts) - 1 for words in blocks)
    least = min(FEWEST, 1 + papers // 300)
    stems = numbering.stems
    of_word = np.zeros(len(stems), dtype=np.int64)
    for words in blocks:
        known = words.numbers >= 0
        once = _once(words.papers[known], words.numbers[known].astype(np.int64), len(stems))
        of_word += np.bincount(once, minlength=len(stems))
    # A pair is as frequent as its rarer word at most, so rarer words than will be terms make none.
    last = np.partition(of_word, -most)[-most] if len(of_word) > most else 0
    pairing = (of_word >= max(least, last)) & (of_word <= max(COMMON * papers, least))
    found = [_pairs_once(words, pairing) for words in blocks]
    keys, counts = np.unique(np.concatenate([*found, np.zeros(0, np.int64)]), return_counts=True)
    single = np.flatnonzero(of_word >= least)
    keys = np.concatenate([single, keys[counts >= least]])
    counts = np.concatenate([of_word[single], counts[counts >= least]])
    first = np.argsort(-counts, kind="stable")[:most]
    first = first[np.argsort(keys[first])]
    return _tidied(stems, keys[first], np.array([log((papers + 1) / n) for n in counts[first]]))


def written(terms: Terms) -> list[str]:
    """Each term as text: a stem, or two of them."""
    stems = terms.stems
    return [
        stems[key] if key < _PAIR else f"{stems[(key >> 32) - 1]} {stems[key & _LOWER]}"
        for key in terms.keys.tolist()
    ]


def read_terms(texts: Sequence[str], weights: NDArray[np.float32]) -> Terms:
    """The terms that `written` wrote, in their order."""
    stems = sorted({stem for text in texts for stem in text.split(" ")})
    number = {stem: at for at, stem in enumerate(stems)}
    keys = np.array([_key([number[stem] for stem in text.split(" ")]) for text in texts], np.int64)
    return Terms(stems, keys, weights)


def words_of(terms: Terms, papers: Iterable[Paper]) -> Words:
    """Words of papers in the numbers of these terms."""
    return Numbering(terms.stems).words_of(papers)


_PAIR = 1 << 32
_LOWER = _PAIR - 1


def _key(numbers: Sequence[int]) -> int:
    return numbers[0] if len(numbers) == 1 else ((numbers[0] + 1) << 32) | numbers[1]


def _tidied(stems: Sequence[str], keys: Keys, weights: NDArray[np.float64]) -> Terms:
    """The terms in the numbers of only the stems they need, as they are read from a file."""
    texts = written(Terms(stems, keys, weights.astype(np.float32)))
    order = np.argsort(read_terms(texts, weights.astype(np.float32)).keys)
    return read_terms([texts[at] for at in order], weights[order].astype(np.float32))


def _pairs_once(words: Words, pairing: NDArray[np.bool_]) -> Keys:
    """The keys of pairs whose words may pair, each once a paper."""
    # Renumbered, so that paper and pair fit into one integer, which sorts ten times as fast.
    small = np.append(np.cumsum(pairing) - 1, [0])
    large, count = np.flatnonzero(pairing), int(np.count_nonzero(pairing))
    papers, numbers = words.papers, words.numbers
    ok = np.append(pairing, [False])[numbers]
    beside = ok[:-1] & ok[1:] & (papers[:-1] == papers[1:])
    pairs = small[numbers[:-1][beside]] * count + small[numbers[1:][beside]]
    first, second = np.divmod(_once(papers[:-1][beside], pairs, max(1, count**2)), max(1, count))
    return ((large[first] + 1) << 32) | large[second]


def _words_and_pairs(words: Words) -> tuple[Keys, Keys]:
    """Paper and key of every word and every pair."""
    papers, numbers = words.papers, words.numbers.astype(np.int64)
    known = numbers >= 0
    beside = known[:-1] & known[1:] & (papers[:-1] == papers[1:])
    keys = ((numbers[:-1][beside] + 1) << 32) | numbers[1:][beside]
    return (
        np.concatenate([papers[known], papers[:-1][beside]]),
        np.concatenate([numbers[known], keys]),
    )


def _once(papers: Keys, keys: Keys, most: int) -> Keys:
    """Each key below `most` once a paper."""
    cells = np.sort(papers * most + keys)
    is_new = np.ones(len(cells), dtype=bool)
    is_new[1:] = cells[1:] != cells[:-1]
    return cells[is_new] % most
