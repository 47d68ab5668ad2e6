"""JSON Feed 1.1.

Source: https://www.jsonfeed.org/version/1.1/
"""

from typing import Any

import msgspec

from coolpapers.formats.feeds import Feed, abstract, names, published, rfc3339, terms
from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Paper

KIND = "application/feed+json"
_ENCODER = msgspec.json.Encoder()


def write_json_feed(feed: Feed) -> bytes:
    """The feed as a JSON document."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.self_url,
    }
    if "next" in feed.paging:
        told["next_url"] = feed.paging["next"]
    told["items"] = [_item(feed, paper) for paper in feed.papers]
    return _ENCODER.encode(told)


def _item(feed: Feed, paper: Paper) -> dict[str, Any]:
    address, changed = feed.address_of(paper), feed.changed(paper)
    content, pdf = feed.content(paper), paper.pdf_url or pdf_url(paper.id)
    item = {
        "id": address,
        "url": address,
        "external_url": paper.page_url or page_url(paper.id),
        "title": paper.title,
        "content_html": content,
        "content_text": "" if content else abstract(paper),
        "date_published": rfc3339(published(paper) or changed),
        "date_modified": rfc3339(changed),
        "authors": [{"name": name} for name in names(paper)],
        "tags": list(terms(paper)),
        "attachments": [{"url": pdf, "mime_type": "application/pdf"}] if pdf else [],
    }
    return {name: value for name, value in item.items() if value}
