"""Harvesting a source: page by page into the store, with a cursor from which to go on."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.flows.outside import Outside, keep_unreadable
from coolpapers.records import Counts, Paper
from coolpapers.sources.arxiv_feed import parse_announcements, read_feed
from coolpapers.sources.base import Page, Source, log_skipped

_LOG = logging.getLogger("coolpapers.harvest")


class HarvestReport(NamedTuple):
    """What a harvest brought: papers, announcements, and over how many pages."""

    name: str
    counts: Counts = Counts()
    announced: int = 0
    pages: int = 0

    @property
    def sentence(self) -> str:
        """The report for a person."""
        counts = self.counts
        text = f"{counts.new:,} new, {counts.changed:,} changed, {counts.same:,} same"
        text += f", {counts.failed:,} unreadable" if counts.failed else ""
        return text + (f", {self.announced:,} announced" if self.announced else "")


Take = Callable[[Outside, Source, Page], HarvestReport]
Tell = Callable[[HarvestReport], None]


def tell_nobody(report: HarvestReport) -> None:
    """A Tell that says nothing."""


def harvest(
    outside: Outside,
    name: str,
    source: Source,
    *,
    since: str = "",
    take: Take | None = None,
    tell: Tell = tell_nobody,
) -> HarvestReport:
    """Everything a source has that is new since the last time, kept.

    Each page is kept before its cursor is noted, so a kill costs one page, which is read again.
    Nothing is deleted, whatever a source leaves out.

    Args:
        outside: Where papers go to and come from.
        name: Under which the cursor and the outcome are noted.
        source: Its pages.
        since: Where the first harvest begins.
        take: What is made of a page; its papers are put unless told otherwise.
        tell: Hears of the report so far after each page.

    Raises:
        SourceUnavailableError: The source does not answer; the next harvest goes on from here.
        SourceFormatError: It answered something else than it should; the bytes are kept.
    """
    harvests, reading = outside.store.harvests, _Reading(HarvestReport(name))
    try:
        for page in source.pages(harvests.get(name).cursor or since):
            reading.keep(outside, source, page, take or put_page)
            tell(reading.report)
    except SourceUnavailableError as error:
        harvests.unavailable(name, str(error))
        raise
    except SourceFormatError as error:
        _say_unreadable(outside, name, str(error), reading.unread)
        raise
    harvests.succeeded(name)
    return reading.report


@dataclass
class _Reading:
    """A harvest under way: what it brought, and the bytes of the page being read."""

    report: HarvestReport
    unread: bytes = b""

    def keep(self, outside: Outside, source: Source, page: Page, take: Take) -> None:
        """Keep a page, then note where to go on."""
        self.unread = page.data
        some = take(outside, source, page)
        self.unread = b""
        outside.store.harvests.reach(self.report.name, page.cursor)
        self.report = self.report._replace(
            counts=self.report.counts + some.counts,
            announced=self.report.announced + some.announced,
            pages=self.report.pages + 1,
        )


def _say_unreadable(outside: Outside, name: str, reason: str, unread: bytes) -> None:
    kept = str(keep_unreadable(outside, name, unread)) if unread else ""
    outside.store.harvests.unreadable(name, reason, kept)
    _LOG.error("%s cannot be read: %s; its answer is kept in %s", name, reason, kept or "-")


def put_page(outside: Outside, source: Source, page: Page) -> HarvestReport:
    """The papers of a page, kept; of a damaged one those that stand whole before the damage.

    Raises:
        SourceFormatError: The page is damaged.
    """
    skipped = 0

    def skip(record: str, reason: str) -> None:
        nonlocal skipped
        skipped += 1
        log_skipped(record, reason)

    papers: list[Paper] = []
    try:
        for paper in source.parse(page, skip):
            papers.append(paper)  # noqa: PERF402 - what came before an error is kept
    finally:
        counts = _put(outside, source, papers)
    return HarvestReport(source.name, counts + Counts(failed=skipped))


def _put(outside: Outside, source: Source, papers: Iterable[Paper]) -> Counts:
    return outside.store.papers.put(papers, source=source.name, run=int(outside.now()))


def put_feed(outside: Outside, source: Source, page: Page) -> HarvestReport:
    """What a feed announces, and its papers, kept.

    Raises:
        SourceFormatError: The feed is damaged: of a day nothing is believed but the whole list.
    """
    feed = read_feed(page.data)
    said = list(parse_announcements(page.data))
    added = outside.store.announcements.put(
        said, day=feed.day, categories=feed.subjects, at_s=outside.now()
    )
    return put_page(outside, source, page)._replace(announced=added)
