"""Search over the demo papers finds what people judged relevant, and does not get worse.

The floors are a little below what was measured on 2026-11-24 (nDCG@10 0.923, MAP 0.873,
Recall@100 0.948), so close that each way to break the table falls through one of them; raise them
when search improves.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import msgspec
import pytest
from benchmarks.relevance.metrics import average_precision, ndcg, recall

from coolpapers.demo import open_demo
from coolpapers.formats.jsonl import parse_paper
from coolpapers.records import Held
from coolpapers.search.fields import SPEC, Analyser, Spec
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.search.papers import engine_of

HERE = Path(__file__).parent
FLOORS = {"ndcg@10": 0.914, "map": 0.862, "recall@100": 0.94}
DEPTH = 250


@pytest.fixture(scope="module")
def papers() -> list[Held]:
    with open_demo() as stream:
        found = [parse_paper(line)[0] for line in stream]
    return [Held(number=at, hash=b"", paper=one) for at, one in enumerate(found, start=1)]


@pytest.fixture(scope="module")
def engine(papers: list[Held], tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    return engine_of(tmp_path_factory.mktemp("demo"), papers)


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    lines = (HERE / "demo_queries.jsonl").read_text("utf-8").splitlines()
    return {row["query_id"]: row["text"] for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def grades() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with (HERE / "demo_qrels.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["query-id"], {})[row["corpus-id"]] = float(row["score"])
    return found


@pytest.fixture(scope="module")
def rankings(
    engine: TantivyEngine, papers: list[Held], queries: dict[str, str]
) -> dict[str, list[str]]:
    return _rankings(engine, papers, queries)


def _rankings(
    engine: TantivyEngine, papers: list[Held], queries: dict[str, str]
) -> dict[str, list[str]]:
    ids = {one.number: str(one.paper.id) for one in papers}
    return {
        query: [ids[hit.number] for hit in engine.search(parse(text), limit=DEPTH).hits]
        for query, text in queries.items()
    }


def _measures(
    rankings: Mapping[str, list[str]], grades: Mapping[str, dict[str, float]]
) -> dict[str, float]:
    """The mean of each measure over the judged queries."""
    ways = {
        "ndcg@10": lambda query: ndcg(rankings[query], grades[query], 10),
        "map": lambda query: average_precision(rankings[query], grades[query]),
        "recall@100": lambda query: recall(rankings[query], grades[query], 100),
    }
    return {name: mean(map(way, grades)) for name, way in ways.items()}


def _fallen(measured: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in measured.items() if value < FLOORS[name]}


def test_judged_papers_are_there(
    papers: list[Held], queries: dict[str, str], grades: dict[str, dict[str, float]]
) -> None:
    """Every judgement is of a query and a demo paper that exist, and every query has one."""
    known = {str(one.paper.id) for one in papers}

    assert set(queries) == set(grades)
    assert set() == {one for judged in grades.values() for one in judged} - known


def test_every_measure_holds_its_floor(
    rankings: dict[str, list[str]], grades: dict[str, dict[str, float]]
) -> None:
    """nDCG@10, MAP and Recall@100 over the judged queries are at their floors or above."""
    assert {} == _fallen(_measures(rankings, grades))


def _sourced(**sources: tuple[str, ...]) -> Spec:
    """Today's table with other sources for some fields."""
    fields = (
        msgspec.structs.replace(field, sources=sources.get(field.name, field.sources))
        for field in SPEC.fields
    )
    return msgspec.structs.replace(SPEC, fields=tuple(fields))


def _analysed(**analysers: Analyser) -> Spec:
    return msgspec.structs.replace(SPEC, analysers={**SPEC.analysers, **analysers})


_ACCENTED = (("remove_long", 60), ("lowercase",))
BROKEN = {
    "titles weigh nothing": _sourced(stems=("abstract", "parts")),
    "abstracts are not read": _sourced(stems=("title", "title", "parts")),
    "nobody is found by name": _sourced(authors=("comment",)),
    "compounds are not taken apart": _sourced(stems=("title", "title", "abstract")),
    "nothing is stemmed": _analysed(stems=SPEC.analysers["words"]),
    "accents matter": _analysed(
        words=Analyser("simple", _ACCENTED),
        stems=Analyser("simple", (*_ACCENTED, ("stemmer", "english"))),
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_falls_through_a_floor(
    broken: str,
    papers: list[Held],
    queries: dict[str, str],
    grades: dict[str, dict[str, float]],
    tmp_path: Path,
) -> None:
    """The floors notice when a part of the table no longer does its work."""
    engine = engine_of(tmp_path, papers, BROKEN[broken])

    assert {} != _fallen(_measures(_rankings(engine, papers, queries), grades))


def test_no_query_is_without_an_answer(
    rankings: dict[str, list[str]], grades: dict[str, dict[str, float]]
) -> None:
    """Each judged query has a relevant paper among its first ten."""
    missed = {
        query for query, judged in grades.items() if not set(judged) & set(rankings[query][:10])
    }

    assert set() == missed
