"""Keywords come behind the index, once for each change."""

import threading
from pathlib import Path

from coolpapers.flows.follow import bring_up
from coolpapers.flows.label import keep_labelled, label_some
from coolpapers.ids import PaperId
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.store import Store
from tests.builders import paper

FORESTS = [
    paper(f"2401.{n:05d}", "Trees", abstract=f"A forest of trees and {word} birds.")
    for n, word in enumerate(["blue", "green", "grey", "blue", "green", "grey"], start=1)
]


def keywords_of(store: Store, key: str) -> tuple[str, ...]:
    """The keywords the store holds of a paper."""
    return store.papers.get([PaperId.parse(key)])[0].keywords


def test_changed_papers_get_keywords_once(store: Store, tmp_path: Path) -> None:
    """Rare words come first; a paper that did not change is not looked at again."""
    index = tmp_path / "index"
    store.papers.put(FORESTS, source="arxiv")
    bring_up(store, index)
    engine = TantivyEngine(index)

    assert len(FORESTS) == label_some(store, Vocabulary(engine), engine.position)
    assert "blue" == keywords_of(store, "2401.00001")[0]
    assert 0 == label_some(store, Vocabulary(engine), engine.position)

    store.papers.put([paper("2401.00001", "Lichen")], source="arxiv", run=1)
    assert 0 == label_some(store, Vocabulary(engine), engine.position)
    bring_up(store, index)
    engine.refresh()
    assert 1 == label_some(store, Vocabulary(engine), engine.position)
    assert "lichen" in keywords_of(store, "2401.00001")


def test_labelling_waits_for_an_index(store: Store, tmp_path: Path) -> None:
    """Without an index nothing is labelled and nothing fails; with one all are."""
    index = tmp_path / "index"
    store.papers.put(FORESTS, source="arxiv")
    asked: list[float] = []

    def wait(seconds: float) -> bool:
        asked.append(seconds)
        if len(asked) == 2:
            bring_up(store, index)
        return store.keywords.position() == store.changes.newest()

    thread = threading.Thread(target=keep_labelled, args=(store, index, wait))
    thread.start()
    thread.join(60)

    assert not thread.is_alive()
    assert keywords_of(store, "2401.00006")
