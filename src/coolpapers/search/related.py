"""Papers like a paper: its own words as a query, all of them or a few that rank as all would.

Title and abstract have about eighty words, and a query of eighty words is slow. Ten of them, each
with a weight of its own, find nearly the same papers: those chosen by CR approximation of the
full scores of the papers nearby (`numerics.columns`). Which words, and how many papers to look at,
was measured by `benchmarks.relevance`.

Choosing takes some milliseconds, asking the chosen ones less than one: whoever asks often keeps
what `query_words` gave (`flows.label` does).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from tantivy import Occur, Query

from coolpapers.numerics.columns import Array, choose_words
from coolpapers.records import Held, Paper, Weighted
from coolpapers.search.bag import bag_of, forms_of, without_stop_words
from coolpapers.search.failures import as_engine_error
from coolpapers.search.forward import Bags, pack, unpack
from coolpapers.search.hits import DEEPEST
from coolpapers.search.keywords import keywords
from coolpapers.search.lookups import Reading, boosted
from coolpapers.search.narrowing import branch_clauses
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


class RelatedHit(NamedTuple):
    """A paper's row number, its score, and the words it shares, the heaviest first."""

    number: int
    score: float
    shared: tuple[str, ...]


class RelatedHits(NamedTuple):
    """A page of related papers, best first, and how many there are in all."""

    total: int
    hits: tuple[RelatedHit, ...]


def related(
    vocabulary: Vocabulary,
    held: Held,
    texts: Texts,
    *,
    mode: Mode = "chosen",
    limit: int = 25,
    offset: int = 0,
) -> RelatedHits:
    """Papers like a paper, itself left out.

    Raises:
        IndexMissingError: There is no index.
        EngineError: The index cannot be read.
    """
    words = query_words(vocabulary, held, texts, mode=mode)
    return find(vocabulary.reading, words, without=held.number, limit=limit, offset=offset)


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
    without: int = -1,
    branch: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> RelatedHits:
    """The papers of a branch that have any of some words, best first, one paper left out."""
    end = max(0, offset) + max(0, limit)
    if not words or not 0 < end <= DEEPEST:
        return RelatedHits(0, ())
    with as_engine_error("the search failed"):
        total, found = _ask(reading, words, end + 1, branch)
        others = [hit for hit in found if hit[0] != without]
        page = others[max(0, offset) : end]
        shared = _shared(reading, words, [number for number, _ in page[:TOLD_PAPERS]])
    hits = tuple(RelatedHit(number, score, shared.get(number, ())) for number, score in page)
    return RelatedHits(total - (len(others) < len(found)), hits)


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
    _, found = _ask(reading, considered[:ASKED_WORDS], NEAR_PAPERS + 1, counted=False)
    near = [number for number, _ in found if number != held.number]
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


def _ask(
    reading: Reading,
    words: Sequence[Weighted],
    limit: int,
    branch: str | None = None,
    *,
    counted: bool = True,
) -> tuple[int, list[tuple[int, float]]]:
    """How many papers have any of the words (0 if not counted), and the best of them."""
    lookups = [boosted(_term(reading, one.stem), one.weight) for one in words]
    query = Query.boolean_query([(Occur.Should, one) for one in lookups])
    if branch is not None:
        among = branch_clauses(branch, reading.searcher, reading.schema)
        query = Query.boolean_query([(Occur.Must, query), *among])
    found: Any = reading.searcher.search(query, limit, counted)
    addresses = [address for _, address in found.hits]
    numbers: list[Any] = reading.searcher.fast_field_values("number", addresses)
    scores = (score for score, _ in found.hits)
    return found.count or 0, list(zip(numbers, scores, strict=True))


def _shared(
    reading: Reading, words: Sequence[Weighted], numbers: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Which of the words each paper has: each word scores a power of two, the sum is a mask."""
    told = [one for one in words if one.word][:TOLD_WORDS]
    if not told or not numbers:
        return {}
    among = [Query.term_query(reading.schema, "number", number) for number in numbers]
    masks = [
        (Occur.Should, Query.const_score_query(_term(reading, one.stem), float(1 << at)))
        for at, one in enumerate(told)
    ]
    only = Query.const_score_query(Query.boolean_query([(Occur.Should, one) for one in among]), 0.0)
    query = Query.boolean_query([(Occur.Must, only), *masks])
    found: Any = reading.searcher.search(query, len(numbers), count=False)
    addresses = [address for _, address in found.hits]
    kept: list[Any] = reading.searcher.fast_field_values("number", addresses)
    scores = (int(score) for score, _ in found.hits)
    return {number: _named(told, mask) for number, mask in zip(kept, scores, strict=True)}


def _named(words: Sequence[Weighted], mask: int) -> tuple[str, ...]:
    found = (one.word for at, one in enumerate(words) if mask >> at & 1)
    return tuple(dict.fromkeys(found))


def _term(reading: Reading, stem: str) -> Query:
    return Query.term_query(reading.schema, FIELD, stem)
