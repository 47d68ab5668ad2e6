"""What a page says of an index that is being built: the share that is searchable, or renewed."""

from pathlib import Path

import pytest

from coolpapers.flows.follow import bring_up
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.search.index import open_writer
from coolpapers.search.upkeep import retire
from coolpapers.settings import read_settings
from coolpapers.web import indexing
from coolpapers.web.app import create_app
from coolpapers.web.indexing import READY, IndexState, look
from tests.builders import paper
from tests.web.browsing import browsing

PAPERS = 10


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Ten papers, not indexed yet."""
    opened = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    opened.store.papers.put(
        [paper(f"2401.{at:05d}") for at in range(1, PAPERS + 1)], source="arxiv"
    )
    return opened


def test_a_first_build_tells_its_share(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing, then what was committed, then no word more."""
    monkeypatch.setattr(indexing, "QUIET_CHANGES", 2)
    assert IndexState(is_ready=False) == look(library)
    write_some(library, 4)
    assert IndexState(is_ready=False, percent=40) == look(library)
    bring_up(library.store, index_of(library))
    library.engine.refresh()
    assert READY == look(library)


def test_a_rebuild_tells_its_share_while_the_old_index_answers(library: Library) -> None:
    """The page says so until the new one is complete."""
    bring_up(library.store, index_of(library))
    retire(index_of(library))
    write_some(library, 7)

    assert IndexState(is_ready=False, percent=70, is_renewed=True) == look(library)
    assert PAPERS == library.engine.documents
    with browsing(create_app(library)) as browser:
        said = browser.get("/all/search").texts(".indexing")
        assert [
            "The search index is being renewed, 70 % done. Until then the old one answers."
        ] == said

    bring_up(library.store, index_of(library))
    library.engine.refresh()
    assert READY == look(library)


def write_some(library: Library, count: int) -> None:
    """As far as a build under way has come."""
    with open_writer(index_of(library)) as writer:
        writer.apply(library.store.papers.after(0, count), count)
        writer.commit()


def index_of(library: Library) -> Path:
    """Where the index is."""
    return library.settings.data / INDEX_DIRECTORY
