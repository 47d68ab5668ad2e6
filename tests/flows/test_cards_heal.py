"""Cards are derived: a file that was deleted or damaged is noticed, told of, and made again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coolpapers.errors import StoreDamagedError
from coolpapers.flows.checks import check_cards
from coolpapers.flows.prepare import keep_prepared, prepare_some
from coolpapers.library import open_library
from coolpapers.records import Held
from coolpapers.settings import read_settings
from coolpapers.store import Store, open_store
from tests.builders import paper


def make(held: Held) -> tuple[bytes, bytes]:
    """A card that says which record it was made from."""
    return held.hash, held.paper.title.encode()


def prepared(store: Store) -> None:
    """Two papers with their cards."""
    store.papers.put([paper("2401.00001", "One"), paper("2401.00002", "Two")], source="arxiv")
    assert 2 == prepare_some(store, "v1", make)


def times(count: int) -> Callable[[float], bool]:
    """A wait that says stop after so many pauses."""
    pauses = iter(range(count))
    return lambda _: next(pauses, None) is None


@pytest.mark.parametrize("damage", ["deleted", "garbage", "torn"])
def test_cards_are_made_again_beside_readers(store: Store, damage: str) -> None:
    """Whatever becomes of the file under a reader and a preparer, the cards come back."""
    prepared(store)
    file = store.database.path.with_name("cards.sqlite")
    serving = open_store(file.parent)
    assert b"One" == serving.cards.get([1])[1][1]
    store.database.close()
    ruin(file, damage)

    keep_prepared(store, "v1", make, times(5))
    for _ in range(2):  # the first look may only notice
        try:
            found = serving.cards.get([1, 2])
        except StoreDamagedError:
            continue

    assert [b"One", b"Two"] == [card for _, card in found.values()]
    assert [b"One", b"Two"] == [card for _, card in store.cards.get([1, 2]).values()]
    serving.database.close()


@pytest.mark.parametrize(
    ("damage", "said"), [("none", "all prepared"), ("deleted", "2 cards"), ("garbage", "damaged")]
)
def test_doctor_looks_at_cards(tmp_path: Path, damage: str, said: str) -> None:
    """What is missing or damaged is a warning with its cure: pages are only slower."""
    library = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    prepared(library.store)
    library.store.database.close()
    ruin(tmp_path / "cards.sqlite", damage)

    found = check_cards(library)

    assert said in found.said
    assert ("good" if damage == "none" else "warning") == found.state
    assert ("" if damage == "none" else "prepares them by itself") in found.advice
    library.store.database.close()


def ruin(file: Path, damage: str) -> None:
    """Does to a file what disks and people do."""
    size = file.stat().st_size
    match damage:
        case "deleted":
            file.unlink()
        case "garbage":
            file.write_bytes(b"no database " * 1000)
        case "torn":
            file.write_bytes(file.read_bytes()[:100] + b"\0" * (size - 100))
