"""`coolpapers sync`, `venues` and `ledger` over a replayed world: what they do, say and return."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner

import coolpapers.sources
from coolpapers.cli import commands, venues_command
from coolpapers.cli.exits import Exit
from coolpapers.flows import sync
from coolpapers.ids import PaperId
from coolpapers.library import open_library
from coolpapers.records import Announcement
from coolpapers.schedule import feed_day
from coolpapers.settings import read_settings
from coolpapers.sources import SOURCES, SourceRow
from coolpapers.sources.editions import EditionSource
from coolpapers.sources.pacing import SystemClock
from coolpapers.store import Store, open_store
from coolpapers.web.app import create_app
from tests.month import Month, World, wrong_type
from tests.replay import (
    OaiRepository,
    Query,
    Replay,
    Reply,
    VirtualClock,
    busy,
    maintenance,
    pages,
)
from tests.replay import raw_record as record
from tests.sources.test_example import LIST as EXAMPLE_LIST
from tests.sources.test_example import OWN as EXAMPLE_OWN
from tests.sources.test_example import example
from tests.sources.upstreams import EDITIONS, NDSS, Upstream
from tests.web.browsing import browsing

OAI_HOST = "oaipmh.arxiv.org"


class Said(NamedTuple):
    """What a command returned and printed."""

    code: int
    out: str
    error: str = ""

    @property
    def json(self) -> Any:
        """What it printed for programs."""
        return json.loads(self.out)


class Place:
    """A library, and a replay server that is the world to it."""

    def __init__(self, data: Path, replay: Replay) -> None:
        self.data, self.replay = data, replay
        self.environment = {
            "COOLPAPERS_DATA": str(data),
            "COOLPAPERS_FETCH_MIRROR": replay.url,
            "COOLPAPERS_FETCH_PRIVATE": "yes",
            "COOLPAPERS_FETCH_INTERVAL_S": "0",
        }

    def run(self, *arguments: str) -> Said:
        """A command, in this process."""
        done = CliRunner().invoke(commands, arguments, env=self.environment, standalone_mode=False)
        if isinstance(done.exception, click.ClickException):
            return Said(done.exception.exit_code, done.stdout, done.exception.message)
        assert done.exception is None, done.exc_info
        return Said(done.return_value or 0, done.stdout, done.stderr)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command, in a process of its own."""
        command = [sys.executable, "-m", "coolpapers", *arguments]
        return subprocess.Popen(
            command, env={**os.environ, **self.environment}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def page(self, path: str) -> str:
        """A page of the site."""
        library = open_library(read_settings({"data": str(self.data)}, environment={}))
        with browsing(create_app(library)) as browser:
            return browser.get(path).text

    @property
    def store(self) -> Store:
        """The library's store."""
        return open_store(self.data)


@pytest.fixture
def replay() -> Iterator[Replay]:
    """A world that answers nothing yet."""
    with Replay({}) as started:
        yield started


@pytest.fixture
def place(tmp_path: Path, replay: Replay) -> Place:
    """An empty library in that world."""
    return Place(tmp_path / "data", replay)


@pytest.fixture
def month(replay: Replay) -> Month:
    """Two papers are announced today."""
    made = Month(2, days=[feed_day(datetime.now(UTC))])
    replay.upstreams = dict(World(made, VirtualClock(time.time())).hosts)
    return made


def archives(month: Month) -> list[str]:
    """The feeds that announce the papers of a month."""
    codes = {code for one in month.papers for code in one.categories}
    return sorted({f"arxiv-feed/{code.partition('.')[0]}" for code in codes})


def test_sync_brings_the_day_and_the_ledger_tells(place: Place, month: Month) -> None:
    """After one sync of the day's feeds the ledger is complete, and says so in text and JSON."""
    for archive in archives(month):
        done = place.run("sync", "--only", archive)
        assert (0, "announced" in done.out) == (done.code, True), done
    told, read = place.run("ledger"), place.run("ledger", "--json")

    assert (0, True) == (told.code, "2 announced       2 held  complete" in told.out), told.out
    assert [2, 2, 0] == [read.json["entries"][0][key] for key in ("announced", "held", "missing")]
    by_category = place.run("ledger", "--day", str(month.days[0]), "--json").json["entries"]
    held = {one["category"]: one["held"] for one in by_category if one["held"]}
    assert {code for one in month.papers for code in one.categories} == set(held)


def test_the_ledger_names_gaps_and_sync_heals_them(place: Place, month: Month) -> None:
    """What was announced and is not held is a failure by name, until the gaps are fetched."""
    one = month.papers[0]
    lost, category = one.number, next(iter(one.categories))
    said = Announcement(PaperId.parse(lost), category, one.day, "new", 1)
    place.store.announcements.put([said], day=one.day, categories=[category], at_s=time.time())
    gone = place.run("ledger", "--missing")
    assert (1, True) == (gone.code, f"missing {lost}" in gone.out), gone.out
    assert [lost] == place.run("ledger", "--missing", "--json").json["missing"]

    assert Exit.DONE == place.run("sync", "--only", "gaps").code
    assert (0, []) == (
        place.run("ledger").code,
        place.run("ledger", "--missing", "--json").json["missing"],
    )


def test_sync_fails_loudly_and_each_source_alone(place: Place, month: Month) -> None:
    """Another format is exit code 6 with the bytes kept; others go on."""
    first, *_, last = archives(month)
    good = dict(place.replay.upstreams)
    place.replay.upstreams["rss.arxiv.org"] = lambda *asked: (
        maintenance(Reply()) if asked[0].endswith(first.rpartition("/")[2])
        else good["rss.arxiv.org"](*asked)
    )  # fmt: skip
    said = place.run("sync", "--only", "arxiv-feed", "--json")

    failed = {one["name"]: one["error"] for one in said.json if one["error"]}
    assert (Exit.UNREADABLE, {first}) == (said.code, set(failed))
    kept = Path(place.store.harvests.get(first).kept)
    assert b"We will be back soon" in kept.read_bytes()
    assert place.store.harvests.get(last).succeeded_s
    place.replay.upstreams = {}
    assert Exit.UNREADABLE == place.run("sync", "--only", last).code


def test_sync_tells_a_source_that_does_not_answer(
    place: Place, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that is busy however often it is asked is exit code 7; it is not stopped."""
    clock = VirtualClock(time.time())
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr(SystemClock, "sleep", lambda _, seconds: clock.sleep(seconds))
    name = archives(month)[0]
    place.replay.fail(*[busy()] * 9)
    said = place.run("sync", "--only", name, "--json")

    assert (Exit.UNAVAILABLE, name) == (said.code, said.json[0]["name"])
    assert "503" in said.json[0]["error"]
    assert not place.store.harvests.get(name).is_stopped


def test_a_stopped_source_is_told_and_resumed(place: Place, month: Month) -> None:
    """After the third answer of another shape a source is stopped; one good sync resumes it."""
    name = archives(month)[0]
    place.replay.fail(maintenance, wrong_type, maintenance)
    codes = [place.run("sync", "--only", name).code for _ in range(3)]
    stopped = place.store.harvests.get(name)
    assert [Exit.UNREADABLE] * 3 == codes
    assert stopped.is_stopped

    assert Exit.DONE == place.run("sync", "--only", name).code
    resumed = place.store.harvests.get(name)
    assert (False, 0, "") == (resumed.is_stopped, resumed.failures, resumed.reason)


def history(size: int) -> OaiRepository:
    """A repository of some records, two on a page."""
    return OaiRepository(
        [record(f"2402.{n:05}", f"2024-03-0{1 + n % 3}") for n in range(1, size + 1)], 2
    )


@pytest.mark.parametrize("expired", [False, True])
def test_a_harvest_of_all_history_goes_on_after_a_kill(
    place: Place, replay: Replay, expired: bool
) -> None:
    """Killed at its third page, it asks for that page again; with an expired token, for its day."""
    upstream, running = history(11), []

    def deadly(path: str, query: Query) -> Reply:
        if len(replay.asked) == 3:
            running[0].kill()
            running[0].wait()
        return upstream(path, query)

    replay.upstreams = {OAI_HOST: deadly}
    running.append(place.start("sync", "--history", "--only", "arxiv-history"))
    running[0].communicate()
    assert -signal.SIGKILL == running[0].returncode
    died_at, held = replay.asked[-1].query, place.store.listings.totals().papers
    assert (3, 4) == (len(replay.asked), held)

    replay.asked.clear()
    replay.upstreams = {OAI_HOST: Expiring(upstream, expired)}
    done = place.run("sync", "--history", "--only", "arxiv-history")
    assert (0, 11) == (done.code, place.store.listings.totals().papers), done
    assert died_at == replay.asked[0].query
    assert ("from" if expired else "resumptionToken") in replay.asked[1].query


class Expiring:
    """A repository whose first token has expired."""

    def __init__(self, upstream: OaiRepository, expired: bool) -> None:
        self.upstream, self.expired = upstream, expired

    def __call__(self, path: str, query: Query) -> Reply:
        self.upstream.expired, self.expired = self.expired, False
        return self.upstream(path, query)


@pytest.mark.parametrize("upstream", EDITIONS, ids=lambda one: one.edition)
def test_an_edition_is_wanted_harvested_and_listed(place: Place, upstream: Upstream) -> None:
    """From `venues add` over the source's pages to the page with its tracks."""
    place.replay.upstreams = dict(upstream.hosts)
    added = place.run("venues", "add", upstream.edition.lower())
    assert (0, True) == (added.code, f"{upstream.edition}: wanted, from" in added.out)
    done = place.run("sync", "--only", "edition")
    assert Exit.DONE == done.code, done

    name, _, year = upstream.edition.rpartition(".")
    tracks = place.store.listings.tracks(name, int(year))
    assert upstream.tracks == tracks
    row = place.run("venues", "list", "--json").json[0]
    assert (upstream.edition, sum(upstream.tracks.values())) == (row["edition"], row["papers"])
    assert "ok" in row["said"]
    page = place.page(f"/venue/{upstream.edition}")
    assert all(escape(track) in page for track in tracks)
    assert sum(tracks.values()) == page.count('class="title-link')


def test_an_edition_comes_from_the_next_source_when_the_first_fails(place: Place) -> None:
    """A source that changed its format is told, and keeps nobody from asking the others."""
    upstream = next(one for one in EDITIONS if one.edition == "NeurIPS.2023")
    place.replay.upstreams = {**upstream.hosts, "api2.openreview.net": lambda *_: Reply(b"{}")}
    place.run("venues", "add", upstream.edition)

    assert Exit.UNREADABLE == place.run("sync", "--only", "edition").code
    assert upstream.tracks == place.store.listings.tracks("NeurIPS", 2023)
    assert "openreview: " in (said := place.run("venues", "list").out)
    assert "neurips: ok" in said


def test_a_row_is_all_a_new_source_needs(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a row the manual's example is harvested and listed; without it its papers stay."""
    site = example()["SITE"]
    row = SourceRow(lambda client, editions=(): EditionSource(client, site, editions), site.venues)
    modules = (coolpapers.sources, sync, venues_command)
    place.replay.upstreams = {
        "teapots.example": pages({"/2024": EXAMPLE_LIST, "/2024/spout": EXAMPLE_OWN})
    }
    with monkeypatch.context() as patch:
        for module in modules:
            patch.setattr(module, "SOURCES", {**SOURCES, "teapots": row})
        assert "from teapots" in place.run("venues", "add", "TEAPOT.2024").out
        assert Exit.DONE == place.run("sync", "--only", "edition").code
    assert Exit.USAGE == place.run("venues", "add", "TEAPOT.2025").code
    assert Exit.DONE == place.run("sync", "--only", "edition").code

    assert "On Spouts" in place.page("/venue/TEAPOT.2024")
    assert "They pour." in place.page("/venue/TEAPOT.2024")


def test_venues_are_listed_and_removed(place: Place) -> None:
    """Wanted editions can be taken away; unknown names get a hint; known venues are listed."""
    assert "not fetched yet" in (
        place.run("venues", "add", "NDSS.2024"), place.run("venues", "list")
    )[1].out  # fmt: skip
    assert "wanted already" in place.run("venues", "add", "ndss.2024").out
    assert "no longer wanted" in place.run("venues", "remove", "NDSS.2024").out
    assert "was not wanted" in place.run("venues", "remove", "NDSS.2024").out
    assert [] == place.run("venues", "list", "--json").json
    wrong = place.run("venues", "add", "NDS.2024")
    assert (Exit.USAGE, True) == (wrong.code, "did you mean NDSS" in wrong.error)
    assert Exit.USAGE == place.run("venues", "add", "ICLR").code
    known = place.run("venues", "list", "--known", "--json").json
    assert (["cvf"], True) == (known["WACV"], "openreview" in known["ICLR"])
    assert "ndss" in place.run("venues", "list", "--known").out


def test_data_held_outlive_a_source_that_says_less(place: Place) -> None:
    """A list from which papers have gone takes nothing away."""
    place.replay.upstreams = dict(NDSS.hosts)
    place.run("venues", "add", NDSS.edition)
    place.run("sync", "--only", "edition")
    before = place.store.listings.totals().papers
    place.replay.upstreams = {host: lambda *_: Reply(b"", 404) for host in NDSS.hosts}
    place.run("sync", "--only", "edition")
    place.run("venues", "remove", NDSS.edition)

    assert before == place.store.listings.totals().papers > 0
