"""A month of arXiv made up: announcements of all categories, late crossings, replacements.

What arXiv's hosts would answer depends on a clock alone. Run as a program, it lives through a month
and checks the end, killed as often as is asked:

    python -m tests.month FOLDER --papers 1000 --kills 30 --helpers 3
"""

import argparse
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

from coolpapers.errors import StoreBusyError
from coolpapers.flows import sync
from coolpapers.flows.due import due
from coolpapers.flows.errands import listings_work, work_one
from coolpapers.flows.outside import Outside
from coolpapers.flows.workers import worker_name
from coolpapers.records import DaySelection
from coolpapers.schedule import feed_day, feed_utc, is_expected, mailing_utc
from coolpapers.sources import Client
from coolpapers.sources.arxiv_feed import LIVE_ARCHIVES
from coolpapers.store import Store, open_store
from coolpapers.store.jobs import LISTINGS
from coolpapers.subjects import CATEGORIES, SubjectExpression, canonical
from tests.replay import (
    OaiRecord,
    OaiRepository,
    Query,
    Replay,
    Reply,
    VirtualClock,
    busy,
    cut,
    dropped,
    maintenance,
    short,
)

FIRST, LAST = date(2026, 5, 4), date(2026, 5, 31)
STEP_S = 900.0
FAULT_SHARE = 0.05
LIVE = sorted(
    {
        canonical(code)
        for archive in LIVE_ARCHIVES
        for code in SubjectExpression.parse(archive).included()
        if code in CATEGORIES
    }
)


@dataclass
class Made:
    """A paper: its number, categories as they came to it by day, versions by day."""

    number: str
    day: date
    submitted: datetime
    categories: dict[str, date]
    versions: list[date] = field(default_factory=list)

    def title(self, version: int) -> str:
        """Its title, which a replacement changes."""
        return f"Paper {self.number}, version {version} & more"


