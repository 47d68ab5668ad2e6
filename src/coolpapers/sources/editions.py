"""Venues whose editions are HTML pages with a list, and perhaps a page for each paper on it.

A site is a row of functions from a page to what is on it; the walk over its pages is here.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from coolpapers.errors import SourceFormatError
from coolpapers.records import Paper
from coolpapers.sources.base import Page, Skip, each, log_skipped
from coolpapers.sources.html import read_page
from coolpapers.sources.http import Client, Response
from coolpapers.sources.venue_fields import EditionName, is_paper
from coolpapers.sources.xml import Element

_DEEPEST = 3

# A paper on a list: its address, and what reads it; None if it is no paper of the edition.
Entry = tuple[str, Callable[[], Paper | None]]


class Site(NamedTuple):
    """What there is to know of a venue's site.

    `addresses` gives the pages an edition begins with. `entries` are the papers on a list,
    `own_page` is the paper on a page of its own, `follow` says what to fetch after a list.
    """

    name: str
    venues: frozenset[str]
    addresses: Callable[[EditionName], Sequence[str]]
    entries: Callable[[Element, EditionName], Iterator[Entry]]
    own_page: Callable[[Element, str, EditionName], Paper] | None = None
    follow: Callable[[Element, EditionName], Sequence[str]] | None = None
    is_own_page: Callable[[str], bool] = is_paper


def parse_page(site: Site, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The papers on a list in its order, or the one on a page of its own.

    Raises:
        SourceFormatError: It is no whole page, or there is nothing on it that we know.
    """
    edition = EditionName.read(page.edition, site.name)
    root = read_page(page.data, page.url, site.name)
    is_empty = True
    for paper in each(_entries(site, root, page.url, edition), skip):
        is_empty = False
        yield paper
    if is_empty and not _followed(site, root, page.url, edition):
        raise SourceFormatError(site.name, f"{page.url}: no papers on it")


def _entries(site: Site, root: Element, url: str, edition: EditionName) -> Iterator[Entry]:
    if site.own_page is None or not site.is_own_page(url):
        return site.entries(root, edition)
    own_page = site.own_page
    return iter([(url, lambda: own_page(root, url, edition))])


def _followed(site: Site, root: Element, url: str, edition: EditionName) -> Sequence[str]:
    if site.follow is None or site.is_own_page(url):
        return ()
    return site.follow(root, edition)


def everything(_: str) -> bool:
    """Wants every page."""
    return True


class EditionSource:
    """The papers of some editions.

    Args:
        client: Fetches.
        site: Where and how.
        editions: Which, as `ICLR.2024`.
        wants: Whether the page of a single paper, by its address, is to be fetched; papers that
            are held with their abstracts need not be.
    """

    def __init__(
        self,
        client: Client,
        site: Site,
        editions: Sequence[str],
        *,
        wants: Callable[[str], bool] = everything,
    ) -> None:
        self.name = site.name
        self._client = client
        self._site = site
        self._editions = [EditionName.read(text, site.name) for text in editions]
        self._wants = wants

    def pages(self, since: str = "") -> Iterator[Page]:
        """Lists that have changed and the pages they lead to; after a cursor, what is left.

        The last cursor is empty: the next run begins at the beginning.
        """
        name, _, address = since.partition(" ")
        names = list(map(str, self._editions))
        start = names.index(name) if address and name in names else 0
        walk = _Walk(self._client, self._site, self._wants, address if name in names else "")
        yield from self._editions_from(start, walk)
        if not walk.has_passed:  # what the cursor named is gone
            walk.start_over()
            yield from self._editions_from(0, walk)

    def _editions_from(self, start: int, walk: "_Walk") -> Iterator[Page]:
        for at, edition in enumerate(self._editions[start:], start):
            yield from walk.edition(edition, is_last=at == len(self._editions) - 1)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on a page."""
        return parse_page(self._site, page, skip)


class _Walk:
    """A walk over editions that fetches papers' pages only after it has passed a given one."""

    def __init__(
        self, client: Client, site: Site, wants: Callable[[str], bool], until: str
    ) -> None:
        self._client = client
        self._site = site
        self._wants = wants
        self._until = until
        self._is_resumed = bool(until)
        self._seen: set[str] = set()
        self.has_passed = not until

    def start_over(self) -> None:
        """Walks everything, whether it has changed or not."""
        self._seen.clear()
        self.has_passed = True

    def edition(self, edition: EditionName, *, is_last: bool) -> Iterator[Page]:
        addresses = self._site.addresses(edition)
        for at, address in enumerate(addresses):
            yield from self._visit(address, edition, is_last and at == len(addresses) - 1, 0)

    def _visit(
        self, address: str, edition: EditionName, is_last: bool, depth: int
    ) -> Iterator[Page]:
        key = f"{edition} {address}"
        if key in self._seen or depth > _DEEPEST:
            return
        self._seen.add(key)
        is_own = self._site.is_own_page(address)
        if is_own and not self.has_passed:
            self.has_passed = address == self._until
            return
        response = self._fetch(address, is_own)
        if response.is_missing or response.is_unchanged:
            return
        nexts = self._nexts(response, edition)
        cursor = "" if is_last and not nexts else key
        yield Page(response.data, response.url, response.fetched_utc, cursor, str(edition))
        self.has_passed = self.has_passed or address == self._until
        for at, following in enumerate(nexts):
            yield from self._visit(following, edition, is_last and at == len(nexts) - 1, depth + 1)
        if not is_own:
            self._client.remember(response)

    def _fetch(self, address: str, is_own: bool) -> Response:
        return self._client.get(
            address,
            source=self._site.name,
            conditional=not (self._is_resumed or is_own),
            may_be_missing=True,
        )

    def _nexts(self, response: Response, edition: EditionName) -> list[str]:
        """Where to go on; nowhere from a page that cannot be read, as parsing it will say."""
        try:
            root = read_page(response.data, response.url, self._site.name)
            found = _followed(self._site, root, response.url, edition)
        except SourceFormatError:
            return []
        return [to for to in found if not self._site.is_own_page(to) or self._wants(to)]
