"""Papers like a paper: its own words as a query, all of them or a few that rank as all would.

Title and abstract have about eighty words, and a query of eighty words is slow. Ten of them, each
with a weight of its own, find nearly the same papers: those chosen by CR approximation of the
full scores of the papers nearby (`numerics.columns`). Which words, and how many papers to look at,
was measured by `benchmarks.relevance`.

Choosing takes some milliseconds, asking the chosen ones less than one: whoever asks often keeps
what `query_words` gave (`flows.label` does).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from tantivy import Occur, Query

from coolpapers.numerics.columns import Array, choose_words
from coolpapers.records import Held, Paper, Weighted
from coolpapers.search.bag import bag_of, forms_of, without_stop_words
from coolpapers.search.engine import Hit, Hits
from coolpapers.search.failures import as_engine_error
from coolpapers.search.forward import Bags, pack, unpack
from coolpapers.search.hits import DEEPEST
from coolpapers.search.keywords import keywords
from coolpapers.search.lookups import Reading, any_of, boosted
from coolpapers.search.narrowing import silent, within
from coolpapers.search.vocabulary import FIELD, Vocabulary

Mode = Literal["chosen", "keywords", "text"]
Texts = Callable[[Sequence[int]], Sequence[Held]]
"""The papers with these row numbers, as `store.papers.numbered` gives them."""
Packed = Callable[[Sequence[int]], Mapping[int, bytes]]
"""The packed bags of papers by row number, as far as they are kept; `store.bags.get`."""

WORDS = 10
CONSIDERED_WORDS = 64
"""Words of the paper that may be chosen; the others weigh little."""
ASKED_WORDS = 20
NEAR_PAPERS = 100
"""Papers whose scores are approximated, found by the paper's heaviest words. A thousand of them,
each counted by the fourth power of its score, choose no better words in fifteen times the time."""
TOLD_WORDS = 20
"""Words that may be named as shared: a mask of so many fits a score exactly."""
TOLD_PAPERS = 100
"""Papers of a page whose shared words are named."""
K1, B = 1.2, 0.75
"""As tantivy has them."""
K3 = 5.0
"""How soon a word said often in the asked paper counts no more; doi:10.1561/1500000019, 3.5.2."""


def _none_kept(_numbers: Sequence[int]) -> Mapping[int, bytes]:
    return {}


def query_words(
    vocabulary: Vocabulary,
    held: Held,
    texts: Texts,
    *,
    mode: Mode = "chosen",
    count: int = WORDS,
    kept: Packed = _none_kept,
) -> list[Weighted]:
    """The words to ask for papers like a paper, the most telling first.

    `chosen` are `count` words with weights that rank as all words would, `keywords` the paper's
    keywords with equal weights, `text` all of its words. Nearby papers whose bags are `kept`
    need no text.
    """
    if mode == "keywords":
        return [one._replace(weight=1.0) for one in keywords(vocabulary, held.paper, count)]
    words = _words_of_text(vocabulary, held.paper)
    if mode == "text" or len(words) <= count:
        return words
    return _chosen(vocabulary, held, words, _bags(vocabulary, texts, kept), count)


def find(
    reading: Reading,
    words: Sequence[Weighted],
    *,
    without: Collection[int] = (),
    branch: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> Hits:
    """The papers of a branch that have any of some words, best first, some papers left out.

    Of the records of one work only the one that stands for it is found, as in a search.

    Raises:
        EngineError: The index cannot be read.
    """
    end = max(0, offset) + max(0, limit)
    if not words or not 0 < end <= DEEPEST:
        return Hits(0, ())
    with as_engine_error("the search failed"):
        query = _any(reading, words)
        if among := within(branch, reading):
            query = Query.boolean_query([(Occur.Must, query), *among])
        found = _best(reading, query, end + len(without), counted=True)
    others = [hit for hit in found.hits if hit.number not in without]
    left_out = len(found.hits) - len(others)
    return Hits(found.total - left_out, tuple(others[max(0, offset) : end]))


def shared(
    reading: Reading, words: Sequence[Weighted], numbers: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Which of some words each of some papers has, the heaviest first; at most `TOLD_PAPERS`.

    Each word scores a power of two, so a paper's score is a mask of the words it has.

    Raises:
        EngineError: The index cannot be read.
    """
    told = [one for one in words if one.word][:TOLD_WORDS]
    if not told or not numbers:
        return {}
    asked = [Query.term_query(reading.schema, "number", one) for one in numbers[:TOLD_PAPERS]]
    query = silent(any_of(asked))
    # One in the other: so each word is looked up in these papers alone, and not read as a whole.
    for at, one in enumerate(told):
        mask = Query.const_score_query(_term(reading, one.stem), float(1 << at))
        query = Query.boolean_query([(Occur.Must, query), (Occur.Should, mask)])
    with as_engine_error("the search failed"):
        hits = _best(reading, query, len(asked)).hits
    return {hit.number: _named(told, int(hit.score)) for hit in hits}


