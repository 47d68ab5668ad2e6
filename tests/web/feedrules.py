"""What the W3C feed validator and the JSON Feed and OPML specifications ask, as checks.

What the validator only recommends is asked as well: a link of the feed to itself, no blank
elements, no relative addresses in HTML, nothing twice.

Sources: https://validator.w3.org/feed/docs, https://validator.w3.org/feed/docs/atom.html, https://validator.w3.org/feed/docs/rss2.html,
https://www.jsonfeed.org/version/1.1/, http://opml.org/spec2.opml
"""

import json
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

A = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
DANGEROUS = re.compile(r"<(script|style|iframe|object|embed|form|meta|link)\b|\son\w+=|javascript:")
RELATIVE = re.compile(r"\b(?:href|src)=[\"'](?!https?://|mailto:|#)")
CHANNEL = {"title", "link", "description", "lastBuildDate", "generator", "docs", "item",
           f"{A}link"}  # fmt: skip
ITEM = {"title", "link", "guid", "description", "pubDate", "category",
        "{http://purl.org/dc/elements/1.1/}creator",
        "{http://purl.org/rss/1.0/modules/content/}encoded"}  # fmt: skip
CONTROLS = re.compile("[\u007f-\u009f]")
PAGING = {"first", "previous", "next", "last"}


def is_address(text: str | None) -> bool:
    """Whether a text is an absolute web address without spaces."""
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


def xml_faults(root: ET.Element) -> list[str]:
    """Elements and signs that say nothing, HTML that is dangerous or leads nowhere."""
    faults = [f"blank {one.tag}" for one in root.iter()
              if not (one.attrib or len(one) or (one.text or "").strip())]  # fmt: skip
    for one in root.iter():
        faults += ["control sign"] if CONTROLS.search(one.text or "") else []
        if one.tag.endswith(("content", "encoded")) or one.tag == "description":
            faults += ["dangerous"] if DANGEROUS.search(one.text or "") else []
            faults += ["relative"] if RELATIVE.search(one.text or "") else []
    return faults


def atom_faults(body: bytes, address: str) -> list[str]:
    """What is wrong with an Atom document that was got from an address."""
    root = ET.fromstring(body)
    faults = [] if root.tag == f"{A}feed" else ["not a feed"]
    faults += [f"feed/{n}" for n in ("id", "title", "updated") if len(root.findall(A + n)) != 1]
    faults += xml_faults(root)
    links = root.findall(f"{A}link")
    kinds = [(one.get("rel"), one.get("type"), one.get("hreflang")) for one in links]
    faults += [] if len(kinds) == len(set(kinds)) else ["two links of a kind"]
    selves = [link.get("href") for link in links if link.get("rel") == "self"]
    faults += [] if selves == [address] else [f"self is {selves}"]
    faults += [f"link {ET.tostring(one)!r}" for one in links if not is_address(one.get("href"))]
    faults += [f"rel {rel}" for one in links
               if (rel := one.get("rel")) not in {"self", "alternate", *PAGING}]  # fmt: skip
    entries = root.findall(f"{A}entry")
    ids = [entry.findtext(f"{A}id") for entry in [root, *entries]]
    faults += [] if len(ids) == len(set(ids)) else ["an id twice"]
    faults += [f"id {one}" for one in ids if not is_address(one)]
    faults += [f"moment {m.text}" for m in [*root.iter(f"{A}updated"), *root.iter(f"{A}published")]
               if not MOMENT.fullmatch(m.text or "")]  # fmt: skip
    for entry in entries:
        faults += _entry_faults(entry)
    return faults


def _entry_faults(entry: ET.Element) -> list[str]:
    once = ("id", "title", "updated", "published", "summary")
    faults = [f"entry/{name}" for name in once if len(entry.findall(A + name)) != 1]
    alternates = [one for one in entry.findall(f"{A}link") if one.get("rel") == "alternate"]
    faults += [] if len(alternates) == 1 else ["entry without one alternate"]
    names = [one.text for one in entry.findall(f"{A}author/{A}name")]
    faults += [] if names and all((name or "").strip() for name in names) else ["nameless author"]
    faults += ["term" for one in entry.findall(f"{A}category") if not one.get("term")]
    terms = [one.get("term") for one in entry.findall(f"{A}category")]
    faults += [] if len(terms) == len(set(terms)) else ["a term twice"]
    faults += ["content type" for one in entry.findall(f"{A}content") if one.get("type") != "html"]
    return faults


