"""What a reader is offered who types a query."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coolpapers.flows.follow import bring_up
from coolpapers.flows.suggesting import Suggestion, is_known, meant, suggest
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.search.query import parse
from coolpapers.settings import read_settings
from tests.builders import paper

TITLES = ("Graph neural networks", "Neural bananas", "Purple graph", "Parsers in C++ and F#")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    data: Path = tmp_path_factory.mktemp("data")
    library = open_library(read_settings({"data": str(data)}, environment={}))
    papers = [paper(f"2401.{n:05d}", title) for n, title in enumerate(TITLES, start=1)]
    library.store.papers.put(papers, source="test")
    bring_up(library.store, data / INDEX_DIRECTORY)
    yield library
    library.store.database.close()


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("grapf neural", "graph neural"),
        ('"grapf neural"', '"graph neural"'),
        ('"grapf bananas"', "grapf bananas"),
        ('"neural graph"', "neural graph"),
        ("neural graph", ""),
        ("C#", ""),
        ("Q#", ""),
    ],
)
def test_what_is_offered_finds_papers(library: Library, query: str, offered: str) -> None:
    """Near words, else a phrase's words side by side; nothing that no paper has."""
    asked = parse(query)
    better = meant(library, asked, library.engine.search(asked, limit=0).total)
    assert offered == ("" if better is None else str(better))


def test_names_with_signs_are_known(library: Library) -> None:
    """They are never taken for misspelt, and never suggested as they are indexed."""
    assert is_known(library, "C++ Q# .NET A*")
    assert [] == suggest(library, "cplus")
    assert [Suggestion("parsers", "words", 1)] == suggest(library, "pars")
