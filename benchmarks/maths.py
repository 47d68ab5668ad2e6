"""How many real formulas the server converts, and whether MathJax 4 reads them the same way.

usage: python -m benchmarks.maths CORPUS.jsonl.xz ... [--mathjax NODE_MODULES] [--sample 2000]

Formulas are counted as often as they occur. The comparison is by leaves and structure: grouping,
spacing, invisible operators and the ways to write a font or a limit do not count.
"""

import argparse
import json
import lzma
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.mathml import Node, outline, told
from benchmarks.table import Row, show
from coolpapers.text import Span, clean_prose, split_math
from coolpapers.web.macros import MACROS
from coolpapers.web.tex import convert

SCRIPT = Path(__file__).parent / "maths" / "mathjax.cjs"


class Disagreement(NamedTuple):
    """A formula that the two read differently."""

    tex: str
    ours: Node
    theirs: Node


def formulas(corpus: Path) -> Counter[Span]:
    """The formulas of all titles and abstracts of a corpus, and how often each occurs."""
    found: Counter[Span] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for field in ("title", "abstract"):
                text = clean_prose(record.get(field) or "")
                found.update(span for span in split_math(text) if span.kind != "text")
    return found


def coverage(corpus: Path, found: Counter[Span]) -> list[Row]:
    """The share of instances that become MathML, and what one conversion takes."""
    started = perf_counter()
    refused = Counter({s: n for s, n in found.items() if _mathml(s) is None})
    taken = perf_counter() - started
    total = found.total()
    name = corpus.name.split(".")[0]
    return [
        Row(f"{name}: formulas", total, "instances"),
        Row(f"{name}: converted", 100 - 100 * refused.total() / total, "%"),
        Row(f"{name}: refused", refused.total(), "instances"),
        Row(f"{name}: conversion, cold", taken / len(found) * 1e6, "microseconds"),
    ]


def _mathml(span: Span) -> str | None:
    return convert(span.text, display=span.kind == "display")


def mathjax(spans: Sequence[Span], folder: Path) -> list[str | None]:
    """MathJax's MathML of each formula; None where it reports an error."""
    questions = [json.dumps({"tex": s.text, "display": s.kind == "display"}) for s in spans]
    finished = subprocess.run(
        ["node", str(SCRIPT), str(folder)],
        input="\n".join([json.dumps(MACROS), *questions]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line).get("mathml") for line in finished.stdout.splitlines()]


def compared(spans: Sequence[Span], folder: Path) -> tuple[int, int, list[Disagreement]]:
    """How many both convert, how many only we convert, and where the two differ."""
    both = alone = 0
    differing = []
    for span, theirs in zip(spans, mathjax(spans, folder), strict=True):
        ours = _mathml(span)
        if ours is None:
            continue
        if theirs is None:
            alone += 1
            continue
        both += 1
        if (left := outline(ours)) != (right := outline(theirs)):
            differing.append(Disagreement(span.text, left, right))
    return both, alone, differing


def drawn(found: Counter[Span], count: int, seed: int) -> list[Span]:
    """Random instances of formulas."""
    return random.Random(seed).choices(list(found), list(found.values()), k=count)


def arguments(words: Iterable[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--mathjax", type=Path, help="node_modules folder with mathjax 4")
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20260101)
    return parser.parse_args(list(words))


def main() -> None:
    asked = arguments(sys.argv[1:])
    rows: list[Row] = []
    everything: Counter[Span] = Counter()
    for corpus in asked.corpora:
        found = formulas(corpus)
        rows += coverage(corpus, found)
        everything += found
    show("Formulas of real titles and abstracts", rows)
    if asked.mathjax is None:
        return
    spans = drawn(everything, asked.sample, asked.seed)
    both, alone, differing = compared(spans, asked.mathjax)
    results = [
        Row("converted by both", both, "instances"),
        Row("converted by us, an error in MathJax", alone, "instances"),
        Row("same leaves and structure", 100 - 100 * len(differing) / max(both, 1), "%"),
        Row("disagreements", len(differing), "instances"),
    ]
    show(f"{len(spans)} random instances beside MathJax 4", results)
    for one in differing:
        print(f"{one.tex}\n    ours    {told(one.ours)}\n    MathJax {told(one.theirs)}")


if __name__ == "__main__":
    main()
