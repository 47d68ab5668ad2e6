"""OPML 2.0: a list of feeds, which feed readers take in one go.

Source: http://opml.org/spec2.opml
"""

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from coolpapers.formats.feeds import sayable

KIND = "text/x-opml"


class Subscription(NamedTuple):
    """A feed to follow: its title, its address, and the page it is the feed of."""

    title: str
    feed_url: str
    page_url: str


def write_opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """The feeds as one OPML document."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(sayable(title))}</title></head>",
        "<body>",
        *map(_outline, subscriptions),
        "</body>",
        "</opml>\n",
    ]
    return "\n".join(lines).encode()


def _outline(one: Subscription) -> str:
    title = quoteattr(sayable(one.title))
    return (
        f'<outline type="rss" text={title} title={title} '
        f"xmlUrl={quoteattr(sayable(one.feed_url))} htmlUrl={quoteattr(sayable(one.page_url))}/>"
    )
