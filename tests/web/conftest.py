"""A small library behind real pages."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from coolpapers.flows.follow import bring_up
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.records import Paper
from coolpapers.settings import read_settings
from coolpapers.web.app import create_app
from tests.web.browsing import Browser, OpenBrowser, browsing
from tests.web.shelf import PAPERS


def fill(data: Path, papers: list[Paper], **settings: object) -> Library:
    """A library of some papers, searchable."""
    library = open_library(read_settings({"data": str(data), **settings}, environment={}))
    library.store.papers.put(papers, source="test")
    bring_up(library.store, data / INDEX_DIRECTORY)
    return library


@pytest.fixture(scope="package")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The papers of the shelf; tests only read it."""
    filled = fill(tmp_path_factory.mktemp("shelf"), PAPERS)
    yield filled
    filled.store.database.close()


@pytest.fixture(scope="package")
def browser(library: Library) -> Iterator[Browser]:
    """A browser for the shelf."""
    with browsing(create_app(library)) as opened:
        yield opened


@pytest.fixture
def open_browser(tmp_path: Path) -> Iterator[OpenBrowser]:
    """Opens a browser for a library of one's own: papers, then settings by name."""
    with ExitStack() as stack:

        def opened(papers: list[Paper], **settings: object) -> Browser:
            library = fill(tmp_path / "library", papers, **settings)
            stack.callback(library.store.database.close)
            return stack.enter_context(browsing(create_app(library)))

        yield opened
