"""`coolpapers serve` keeps in step with its sources by itself, whoever is killed meanwhile."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from coolpapers.schedule import feed_day
from tests.month import Month, World
from tests.processes import PATIENCE_S, children, command_of, is_running, until
from tests.replay import Replay, Reply, VirtualClock
from tests.serving import Served, serving

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")


class Today:
    """arXiv as it is today: two papers announced, in the feeds, the harvest and the query API."""

    def __init__(self) -> None:
        clock = VirtualClock(time.time())
        self.day = feed_day(datetime.now(UTC))
        self.month = Month(2, days=[self.day])
        self.hosts = World(self.month, clock).hosts
        self.paper = min(self.month.papers, key=lambda one: min(one.categories))

    @property
    def page(self) -> str:
        """The list on which the first paper stands."""
        return f"/arxiv/{next(iter(self.paper.categories))}?date={self.day}"


@contextmanager
def in_step(data: Path, replay: Replay, *arguments: str) -> Iterator[Served]:
    """A site that asks the replay server for everything, without pauses."""
    with serving(
        data, *arguments, COOLPAPERS_SYNC="yes", COOLPAPERS_FETCH_MIRROR=replay.url,
        COOLPAPERS_FETCH_PRIVATE="yes", COOLPAPERS_FETCH_INTERVAL_S="0",
    ) as site:  # fmt: skip
        yield site


def shows(site: Served, today: Today) -> bool:
    """Whether the day's list has the first paper."""
    return today.paper.number in urlopen(site.url + today.page, timeout=30).read().decode()


def syncing(site: Served) -> int:
    """The process that asks the sources, 0 if there is none at the moment."""
    return next((one for one in children(site.process.pid) if "listings" in command_of(one)), 0)


def test_the_day_comes_by_itself_though_who_asks_is_killed(tmp_path: Path) -> None:
    """An empty library has today's list soon, though who asks is killed twice in the middle."""
    today, killed = Today(), []
    with Replay(today.hosts) as replay, in_step(tmp_path, replay) as site:

        def killing(answer: Callable[..., Reply]) -> Callable[..., Reply]:
            def instead(*asked: object) -> Reply:
                if len(killed) < 2 and (pid := syncing(site)) and pid not in killed:
                    killed.append(pid)
                    os.kill(pid, signal.SIGKILL)
                return answer(*asked)

            return instead

        replay.upstreams = {host: killing(answer) for host, answer in today.hosts.items()}
        until(lambda: len(killed) == 2 and shows(site, today))
        assert syncing(site) not in killed


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nobody_outlives_a_server_in_the_middle_of_a_harvest(
    tmp_path: Path, how: signal.Signals
) -> None:
    """A server of two workers ends, however, with all its children, though a source is silent."""
    silent = {"rss.arxiv.org": lambda *_: Reply(hang=True)}
    with Replay(silent) as replay, in_step(tmp_path, replay, "--workers", "2") as site:
        until(lambda: bool(replay.asked))
        until(lambda: len(children(site.process.pid)) >= 6)
        kin = children(site.process.pid)
        os.kill(site.process.pid, how)
        site.process.wait(PATIENCE_S)
        until(lambda: not any(map(is_running, kin)))
    assert site.process.returncode == (-9 if how == signal.SIGKILL else 0)
