"""Keeping a library in step with its sources: what there is to do, and doing it.

A task is one stream of pages or one errand; it waits in the queue of listings under its key, so
that several processes never do the same at once.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from coolpapers.errors import SourceError
from coolpapers.flows.harvest import HarvestReport, Tell, harvest, put_feed, tell_nobody
from coolpapers.flows.outside import Outside
from coolpapers.ids import PaperId
from coolpapers.records import Counts
from coolpapers.schedule import feed_day
from coolpapers.sources import SOURCES, sources_of
from coolpapers.sources.arxiv_api import MOST_AT_ONCE, fetch_papers
from coolpapers.sources.arxiv_feed import LIVE_ARCHIVES, ArxivFeed
from coolpapers.sources.arxiv_oai import NAME as ARXIV
from coolpapers.sources.arxiv_oai import ArxivOai
from coolpapers.store import Job
from coolpapers.store.jobs import LISTINGS, Priority
from coolpapers.subjects import SubjectExpression

HISTORY = "arxiv-history"
FEED, OAI, GAPS, EDITION, PAPER = "feed", "oai", "gaps", "edition", "paper"
_MOST_GAPS = 2_000


class Task(NamedTuple):
    """Something to do: what kind, to what, how soon. The key names the job and the harvest."""

    kind: str
    key: str
    priority: int = Priority.HISTORY


def feed_task(archive: str) -> Task:
    """The day's announcements of an archive."""
    return Task(FEED, f"arxiv-feed/{archive}", Priority.NEWEST)


def edition_task(edition: str) -> Task:
    """An edition of a venue."""
    return Task(EDITION, f"edition/{edition}")


FEEDS = tuple(map(feed_task, LIVE_ARCHIVES))
CHANGES = Task(OAI, ARXIV, Priority.NEWEST)
ALL_HISTORY = Task(OAI, HISTORY)
FILL_GAPS = Task(GAPS, "gaps", Priority.NEWEST)


def everything(outside: Outside) -> list[Task]:
    """All that one `coolpapers sync` does, in order."""
    editions = outside.store.harvests.editions()
    return [*FEEDS, CHANGES, FILL_GAPS, *map(edition_task, editions)]


def add(outside: Outside, task: Task, *, priority: int | None = None) -> Job:
    """The job of a task."""
    chosen = task.priority if priority is None else priority
    return outside.store.jobs.add(LISTINGS, task.kind, task.key, priority=chosen)


def perform(
    outside: Outside, kind: str, key: str, *, sync_days: int, tell: Tell = tell_nobody
) -> HarvestReport:
    """What a job of the queue of listings asks for, done.

    Raises:
        SourceUnavailableError: The source does not answer.
        SourceFormatError: Its answer cannot be read.
    """
    work = Work(outside, key, sync_days, tell)
    return KINDS[kind](work)


class Work(NamedTuple):
    """A job being done."""

    outside: Outside
    key: str
    sync_days: int
    tell: Tell


def _feed(work: Work) -> HarvestReport:
    archive = work.key.partition("/")[2]
    source = ArxivFeed(work.outside.client, (archive,))
    report = harvest(work.outside, work.key, source, take=put_feed, tell=work.tell)
    if not report.pages:
        _confirm(work.outside, archive)
    return report


def _confirm(outside: Outside, archive: str) -> None:
    """An unchanged feed says again what it said of its day."""
    day = feed_day(datetime.fromtimestamp(outside.now(), UTC))
    categories = SubjectExpression.parse(archive).included()
    if categories <= outside.store.ledger.verified(day):
        outside.store.announcements.put([], day=day, categories=categories, at_s=outside.now())


def _oai(work: Work) -> HarvestReport:
    since = ""
    if work.key != HISTORY:
        now = datetime.fromtimestamp(work.outside.now(), UTC)
        since = str(now.date() - timedelta(days=work.sync_days))
    return harvest(
        work.outside, work.key, ArxivOai(work.outside.client), since=since, tell=work.tell
    )


def _gaps(work: Work) -> HarvestReport:
    """Papers that were announced and have not come, asked for by their ids."""
    outside, counts = work.outside, Counts()
    missing = outside.store.ledger.gaps(_MOST_GAPS)
    for at in range(0, len(missing), MOST_AT_ONCE):
        counts += fetch_some(outside, missing[at : at + MOST_AT_ONCE])
    outside.store.harvests.succeeded(work.key)
    return HarvestReport(work.key, counts)


def fetch_some(outside: Outside, wanted: list[PaperId]) -> Counts:
    """Papers of arXiv by their ids, at most a hundred, kept."""
    papers = fetch_papers(outside.client, wanted)
    return outside.store.papers.put(papers, source=ARXIV, run=int(outside.now()))


def _edition(work: Work) -> HarvestReport:
    """An edition from the first of its venue's sources that has papers of it.

    Where one of them fails the next is asked all the same; the failure is raised in the end.
    """
    edition = work.key.partition("/")[2]
    report, failure = HarvestReport(work.key), None
    for name in sources_of(edition.rpartition(".")[0]):
        source = SOURCES[name].open(work.outside.client, (edition,))
        try:
            report = harvest(work.outside, f"{work.key}@{name}", source, tell=work.tell)
        except SourceError as error:
            failure = failure or error
            continue
        if report.counts.total or work.outside.store.listings.tracks(*_name_year(edition)):
            break
    if failure is not None:
        raise failure
    return report


def _name_year(edition: str) -> tuple[str, int]:
    name, _, year = edition.rpartition(".")
    return name, int(year)


def _paper(work: Work) -> HarvestReport:
    """A paper that somebody asked for and nobody waits for any more."""
    return HarvestReport(work.key, fetch_some(work.outside, [PaperId.parse(work.key)]))


KINDS: Mapping[str, Callable[[Work], HarvestReport]] = {
    FEED: _feed,
    OAI: _oai,
    GAPS: _gaps,
    EDITION: _edition,
    PAPER: _paper,
}