def rss_faults(body: bytes, address: str) -> list[str]:
    """What is wrong with an RSS document that was got from an address."""
    root = ET.fromstring(body)
    faults = [] if (root.tag, root.get("version")) == ("rss", "2.0") else ["not RSS 2.0"]
    (channel,) = root.findall("channel")
    once = ("title", "link", "description", "lastBuildDate", "generator", "docs")
    faults += [f"channel/{name}" for name in once if len(channel.findall(name)) != 1]
    faults += [f"channel/{one.tag}" for one in channel if one.tag not in CHANNEL]
    faults += [] if is_address(channel.findtext("link")) else ["link of the channel"]
    faults += [] if RFC822.fullmatch(channel.findtext("lastBuildDate") or "") else ["build date"]
    faults += xml_faults(root)
    selves = [o.get("href") for o in channel.findall(f"{A}link") if o.get("rel") == "self"]
    faults += [] if selves == [address] else [f"self is {selves}"]
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    faults += [] if len(guids) == len(set(guids)) else ["a guid twice"]
    for item in items:
        links = [item.findtext("link"), item.findtext("guid")]
        faults += [f"link {link}" for link in links if not is_address(link)]
        faults += [f"item/{one.tag}" for one in item if one.tag not in ITEM]
        faults += [f"item/{name}" for name in ("title", "link", "guid", "description", "pubDate")
                   if len(item.findall(name)) != 1]  # fmt: skip
        faults += [] if [o.get("isPermaLink") for o in item.iter("guid")] == ["true"] else ["guid"]
        date = item.findtext("pubDate") or ""
        faults += [] if RFC822.fullmatch(date) and parsedate_to_datetime(date) else [f"date {date}"]
    return faults


def json_faults(body: bytes, address: str) -> list[str]:
    """What is wrong with a JSON Feed that was got from an address."""
    feed = json.loads(body)
    faults = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    faults += [] if feed["title"] and feed["feed_url"] == address else ["title or address"]
    faults += [k for k in ("home_page_url", "next_url") if k in feed and not is_address(feed[k])]
    ids = [item["id"] for item in feed["items"]]
    faults += [] if len(ids) == len(set(ids)) and all(map(is_address, ids)) else ["ids"]
    for item in feed["items"]:
        faults += [k for k in ("url", "external_url") if k in item and not is_address(item[k])]
        html = item.get("content_html", "")
        faults += ["html"] if DANGEROUS.search(html) or RELATIVE.search(html) else []
        faults += [] if item.get("content_html") or item.get("content_text") else ["no content"]
        dates = [item["date_published"], item["date_modified"]]
        faults += [f"date {date}" for date in dates if not MOMENT.fullmatch(date)]
        faults += [] if all(a["name"] for a in item["authors"]) else ["author"]
        faults += ["tag" for tag in item.get("tags", []) if not isinstance(tag, str)]
        faults += ["attachment" for one in item.get("attachments", [])
                   if not is_address(one["url"]) or "/" not in one["mime_type"]]  # fmt: skip
    return faults


def opml_faults(body: bytes) -> list[str]:
    """What is wrong with an OPML document."""
    root = ET.fromstring(body)
    faults = [] if (root.tag, root.get("version")) == ("opml", "2.0") else ["not OPML 2.0"]
    faults += [] if root.findtext("head/title") else ["no title"]
    outlines = root.findall("body/outline")
    faults += [] if outlines else ["empty"]
    for one in outlines:
        faults += [] if one.get("type") == "rss" and one.get("text") else ["outline"]
        faults += [n for n in ("xmlUrl", "htmlUrl") if not is_address(one.get(n))]
    return faults


FAULTS = {"feed": atom_faults, "feed.rss": rss_faults, "feed.json": json_faults}
