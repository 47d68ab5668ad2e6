"""Atom 1.0 feeds of a list of papers.

Source: https://www.rfc-editor.org/rfc/rfc4287
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from coolpapers.formats.dates import midnight
from coolpapers.records import Paper

# What XML 1.0 cannot say even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOBODY = "Unknown"


def feed(
    papers: Iterable[Paper], *, title: str, self_url: str, site_url: str, updated: datetime
) -> bytes:
    """The papers as a feed, in their order.

    Args:
        papers: One entry each.
        title: Of the feed.
        self_url: The absolute address of the feed itself.
        site_url: The base address of the site; an entry's id and link is the paper's page there.
        updated: When the list last changed; also for papers that have no date of their own.
    """
    base = site_url.rstrip("/")
    page = self_url.removesuffix("/feed")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        _element("title", title),
        _element("id", self_url),
        f'<link rel="self" type="application/atom+xml" href={_quoted(self_url)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(page)}/>',
        _element("updated", rfc3339(updated)),
        "<generator>Cool Papers</generator>",
    ]
    for paper in papers:
        lines.extend(_entry(paper, base, updated))
    lines.append("</feed>\n")
    return "\n".join(lines).encode()


def _entry(paper: Paper, base: str, otherwise: datetime) -> Iterator[str]:
    address = f"{base}/{paper.id.branch}/{paper.id.path}"
    published = _published(paper)
    changed = paper.updated_utc or published or otherwise
    yield "<entry>"
    yield _element("id", address)
    yield f'<link rel="alternate" type="text/html" href={_quoted(address)}/>'
    yield _element("title", paper.title)
    yield _element("summary", paper.abstract)
    yield _element("updated", rfc3339(changed))
    yield _element("published", rfc3339(published or changed))
    for name in [author.name for author in paper.authors] or [_NOBODY]:
        yield f"<author>{_element('name', name)}</author>"
    for term in _terms(paper):
        yield f"<category term={_quoted(term)}/>"
    yield "</entry>"


def _published(paper: Paper) -> datetime | None:
    if paper.published_utc is not None or paper.announced is None:
        return paper.published_utc
    return midnight(paper.announced)


def _terms(paper: Paper) -> Iterator[str]:
    yield from paper.subjects
    if paper.venue is not None:
        track = f" - {paper.venue.track}" if paper.venue.track else ""
        yield f"{paper.venue.edition}{track}"


def rfc3339(moment: datetime) -> str:
    """The moment in UTC to the second, with `Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_UNSAYABLE.sub('', text))}</{name}>"


def _quoted(text: str) -> str:
    return quoteattr(_UNSAYABLE.sub("", text))
