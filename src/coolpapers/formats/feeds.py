"""Feed: a page of a list as programs read it, whatever the format it is written in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from coolpapers.formats.dates import midnight
from coolpapers.ids import PaperId
from coolpapers.records import Paper

GENERATOR = "Cool Papers"
NOBODY = "Unknown"
# What XML 1.0 cannot say even escaped, and what it can but nobody means: controls that a wrong
# encoding made of dashes and quotes.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(NamedTuple):
    """Some papers of a list, in its order.

    Addresses are absolute. `id` stays the same for every page of the list. `updated` stands also
    for papers that have no date of their own. `paging` has the addresses of the pages `first`,
    `previous`, `next` and `last`, where there are any. `more` is HTML to show below an abstract.
    """

    title: str
    id: str
    self_url: str
    page_url: str
    site_url: str
    updated: datetime
    papers: Sequence[Paper]
    paging: Mapping[str, str] = {}
    more: Mapping[PaperId, str] = {}

    def address_of(self, paper: Paper) -> str:
        """The paper's page on this site: its permanent id in feeds."""
        return f"{self.site_url.rstrip('/')}/{paper.id.branch}/{paper.id.path}"

    def changed(self, paper: Paper) -> datetime:
        """When the paper last changed, as far as is known."""
        return paper.updated_utc or published(paper) or self.updated

    def content(self, paper: Paper) -> str:
        """The abstract as HTML, and what stands below it; nothing if nothing stands there."""
        more = self.more.get(paper.id, "")
        return f"<p>{escape(paper.abstract, quote=False)}</p>\n{more}" if more else ""


def published(paper: Paper) -> datetime | None:
    """When the paper was submitted, or announced if only that is known."""
    if paper.published_utc is not None or paper.announced is None:
        return paper.published_utc
    return midnight(paper.announced)


def terms(paper: Paper) -> Iterator[str]:
    """The paper's categories, and its edition with its track."""
    yield from paper.subjects
    if paper.venue is not None:
        track = f" - {paper.venue.track}" if paper.venue.track else ""
        yield f"{paper.venue.edition}{track}"


def abstract(paper: Paper) -> str:
    """Its abstract; feeds want no blank elements, so where there is none its title."""
    return paper.abstract or paper.title


def names(paper: Paper) -> list[str]:
    """Its authors; feeds want at least one."""
    return [author.name for author in paper.authors if sayable(author.name).strip()] or [NOBODY]


def rfc3339(moment: datetime) -> str:
    """The moment in UTC to the second, with `Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def sayable(text: str) -> str:
    """The text without characters that XML cannot hold, or that say nothing."""
    return text if text.isprintable() else _UNSAYABLE.sub("", text)