def _named(words: Sequence[Weighted], mask: int) -> tuple[str, ...]:
    found = (one.word for at, one in enumerate(words) if mask >> at & 1)
    return tuple(dict.fromkeys(found))


# --- choosing words ---


def _words_of_text(vocabulary: Vocabulary, paper: Paper) -> list[Weighted]:
    """Every word of a paper that another paper has too, formulas included."""
    analysers = vocabulary.reading.analysers
    bag, forms = without_stop_words(bag_of(paper, analysers), analysers), forms_of(paper, analysers)
    counts = vocabulary.papers_with(bag)
    words = [
        Weighted(forms.get(stem, ""), (K3 + 1) * times / (K3 + times), stem)
        for stem, times in bag.items()
        if counts[stem] > 1
    ]
    return sorted(words, key=lambda one: -one.weight * vocabulary.rarity(counts[one.stem]))


_BagsOf = Callable[[Sequence[int], Sequence[str]], Bags]


def _bags(vocabulary: Vocabulary, texts: Texts, kept: Packed) -> _BagsOf:
    """The bags of papers by row number: from the forward index, else from their texts."""

    def bags_of(numbers: Sequence[int], stems: Sequence[str]) -> Bags:
        packed = dict(kept(numbers))
        missing = [number for number in numbers if number not in packed]
        analysers = vocabulary.reading.analysers
        for held in texts(missing) if missing else ():
            packed[held.number] = pack(bag_of(held.paper, analysers))
        return unpack(stems, list(packed.values()))

    return bags_of


def _chosen(
    vocabulary: Vocabulary, held: Held, words: list[Weighted], bags_of: _BagsOf, count: int
) -> list[Weighted]:
    considered, reading = words[:CONSIDERED_WORDS], vocabulary.reading
    found = _best(reading, _any(reading, considered[:ASKED_WORDS]), NEAR_PAPERS + 1)
    near = [hit.number for hit in found.hits if hit.number != held.number]
    if not near:
        return words[:count]
    added = _added(vocabulary, considered, bags_of(near, [one.stem for one in considered]))
    chosen = choose_words(added, added.sum(axis=0), count)
    pairs = zip(chosen.indices.tolist(), chosen.weights.tolist(), strict=True)
    weighed = [considered[at]._replace(weight=considered[at].weight * by) for at, by in pairs]
    return [one for one in weighed if one.weight > 0] or words[:count]


def _added(vocabulary: Vocabulary, words: list[Weighted], bags: Bags) -> Array:
    """What each word adds to the score of each paper, (words, papers): BM25 as the index has it."""
    counts, lengths = bags
    norms = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))
    weights = np.array([one.weight for one in words])
    known = vocabulary.papers_with(one.stem for one in words)
    papers = np.array([known[one.stem] for one in words], dtype=np.float64)
    total = max(vocabulary.reading.searcher.num_docs, int(papers.max()))
    weights *= np.log1p((total - papers + 0.5) / (papers + 0.5))
    return np.asarray(weights[:, None] * counts * (K1 + 1) / (counts + norms), dtype=np.float64)


# --- asking the index ---


def _any(reading: Reading, words: Sequence[Weighted]) -> Query:
    return any_of([boosted(_term(reading, one.stem), one.weight) for one in words])


def _best(reading: Reading, query: Query, limit: int, *, counted: bool = False) -> Hits:
    """The best papers of a query, and how many it has; 0 if not counted."""
    found: Any = reading.searcher.search(query, limit, counted)
    addresses = [address for _, address in found.hits]
    numbers: list[Any] = addresses and reading.searcher.fast_field_values("number", addresses)
    hits = (Hit(number, hit[0]) for number, hit in zip(numbers, found.hits, strict=True))
    return Hits(found.count or 0, tuple(hits))


def _term(reading: Reading, stem: str) -> Query:
    return Query.term_query(reading.schema, FIELD, stem)
