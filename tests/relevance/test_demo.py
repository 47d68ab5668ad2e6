"""Search over the demo papers finds what people judged relevant, and does not get worse.

The floors are a little below what was measured on 2026-11-24; raise them when search improves.
"""

import csv
import json
from pathlib import Path
from statistics import mean

import pytest
from benchmarks.relevance.metrics import average_precision, ndcg

from coolpapers.demo import open_demo
from coolpapers.formats.jsonl import parse_paper
from coolpapers.records import Held
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.search.papers import engine_of

HERE = Path(__file__).parent
FLOOR_NDCG, FLOOR_MAP = 0.88, 0.82
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
    ids = {one.number: str(one.paper.id) for one in papers}
    return {
        query: [ids[hit.number] for hit in engine.search(parse(text), limit=DEPTH).hits]
        for query, text in queries.items()
    }


def test_judged_papers_are_there(
    papers: list[Held], queries: dict[str, str], grades: dict[str, dict[str, float]]
) -> None:
    """Every judgement is of a query and a demo paper that exist, and every query has one."""
    known = {str(one.paper.id) for one in papers}

    assert set(queries) == set(grades)
    assert set() == {one for judged in grades.values() for one in judged} - known


def test_first_page_holds_its_floor(
    rankings: dict[str, list[str]], grades: dict[str, dict[str, float]]
) -> None:
    """The mean nDCG@10 over the judged queries is at its floor or above."""
    assert mean(ndcg(rankings[query], grades[query], 10) for query in grades) >= FLOOR_NDCG


def test_whole_ranking_holds_its_floor(
    rankings: dict[str, list[str]], grades: dict[str, dict[str, float]]
) -> None:
    """The mean average precision over the judged queries is at its floor or above."""
    assert mean(average_precision(rankings[query], grades[query]) for query in grades) >= FLOOR_MAP


def test_no_query_is_without_an_answer(
    rankings: dict[str, list[str]], grades: dict[str, dict[str, float]]
) -> None:
    """Each judged query has a relevant paper among its first ten."""
    missed = {
        query for query, judged in grades.items() if not set(judged) & set(rankings[query][:10])
    }

    assert set() == missed
