"""Atom 1.0, paged as RFC 5005 has it.

Sources: https://www.rfc-editor.org/rfc/rfc4287, https://www.rfc-editor.org/rfc/rfc5005#section-3
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from coolpapers.formats.feeds import (
    GENERATOR,
    Feed,
    abstract,
    names,
    published,
    rfc3339,
    sayable,
    terms,
)
from coolpapers.records import Paper

KIND = "application/atom+xml"


def write_atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        _element("title", feed.title),
        _element("id", feed.id),
        f'<link rel="self" type="{KIND}" href={_quoted(feed.self_url)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(feed.page_url)}/>',
        *(
            f'<link rel="{rel}" type="{KIND}" href={_quoted(address)}/>'
            for rel, address in feed.paging.items()
        ),
        _element("updated", rfc3339(feed.updated)),
        f"<generator>{GENERATOR}</generator>",
    ]
    for paper in feed.papers:
        lines.extend(_entry(feed, paper))
    lines.append("</feed>\n")
    return "\n".join(lines).encode()


def _entry(feed: Feed, paper: Paper) -> Iterator[str]:
    address, changed = feed.address_of(paper), feed.changed(paper)
    yield "<entry>"
    yield _element("id", address)
    yield f'<link rel="alternate" type="text/html" href={_quoted(address)}/>'
    yield _element("title", paper.title)
    yield _element("summary", abstract(paper))
    if content := feed.content(paper):
        yield f'<content type="html">{escape(sayable(content))}</content>'
    yield _element("updated", rfc3339(changed))
    yield _element("published", rfc3339(published(paper) or changed))
    for name in names(paper):
        yield f"<author>{_element('name', name)}</author>"
    for term in terms(paper):
        yield f"<category term={_quoted(term)}/>"
    yield "</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(sayable(text))}</{name}>"


def _quoted(text: str) -> str:
    return quoteattr(sayable(text))
