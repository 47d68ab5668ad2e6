"""A month of announcements, with faults and kills: every paper ends on its right day."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coolpapers.flows import sync
from coolpapers.flows.due import due
from coolpapers.flows.errands import listings_work, work_one
from coolpapers.flows.outside import Outside
from coolpapers.schedule import announced_day
from coolpapers.sources import Client
from coolpapers.store import open_store
from coolpapers.store.jobs import LISTINGS
from tests.month import FIRST, Month, World
from tests.replay import Replay, VirtualClock


@pytest.mark.parametrize(("kills", "helpers"), [(0, 0), (30, 2)])
def test_a_month_ends_without_gaps(tmp_path: Path, kills: int, helpers: int) -> None:
    """All categories, 5 % wrong answers; of three processes any is killed, thirty times."""
    command = [sys.executable, "-m", "tests.month", str(tmp_path), "--papers", "12"]
    options = ["--kills", str(kills), "--helpers", str(helpers), "--longest-s", "0.4"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)

    assert (0, f"{kills} kills, 228 papers, 0 wrong") == (
        done.returncode,
        done.stdout.splitlines()[0] if done.stdout else done.stderr,
    )


def at(day: date, hour: int) -> float:
    """An hour of a day, UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()


def test_three_days_off(tmp_path: Path) -> None:
    """Papers of unseen days come with the changes, on their schedule's day; no day is claimed."""
    days = [FIRST + timedelta(days=n) for n in range(5)]
    month, off, clock = Month(4, days=days), days[1:4], VirtualClock(at(days[0], 0))
    store = open_store(tmp_path / "library", clock.now)
    with Replay(World(month, clock).hosts) as replay:
        client = Client(tmp_path, contact="x", allow_private=True, mirror=replay.url, clock=clock)
        outside = Outside(store, client, tmp_path, clock.now)
        do = listings_work(outside, sync_days=7)
        for hour in range(5 * 24):
            clock.time = max(clock.time, at(days[0], 0) + hour * 3600)
            if at(off[0], 1) <= clock.time < at(days[4], 5):
                continue
            for task in due(outside):
                sync.add(outside, task)
            while work_one(store.jobs, LISTINGS, "w", do):
                pass
    held = {one.paper.id.local: one.paper for one in store.papers.after(0, 1_000)}

    assert {one.number for one in month.papers} == set(held)
    assert [] == store.ledger.gaps(10)
    assert [days[4], days[0]] == [entry.day for entry in store.ledger.days(days[0], days[4])]
    assert {one.number: announced_day(one.submitted) for one in month.papers if one.day in off} == {
        one.number: held[one.number].announced for one in month.papers if one.day in off
    }
    assert all(held[one.number].announced == one.day for one in month.papers if one.day not in off)
