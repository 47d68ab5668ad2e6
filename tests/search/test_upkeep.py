"""Looking after an index directory without opening the index."""

from pathlib import Path

from coolpapers.flows.follow import bring_up
from coolpapers.search import generations
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.upkeep import building_position, is_behind, retire
from coolpapers.store import Store
from tests.builders import paper


def test_an_index_is_behind_until_it_is_brought_up(store: Store, tmp_path: Path) -> None:
    """Missing, complete, behind: as the store goes on."""
    index = tmp_path / "index"
    assert is_behind(index, 0)
    bring_up(store, index)
    assert not is_behind(index, 0)

    store.papers.put([paper()], source="arxiv")
    assert is_behind(index, store.changes.newest())

    bring_up(store, index)
    assert not is_behind(index, store.changes.newest())
    assert building_position(index) == store.changes.newest()

    store.papers.put([paper("2401.00002")], source="arxiv")
    assert is_behind(index, store.changes.newest())


def test_a_retired_index_answers_until_the_new_one_is_complete(
    store: Store, tmp_path: Path
) -> None:
    """After `retire` the old generation is read, a new one is built, and replaces it."""
    index = tmp_path / "index"
    store.papers.put([paper(title="Tree")], source="arxiv")
    bring_up(store, index)
    engine = TantivyEngine(index)
    before = generations.current(index)

    retire(index)

    assert is_behind(index, store.changes.newest())
    assert 1 == TantivyEngine(index).search(parse("tree")).total
    bring_up(store, index)
    engine.refresh()
    assert 1 == engine.search(parse("tree")).total
    assert generations.current(index) not in (before, None)
    assert [generations.current(index)] == generations.generations(index)
