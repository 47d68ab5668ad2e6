"""The source in the manual works as it stands there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coolpapers.sources import SOURCES, Client
from coolpapers.sources.editions import EditionSource
from tests.replay import Answer, Replay, pages

DOCS = Path(__file__).resolve().parents[2] / "docs"
LIST = b"<html><ul><li><a href='/2024/spout'>On Spouts</a> <i>A. Pot, B. Lid</i></li></ul></html>"
OWN = b"<html><h1>On Spouts</h1><p>They pour.</p></html>"


def test_the_example_in_the_manual_is_a_source(
    world: Callable[[dict[str, Answer]], tuple[Replay, Client]],
) -> None:
    """The example reads a list and a paper's own page, in sixty lines or so."""
    names = example()
    _, client = world({"teapots.example": pages({"/2024": LIST, "/2024/spout": OWN})})
    source = EditionSource(client, names["SITE"], ("TEAPOT.2024",))
    papers = [paper for page in source.pages() for paper in source.parse(page)]

    assert ["spout@TEAPOT2024@List"] * 2 == [paper.id.local for paper in papers]
    assert ["A. Pot", "B. Lid"] == [author.name for author in papers[0].authors]
    assert "They pour." == papers[1].abstract
    assert code().count("\n") <= 75


def code() -> str:
    """The example as it stands in the manual."""
    found: list[str] = re.findall(r"```python\n(.*?)```", read("harvesting.md"), re.DOTALL)
    return found[0]


def example() -> dict[str, Any]:
    """What the example defines."""
    names: dict[str, Any] = {}
    exec(compile(code(), "example", "exec"), names)
    return names


def read(page: str) -> str:
    """A page of the manual."""
    return (DOCS / page).read_text(encoding="utf-8")


def test_every_source_is_in_the_manual() -> None:
    """The manual has a line for each source, with terms and what its reader was checked against."""
    lines = re.findall(r"^\| `([\w-]+)` \|(.+)\|$", read("sources.md"), re.MULTILINE)
    told = [name for name, rest in lines if rest.count("|") == 3]

    assert list(SOURCES) == sorted(told, key=list(SOURCES).index)
