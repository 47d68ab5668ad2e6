"""RSS 2.0, with the authors as Dublin Core has them and the paging links of Atom.

Sources: https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape as html_escape
from xml.sax.saxutils import escape, quoteattr

from coolpapers.formats.feeds import GENERATOR, Feed, abstract, names, published, sayable, terms
from coolpapers.records import Paper

KIND = "application/rss+xml"
_SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def write_rss(feed: Feed) -> bytes:
    """The feed as an RSS document."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<rss version="2.0" {_SPACES}>',
        "<channel>",
        _element("title", feed.title),
        _element("link", feed.page_url),
        _element("description", feed.title),
        _link("self", feed.self_url),
        *(_link(rel, address) for rel, address in feed.paging.items()),
        _element("lastBuildDate", rfc822(feed.updated)),
        f"<generator>{GENERATOR}</generator>",
        "<docs>https://www.rssboard.org/rss-specification</docs>",
    ]
    for paper in feed.papers:
        lines.extend(_item(feed, paper))
    lines.append("</channel>\n</rss>\n")
    return "\n".join(lines).encode()


def _item(feed: Feed, paper: Paper) -> Iterator[str]:
    address = feed.address_of(paper)
    yield "<item>"
    yield _element("title", paper.title)
    yield _element("link", address)
    yield f'<guid isPermaLink="true">{escape(address)}</guid>'
    # A description is HTML: what is a sign in the abstract must be one after unescaping twice.
    yield _element("description", html_escape(abstract(paper), quote=False))
    if content := feed.content(paper):
        yield _element("content:encoded", content)
    yield _element("pubDate", rfc822(published(paper) or feed.changed(paper)))
    for name in names(paper):
        yield _element("dc:creator", name)
    for term in terms(paper):
        yield _element("category", term)
    yield "</item>"


def rfc822(moment: datetime) -> str:
    """The moment as e-mail has it, in GMT."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _link(rel: str, address: str) -> str:
    return f'<atom:link rel="{rel}" type="{KIND}" href={quoteattr(sayable(address))}/>'


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(sayable(text))}</{name}>"
