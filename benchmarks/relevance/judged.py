"""The judged collections of ../shared/relevance: papers, queries, and which papers answer them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper
from coolpapers.text import clean_name, clean_prose

SHARED = Path(__file__).resolve().parents[3] / "shared" / "relevance"
KEYWORD_SEARCH = ("cranfield", "cacm", "npl")
BY_EXAMPLE = ("csfcube", "hep_citations")


class Asked(NamedTuple):
    """One query: its text, or the id of the paper it asks the like of."""

    id: str
    text: str = ""
    paper: str = ""


class Judged(NamedTuple):
    """A collection; `grades` are per query, paper by paper, by their ids in the collection."""

    name: str
    papers: dict[str, Paper]
    queries: list[Asked]
    grades: dict[str, dict[str, float]]

    @property
    def judged_queries(self) -> list[Asked]:
        """The queries that some paper answers: the others say nothing about a ranking."""
        return [one for one in self.queries if any(self.grades.get(one.id, {}).values())]


def read_judged(name: str, directory: Path = SHARED) -> Judged:
    """A collection by its name."""
    rows = _lines(directory / name / "corpus.jsonl")
    queries = [
        Asked(row["query_id"], row.get("text", ""), row.get("paper_id", ""))
        for row in _lines(directory / name / "queries.jsonl")
    ]
    grades: dict[str, dict[str, float]] = {}
    with (directory / name / "qrels.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            grades.setdefault(row["query-id"], {})[row["corpus-id"]] = float(row["score"])
    for asked in queries:  # a paper does not answer the question for papers like it
        grades.get(asked.id, {}).pop(asked.paper, None)
    return Judged(name, {row["id"]: _paper(row, name) for row in rows}, queries, grades)


def _paper(row: dict[str, Any], name: str) -> Paper:
    authors = row.get("authors") or ()
    names = authors.split(", ") if isinstance(authors, str) else authors
    return Paper(
        id=PaperId("venue", f"{row['id']}@{name}"),
        title=clean_prose(row["title"]),
        abstract=clean_prose(row["abstract"]),
        authors=tuple(Author(clean_name(one)) for one in names),
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