class Month:
    """What happens: the same for the same seed."""

    def __init__(
        self, papers_a_day: int, seed: int = 1, days: Sequence[date] | None = None
    ) -> None:
        chance = random.Random(seed)
        self.days = days or [day for day in _days(FIRST, LAST) if is_expected(day)]
        self.papers: list[Made] = []
        for day in self.days:
            for _ in range(papers_a_day):
                self._new(day, chance)
            old = [one for one in self.papers if one.day < day]
            for one in chance.sample(old, min(len(old), papers_a_day // 5)):
                self._later(one, day, chance)

    def _new(self, day: date, chance: random.Random) -> None:
        number = f"2605.{len(self.papers) + 1:05}"
        some = chance.sample(LIVE, chance.choice([1, 1, 2, 3]))
        # Most came in on the day before, some were held by moderators for up to twelve days.
        held = timedelta(days=chance.choice([0, 0, 0, 0, chance.randint(1, 12)]), hours=10)
        submitted = mailing_utc(day) - held
        self.papers.append(Made(number, day, submitted, dict.fromkeys(some, day), [day]))

    def _later(self, one: Made, day: date, chance: random.Random) -> None:
        if chance.random() < 0.5:
            one.versions.append(day)
        else:
            one.categories.setdefault(chance.choice(LIVE), day)

    @cached_property
    def expected(self) -> set[tuple[str, str, date]]:
        """Every paper, in each of its categories, with the day it was announced there."""
        return {
            (one.number, category, day)
            for one in self.papers
            for category, day in one.categories.items()
        }


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class World:
    """arXiv's hosts at the time of a clock."""

    def __init__(self, month: Month, clock: VirtualClock) -> None:
        self.month, self.clock = month, clock
        self.of_day: dict[date, list[Made]] = {}
        for one in month.papers:
            for day in {one.day, *one.categories.values(), *one.versions}:
                self.of_day.setdefault(day, []).append(one)

    @property
    def hosts(self) -> dict[str, Callable[[str, Query], Reply]]:
        """What each host answers."""
        return {
            "rss.arxiv.org": self.feed,
            "oaipmh.arxiv.org": self.oai,
            "export.arxiv.org": self.query,
        }

    @property
    def now(self) -> datetime:
        """The clock's time."""
        return datetime.fromtimestamp(self.clock.time, UTC)

    def feed(self, path: str, _: Query) -> Reply:
        """An archive's feed of the day."""
        archive, day = path.rpartition("/")[2], feed_day(self.now)
        about = SubjectExpression.parse(archive).included()
        items = "".join(
            _item(one, kind, day)
            for one in self.of_day.get(day, [])
            if (kind := _kind(one, day, about))
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>{archive} updates on arXiv.org</title><link>http://rss.arxiv.org</link>"
            f"<pubDate>{feed_utc(day):%a, %d %b %Y %H:%M:%S} +0000</pubDate>{items}</channel></rss>"
        ).encode()
        etag = f'"{archive} {day}"'
        return Reply(body, 200, {"Content-Type": "text/xml", "ETag": etag})

    def oai(self, path: str, query: Query) -> Reply:
        """The repository as it is now: what was mailed is there."""
        records = [self._record(one) for one in self.month.papers if self._is_out(one.day)]
        today = f"{self.now:%Y-%m-%d}"
        return OaiRepository(records, page_size=200, today=today)(path, query)

    def query(self, _: str, query: Query) -> Reply:
        """The query API's answer to a list of ids."""
        wanted = query.get("id_list", "").split(",")
        found = {one.number: one for one in self.month.papers if self._is_out(one.day)}
        entries = "".join(self._entry(found[name]) for name in wanted if name in found)
        body = (
            '<feed xmlns="http://www.w3.org/2005/Atom" '
            f'xmlns:arxiv="http://arxiv.org/schemas/atom">{entries}</feed>'
        )
        return Reply(body.encode(), 200, {"Content-Type": "application/atom+xml"})

    def _is_out(self, day: date) -> bool:
        return mailing_utc(day) <= self.now

    def _out(self, one: Made) -> tuple[list[str], list[date]]:
        """The categories and versions that are known by now."""
        return (
            [code for code, day in one.categories.items() if self._is_out(day)],
            [day for day in one.versions if self._is_out(day)],
        )

    def _record(self, one: Made) -> OaiRecord:
        categories, versions = self._out(one)
        stamp = max([*versions, *(day for day in one.categories.values() if self._is_out(day))])
        dates = [one.submitted, *(mailing_utc(day) - timedelta(hours=9) for day in versions[1:])]
        history = "".join(
            f'<version version="v{n}"><date>{when:%a, %d %b %Y %H:%M:%S} GMT</date></version>'
            for n, when in enumerate(dates, 1)
        )
        metadata = (
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{one.number}</id>{history}'
            f"<title>{escape(one.title(len(versions)))}</title><authors>A. Person</authors>"
            f"<categories>{' '.join(categories)}</categories><abstract>Short.</abstract></arXivRaw>"
        )
        return OaiRecord(f"oai:arXiv.org:{one.number}", str(stamp), metadata)

    def _entry(self, one: Made) -> str:
        categories, versions = self._out(one)
        terms = "".join(f'<category term="{code}"/>' for code in categories)
        return (
            f"<entry><id>http://arxiv.org/abs/{one.number}v{len(versions)}</id>"
            f"<published>{one.submitted:%Y-%m-%dT%H:%M:%SZ}</published>"
            f"<updated>{one.submitted:%Y-%m-%dT%H:%M:%SZ}</updated>"
            f"<title>{escape(one.title(len(versions)))}</title><summary>Short.</summary>"
            f"<author><name>A. Person</name></author>{terms}</entry>"
        )


def _kind(one: Made, day: date, about: frozenset[str]) -> str:
    """How a feed about some categories announces a paper on a day, if it does."""
    primary = next(iter(one.categories))
    if one.day == day:
        if primary in about:
            return "new"
        return "cross" if about & set(one.categories) else ""
    crossed = {code for code, when in one.categories.items() if when == day}
    if crossed & about:
        return "cross"
    if day in one.versions:
        return "replace" if primary in about else "replace-cross"
    return ""


def _item(one: Made, kind: str, day: date) -> str:
    """An item of a feed; what came later is not in it yet."""
    version = sum(when <= day for when in one.versions)
    codes = [code for code, when in one.categories.items() if when <= day]
    if kind == "cross" and one.day != day:
        # Only what is crossed today is announced today.
        codes = [codes[0], *(code for code in codes[1:] if one.categories[code] == day)]
    terms = "".join(f"<category>{code}</category>" for code in codes)
    return (
        f"<item><title>{escape(one.title(version))}</title>"
        f"<link>https://arxiv.org/abs/{one.number}</link>"
        f"<description>arXiv:{one.number}v{version} Announce Type: {kind} \n"
        f"Abstract: Short."
        f'</description><guid isPermaLink="false">oai:arXiv.org:{one.number}v{version}</guid>'
        f"{terms}"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        "<dc:creator>A. Person</dc:creator></item>"
    )


def garbled(reply: Reply) -> Reply:
    """Bytes in the middle are noise."""
    middle = len(reply.body) // 2
    return Reply(reply.body[:middle] + b"\xff<\x00>&" + reply.body[middle + 5 :], 200)


def wrong_type(_: Reply) -> Reply:
    """Something else than was asked for."""
    return Reply(b'{"error": "internal"}', 200, {"Content-Type": "application/json"})


FAULTS = (
    busy("7"),
    busy("", 429),
    busy("", 500),
    cut,
    short,
    dropped,
    maintenance,
    garbled,
    wrong_type,
)


def faulty(
    answer: Callable[[str, Query], Reply], chance: random.Random
) -> Callable[[str, Query], Reply]:
    """The same upstream, a twentieth of whose answers go wrong."""

    def answered(path: str, query: Query) -> Reply:
        reply = answer(path, query)
        return chance.choice(FAULTS)(reply) if chance.random() < FAULT_SHARE else reply

    return answered


@contextmanager
def outside_of(folder: Path, month: Month, chance: random.Random) -> Iterator[Outside]:
    """The library in a folder and the world around it, at the time that is noted there."""
    clock = VirtualClock(noted(folder))
    hosts = {host: faulty(answer, chance) for host, answer in World(month, clock).hosts.items()}
    store = open_store(folder / "library", clock.now)
    # A kill loses nothing that was handed to the system; only a power cut would.
    store.database.connection.execute("PRAGMA synchronous = OFF")
    with Replay(hosts) as replay:
        client = Client(
            folder / "turns", contact="x", allow_private=True, mirror=replay.url, clock=clock,
            chance=chance,
        )  # fmt: skip
        yield Outside(store, client, folder / "unreadable", clock.now)


def live(folder: Path, month: Month, chance: random.Random) -> None:
    """The month lived through from where it was left, in small steps, as `serve` would.

    The time is noted after each step, so that who is killed goes on from there.
    """
    ends = (datetime.combine(LAST, datetime.min.time(), UTC) + timedelta(days=2)).timestamp()
    with outside_of(folder, month, chance) as outside:
        jobs, do = outside.store.jobs, listings_work(outside, sync_days=7)
        clock = clock_of(outside)
        while clock.time < ends:
            for task in due(outside):
                sync.add(outside, task)
            while work_one(jobs, LISTINGS, worker_name("leader"), do):
                pass
            clock.time += STEP_S
            _note(folder / "time", clock.time)


def help_out(folder: Path, month: Month, chance: random.Random) -> None:
    """Do jobs of the month beside whoever lives through it, as `work` would, until killed."""
    with outside_of(folder, month, chance) as outside:
        jobs, do = outside.store.jobs, listings_work(outside, sync_days=7)
        clock = clock_of(outside)
        while True:
            clock.time = max(clock.time, noted(folder))
            with suppress(StoreBusyError):
                if not work_one(jobs, LISTINGS, worker_name("helper"), do):
                    time.sleep(0.005)


def clock_of(outside: Outside) -> VirtualClock:
    """The clock that everything outside goes by."""
    clock: VirtualClock = outside.now.__self__  # type: ignore[attr-defined]
    return clock


def noted(folder: Path) -> float:
    """The time as the month's last step left it."""
    began = datetime.combine(FIRST - timedelta(days=1), datetime.min.time(), UTC).timestamp()
    path = folder / "time"
    return float(path.read_text()) if path.exists() else began


def _note(path: Path, seconds: float) -> None:
    new = path.with_suffix(".new")
    new.write_text(f"{seconds}")
    new.replace(path)


def wrongs(store: Store, month: Month) -> list[str]:
    """What is not as it should be at the end of the month; nothing, if all is well."""
    said = []
    listed = set()
    for category in LIVE:
        for day in _days(FIRST, LAST):
            selection = DaySelection(SubjectExpression.parse(category), day, day)
            page = store.listings.page(selection, show=100_000)
            listed |= {(one.paper.id.local, category, day) for one in page.papers}
    said += [f"not listed: {one}" for one in sorted(month.expected - listed)]
    said += [f"listed wrongly: {one}" for one in sorted(listed - month.expected)]
    said += [f"gap: {one}" for one in store.ledger.gaps(100)]
    entries = {one.day: one for one in store.ledger.days(FIRST, LAST)}
    for day in month.days:
        announced = len({number for number, _, when in month.expected if when == day})
        entry = entries.get(day)
        if entry is None or (announced, announced) != (entry.announced, entry.held):
            said.append(f"ledger: {day}: {announced} expected, {entry}")
        if missing := set(LIVE) - store.ledger.verified(day):
            said.append(f"not verified on {day}: {sorted(missing)[:5]}")
    held = {one.paper.id.local: one.paper for one in store.papers.after(0, 1_000_000)}
    for one in month.papers:
        paper = held.get(one.number)
        if (
            paper is None
            or paper.title != one.title(len(one.versions))
            or paper.announced != one.day
        ):
            said.append(f"record: {one.number}: {paper and (paper.title, paper.announced)}")
    return said


class Crowd:
    """The processes of a month: the first lives through it, the others help.

    Args:
        folder: The library, and the time.
        month: What happens.
        seed: Of the faults.
    """

    def __init__(self, folder: Path, month: Month, seed: int) -> None:
        self.folder, self.month, self.seed = folder, month, seed
        self.running: dict[int, Callable[[Path, Month, random.Random], None]] = {}
        self.started = 0

    def start(self, run: Callable[[Path, Month, random.Random], None]) -> None:
        """One more process."""
        self.started += 1
        pid = os.fork()
        if not pid:
            run(self.folder, self.month, random.Random(self.seed * 1000 + self.started))
            os._exit(0)
        self.running[pid] = run

    def kill_one(self, moments: random.Random) -> None:
        """Kill any of them, and start another in its place."""
        pid = moments.choice(sorted(self.running))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.start(self.running.pop(pid))

    def end(self) -> bool:
        """Whether the month came to its end by itself; helpers are killed then."""
        leader = next(pid for pid, run in self.running.items() if run is live)
        _, status = os.waitpid(leader, 0)
        del self.running[leader]
        for pid in self.running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return not status

    @property
    def is_over(self) -> bool:
        """Whether the one that lives through the month has ended."""
        leader = next(pid for pid, run in self.running.items() if run is live)
        return os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def main() -> int:
    """Live through the month, killed so many times at random moments, and check the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--helpers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest-s", type=float, default=0.6)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    month, moments = Month(asked.papers), random.Random(asked.seed)
    crowd, kills = Crowd(asked.folder, month, asked.seed), 0
    for run in (live, *[help_out] * asked.helpers):
        crowd.start(run)
    while kills < asked.kills and not crowd.is_over:
        time.sleep(moments.uniform(0.05, asked.longest_s))
        if not crowd.is_over:
            crowd.kill_one(moments)
            kills += 1
    if not crowd.end():
        return 1
    store = open_store(asked.folder / "library")
    said = wrongs(store, month)
    print(f"{kills} kills, {len(month.papers)} papers, {len(said)} wrong")  # noqa: T201
    print("\n".join(said[:20]))  # noqa: T201
    return 1 if said or kills < asked.kills else 0


if __name__ == "__main__":
    sys.exit(main())
