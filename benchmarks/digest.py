"""`python -m benchmarks.digest`: ways to choose the papers of a digest, compared on real lists.

Each list is the last 400 papers of one primary subject in the corpus, in their order there. The
space is fitted on papers spread evenly over the corpus; the error of a choice is the share of the
list, squared, that lies outside the span of the chosen.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.digest_ways import WAYS, Array
from benchmarks.table import Row, show
from coolpapers.formats import Record, open_stream, read
from coolpapers.numerics.lowrank import fold_in
from coolpapers.numerics.spanning import best_error, span_error
from coolpapers.records import Paper
from coolpapers.semantic.fitting import BLOCK, Fitted, fit
from coolpapers.semantic.terms import words_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpus"
CORPUS = SHARED / "arxiv_recent.jsonl.xz"


def read_papers(file: Path) -> list[Paper]:
    """The papers of a file that have an abstract."""
    with open_stream(file) as stream:
        found = (one.paper for one in read(stream) if isinstance(one, Record))
        return [paper for paper in found if paper.abstract]


def lists_of(papers: Sequence[Paper], lists: int, length: int) -> dict[str, list[Paper]]:
    """The last papers of each of the primary subjects that have the most."""
    by_subject: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.subjects:
            by_subject[paper.subjects[0]].append(paper)
    largest = sorted(by_subject, key=lambda one: (-len(by_subject[one]), one))
    long_enough = [one for one in largest[:lists] if len(by_subject[one]) >= length]
    return {subject: by_subject[subject][-length:] for subject in long_enough}


def vectors_of(fitted: Fitted, papers: Sequence[Paper]) -> Array:
    """The vectors of papers, of length one, as the space gives them."""
    folded = fold_in(fitted.terms.matrix(words_of(fitted.terms, papers)), fitted.axes)
    lengths = np.linalg.norm(folded, axis=1)
    return np.asarray(folded[lengths > 0] / lengths[lengths > 0, None], dtype=np.float64)


def compare(spaces: Sequence[Array], count: int) -> list[Row]:
    """The bound and the mean error of each way, as many times the bound."""
    bound = mean(best_error(vectors, count) for vectors in spaces)
    rows = [Row("the best axes (SVD): no choice gets below", 100 * bound, "%")]
    for name, way in WAYS.items():
        started = perf_counter()
        errors = [_error(way, vectors, count) for vectors in spaces]
        passed_ms = (perf_counter() - started) * 1000 / len(spaces)
        rows.append(
            Row(f"{name}, {passed_ms:.0f} ms a list", 100 * mean(errors), "%",
                mean(errors) / bound, "the SVD")
        )  # fmt: skip
    return rows


def _error(
    way: Callable[[Array, int], Sequence[NDArray[np.intp]]], vectors: Array, count: int
) -> float:
    """A way may give several choices, of which the mean counts."""
    return mean(span_error(vectors, chosen) for chosen in way(vectors, count))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a file of papers")
    parser.add_argument("--fit", type=int, default=20_000, help="papers the space is fitted on")
    parser.add_argument("--lists", type=int, default=18)
    parser.add_argument("--length", type=int, default=400)
    parser.add_argument("-k", type=int, default=10, dest="count", help="papers that are chosen")
    asked = parser.parse_args()
    if not asked.corpus.is_file():
        parser.exit(0, f"skipped: there is no {asked.corpus}\n")
    papers = read_papers(asked.corpus)
    some = papers[:: max(1, len(papers) // asked.fit)][: asked.fit]
    fitted = fit([some[at : at + BLOCK] for at in range(0, len(some), BLOCK)])
    lists = lists_of(papers, asked.lists, asked.length)
    spaces = [vectors_of(fitted, one) for one in lists.values()]
    title = f"{asked.count} of {asked.length} papers, {len(lists)} lists: {', '.join(lists)}"
    show(f"{title}\nthe space holds {fitted.captured:.1%} of {fitted.papers:,} papers",
         compare(spaces, asked.count))  # fmt: skip


if __name__ == "__main__":
    main()
