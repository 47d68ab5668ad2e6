"""Counts of openings: once a visitor, paper and day, whatever is sent to which process."""

import multiprocessing
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import PaperNotFoundError
from coolpapers.flows.forget import keep_forgetting
from coolpapers.ids import PaperId
from coolpapers.records import Stars
from coolpapers.store import Opening, Store, open_store
from coolpapers.store.stars import DAY_S
from tests.builders import paper

ID = PaperId.parse("2401.00001")
PDF, UNDONE = Opening(ID, "pdf"), Opening(ID, "pdf", -1)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 20_000.0 * DAY_S

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


def opened(directory: Path, clock: Clock) -> Store:
    """A store of one paper."""
    store = open_store(directory, clock)
    store.papers.put([paper()], source="arxiv")
    return store


def test_a_visitor_counts_once_a_day(tmp_path: Path) -> None:
    """One opening a visitor, paper, kind and day counts, and can be taken back that day."""
    clock = Clock()
    store = opened(tmp_path, clock)
    assert [1, 1] == [store.stars.count(PDF, "10.0.0.1") for _ in range(2)]
    assert 2 == store.stars.count(PDF, "10.0.0.2")
    assert 1 == store.stars.count(Opening(ID, "faq"), "10.0.0.1")
    assert [1, 1] == [store.stars.count(UNDONE, "10.0.0.1") for _ in range(2)]
    clock.now += DAY_S
    assert 1 == store.stars.count(UNDONE, "10.0.0.2")
    assert 2 == store.stars.count(PDF, "10.0.0.2")
    assert {1: Stars(2, 1)} == store.stars.get([1, 2])


@pytest.fixture(scope="module")
def starred(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose counts go on from one example to the next."""
    return opened(tmp_path_factory.mktemp("starred"), Clock())


@given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**9), 10**9)), max_size=20))
def test_no_delta_inflates(starred: Store, steps: list[tuple[str, int]]) -> None:
    """Whatever is sent, a count stays between none and one a visitor."""
    store = starred
    before = store.stars.get([1]).get(1, Stars()).pdf
    for network, delta in steps:
        after = store.stars.count(Opening(ID, "pdf", delta), network)
        assert abs(after - before) <= 1
        assert 0 <= after <= 3
        before = after


def test_steps_of_a_visitor_are_limited(tmp_path: Path) -> None:
    """Past the limit of a day nothing of a visitor counts; others go on."""
    store = opened(tmp_path, Clock())
    counts = [store.stars.count(step, "loop", most=3) for step in (PDF, UNDONE) * 5]
    assert [1, 0, 1, 1] == counts[:4]
    assert {1} == set(counts[3:])
    assert 2 == store.stars.count(PDF, "other", most=3)


def test_workers_and_restarts_count_once(tmp_path: Path) -> None:
    """The same visitor at two processes at once, and again after a restart, counts once."""
    store = open_store(tmp_path)
    store.papers.put([paper()], source="arxiv")
    store.database.close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_star, args=(tmp_path,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [0, 0] == [worker.exitcode for worker in workers]
    again = open_store(tmp_path)
    assert 1 == again.stars.count(PDF, "10.0.0.1")
    assert 2 == again.stars.count(PDF, "10.0.0.2")
    again.database.close()


def test_visitors_are_forgotten_with_their_day(tmp_path: Path) -> None:
    """After midnight neither salt nor digests are in the tables nor in the bytes of the files."""
    clock = Clock()
    store = opened(tmp_path, clock)
    store.stars.count(PDF, "10.0.0.1")
    assert not store.stars.forget()
    secrets = _secrets(store)
    with store.database.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    assert all(one in _bytes(tmp_path) for one in secrets)
    assert b"10.0.0.1" not in _bytes(tmp_path)
    clock.now += DAY_S
    stop = threading.Event()
    keep_forgetting(store, lambda seconds: stop.is_set() or bool(seconds))
    assert [] == _secrets(store)
    assert not any(one in _bytes(tmp_path) for one in secrets)
    assert 2 == store.stars.count(PDF, "10.0.0.1")


def test_two_days_have_different_digests(tmp_path: Path) -> None:
    """The same visitor is known by another digest every day."""
    clock = Clock()
    store = opened(tmp_path, clock)
    store.stars.count(PDF, "10.0.0.1")
    first = _secrets(store)
    clock.now += DAY_S
    store.stars.count(PDF, "10.0.0.1")
    assert not set(first) & set(_secrets(store))


def test_an_unknown_paper_cannot_be_starred(store: Store) -> None:
    """Starring what is not held is an error of its own."""
    with pytest.raises(PaperNotFoundError):
        store.stars.count(PDF, "10.0.0.1")


def _star(directory: Path) -> None:
    store = open_store(directory)
    for _ in range(20):
        assert 1 == store.stars.count(PDF, "10.0.0.1")
    store.database.close()


def _secrets(store: Store) -> list[bytes]:
    with store.database.reading() as connection:
        rows = connection.execute("SELECT salt FROM star_day UNION ALL SELECT visitor FROM starred")
        return [row[0] for row in rows.fetchall()]


def _bytes(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.glob("papers.sqlite*"))
