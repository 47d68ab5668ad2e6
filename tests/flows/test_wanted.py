"""Papers fetched because somebody asks: once for all who ask, and not again if there are none."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coolpapers.errors import SourceUnavailableError
from coolpapers.flows.outside import Outside
from coolpapers.flows.wanted import Wanted
from coolpapers.ids import PaperId
from coolpapers.sources import Client
from coolpapers.store import Store
from tests.month import Month, World
from tests.replay import Replay, VirtualClock, busy

KNOWN, NONE = PaperId.parse("2605.00001"), PaperId.parse("2605.09999")
JUNE = 1_780_400_000.0


@pytest.fixture
def replay() -> Iterator[Replay]:
    """ArXiv after the month of May 2026."""
    with Replay(World(Month(2), VirtualClock(JUNE)).hosts) as started:
        yield started


@pytest.fixture
def wanted(store: Store, replay: Replay, tmp_path: Path) -> Wanted:
    """Fetches for an empty store."""
    clock = VirtualClock(JUNE)
    client = Client(tmp_path, contact="x", allow_private=True, mirror=replay.url, clock=clock)
    return Wanted(lambda: Outside(store, client, tmp_path, clock.now))


def test_a_burst_makes_one_fetch(wanted: Wanted, store: Store, replay: Replay) -> None:
    """Twelve readers who ask for one paper at once all have it after one request."""
    threads = [threading.Thread(target=wanted.fetch, args=([KNOWN],)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "Paper 2605.00001, version 1 & more" == store.papers.get([KNOWN])[0].paper.title
    assert 1 == len(replay.asked)


def test_a_paper_that_does_not_exist_is_remembered(wanted: Wanted, replay: Replay) -> None:
    """ArXiv is asked once, and not at all for ids of months to come."""
    for _ in range(3):
        wanted.fetch([NONE, PaperId.parse("2711.00001")])

    assert ["2605.09999"] == [one.query["id_list"] for one in replay.asked]


def test_a_source_that_is_down_is_told(wanted: Wanted, store: Store, replay: Replay) -> None:
    """Nothing is remembered of a failure: the next reader has the paper."""
    replay.fail(*[busy()] * 5)
    with pytest.raises(SourceUnavailableError):
        wanted.fetch([KNOWN])
    wanted.fetch([KNOWN])

    assert store.papers.get([KNOWN])
