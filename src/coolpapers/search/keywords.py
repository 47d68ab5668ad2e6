"""The keywords of a paper: words that are frequent in it and rare in the library."""

from math import log2

from coolpapers.records import Paper, Weighted
from coolpapers.search.bag import bag_of, forms_of
from coolpapers.search.vocabulary import Vocabulary

COUNT = 10


def keywords(vocabulary: Vocabulary, paper: Paper, count: int = COUNT) -> list[Weighted]:
    """The words of title and abstract that tell the paper from others, by descending weight.

    Words that no other paper has come last whatever they weigh: nothing is found by them, and
    most are misspelt. `low-rank` stands for both of its words. Weights are in bits.
    """
    analysers = vocabulary.reading.analysers
    bag, forms = bag_of(paper, analysers), forms_of(paper, analysers)
    counts = vocabulary.papers_with(forms)
    weights = {stem: log2(1 + bag[stem]) * vocabulary.rarity(counts[stem]) for stem in forms}
    distinct: dict[str, str] = {}
    for stem in sorted(forms, key=lambda stem: (counts[stem] < 2, -weights[stem])):
        distinct.setdefault(forms[stem], stem)
    first = [Weighted(form, weights[stem], stem) for form, stem in distinct.items()][:count]
    return sorted(first, key=lambda one: -one.weight)
