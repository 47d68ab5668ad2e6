"""`python -m benchmarks.maps`: ways to draw a list in the plane, compared on real lists.

Lists and space are those of `benchmarks.digest`. Trustworthiness at 10: how far the ten nearest of
a paper in the plane are also its nearest in the space. CPU time of one core.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from statistics import mean
from time import process_time
from typing import Any

from benchmarks.digest import CORPUS, lists_of, read_papers, vectors_of
from benchmarks.digest_ways import Array
from benchmarks.table import Row, show
from coolpapers.numerics.layout import layout, principal_places, trustworthiness
from coolpapers.semantic.fitting import BLOCK, fit

LENGTHS = (400, 2_000, 5_000)
LISTS = 3
Way = Callable[[Array], Any]

WAYS: Mapping[str, Way] = {
    "the two principal axes": principal_places,
    "forces (the map)": layout,
    "forces, 100 steps": partial(layout, steps=100),
    "forces, 600 steps": partial(layout, steps=600),
    "forces, pushing once": partial(layout, push=1.0),
}


def t_sne(vectors: Array) -> Any:
    """Of scikit-learn, which the project does without."""
    from sklearn.manifold import TSNE  # type: ignore[import-not-found]  # noqa: PLC0415

    return TSNE(init="pca", random_state=0, n_jobs=1).fit_transform(vectors)


def compare(spaces: Sequence[Array]) -> list[Row]:
    """The mean trustworthiness of each way, with its CPU time."""
    ways = {**WAYS, **({"t-SNE of scikit-learn": t_sne} if find_spec("sklearn") else {})}
    rows = []
    for name, way in ways.items():
        started = process_time()
        drawn = [way(vectors) for vectors in spaces]
        passed_s = (process_time() - started) / len(spaces)
        pairs = zip(spaces, drawn, strict=True)
        kept = mean(trustworthiness(vectors, places) for vectors, places in pairs)
        rows.append(Row(f"{name}, {passed_s:.2f} s", 100 * kept, "%"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.maps", description=__doc__)
    parser.add_argument("--fit", type=int, default=20_000, help="papers the space is fitted on")
    parser.add_argument("--lists", type=int, default=LISTS)
    asked = parser.parse_args()
    if not CORPUS.is_file():
        parser.exit(0, f"skipped: there is no {CORPUS}\n")
    papers = read_papers(CORPUS)
    some = papers[:: max(1, len(papers) // asked.fit)][: asked.fit]
    fitted = fit([some[at : at + BLOCK] for at in range(0, len(some), BLOCK)])
    for length in LENGTHS:
        lists = lists_of(papers, asked.lists, length)
        spaces = [vectors_of(fitted, one) for one in lists.values()]
        show(f"{length:,} papers of {', '.join(lists)}", compare(spaces))


if __name__ == "__main__":
    main()
