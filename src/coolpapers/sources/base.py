"""What every source has in common: pages, the way from a page to papers, and a source for tests."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from coolpapers.errors import CoolPapersError, SourceFormatError
from coolpapers.records import Paper

_log = logging.getLogger(__name__)


class Page(msgspec.Struct, frozen=True):
    """Bytes as a source sent them, where from and when, and where to go on after them.

    `cursor` is for the source alone: handed to its `pages`, it leads to what follows this page.
    `edition` is the edition of a venue that was asked for, `ICLR.2024`, if one was.
    """

    data: bytes
    url: str
    fetched_utc: datetime
    cursor: str = ""
    edition: str = ""


# Told of each record that is left out: which one, and why.
Skip = Callable[[str, str], None]


def log_skipped(record: str, reason: str) -> None:
    """Notes a record that cannot be read in the log."""
    _log.warning("left out %s: %s", record[:80], reason)


class Source(Protocol):
    """Where papers come from."""

    @property
    def name(self) -> str:
        """The name under which its papers are kept."""

    def pages(self, since: str = "") -> Iterator[Page]:
        """What is new or changed, page by page, each fetched when it is asked for.

        Asking for the next page says that the one before was kept. A page that cannot be read
        is handed out as well, as the last one: parsing it says what is wrong.

        Args:
            since: The cursor of the last page that was kept, a day, or nothing for everything.

        Raises:
            SourceUnavailableError: It does not answer; try again later, with the same cursor.
            SourceFormatError: It answered something else than it should.
        """

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on a page, in its order, without the network.

        Args:
            page: A page of this source.
            skip: Told of each record that cannot be read; the others come all the same.

        Raises:
            SourceFormatError: The page cannot be read, or not to its end; whole records that
                stand before the damage came first.
        """


def each(records: Iterator[tuple[str, Callable[[], Paper | None]]], skip: Skip) -> Iterator[Paper]:
    """The papers that can be read, the others reported; None stands for no paper at all."""
    for name, read in records:
        try:
            paper = read()
        except SourceFormatError:
            raise
        except CoolPapersError as error:
            skip(name, str(error))
        else:
            if paper is not None:
                yield paper


class FakeSource:
    """A source of papers given beforehand, some to a page; for tests.

    Args:
        pages: The papers of each page.
        failures: What to raise instead of handing out the page of that number, once each.
    """

    def __init__(
        self,
        pages: Sequence[Sequence[Paper]],
        *,
        name: str = "fake",
        failures: Mapping[int, CoolPapersError] | None = None,
    ) -> None:
        self.name = name
        self._pages = pages
        self._failures = dict(failures or {})

    def pages(self, since: str = "") -> Iterator[Page]:
        """The pages after the one with this cursor."""
        for number in range(int(since or 0), len(self._pages)):
            if number in self._failures:
                raise self._failures.pop(number)
            data = msgspec.json.encode(self._pages[number])
            url = f"https://example.org/{self.name}/{number}"
            yield Page(data, url, datetime(2024, 1, 1, tzinfo=UTC), str(number + 1))

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers of a page."""
        del skip
        try:
            yield from msgspec.json.decode(page.data, type=list[Paper])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceFormatError(self.name, str(error)) from error
