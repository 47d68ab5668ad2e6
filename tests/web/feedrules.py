"""What the W3C feed validator and the JSON Feed and OPML specifications ask, as checks.

Sources: https://validator.w3.org/feed/docs/atom.html, https://validator.w3.org/feed/docs/rss2.html,
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
PAGING = {"first", "previous", "next", "last"}


def is_address(text: str | None) -> bool:
    """Whether a text is an absolute web address without spaces."""
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


def atom_faults(body: bytes, address: str) -> list[str]:
    """What is wrong with an Atom document that was got from an address."""
    root = ET.fromstring(body)
    faults = [] if root.tag == f"{A}feed" else ["not a feed"]
    faults += [f"feed/{n}" for n in ("id", "title", "updated") if len(root.findall(A + n)) != 1]
    links = root.findall(f"{A}link")
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
    for content in entry.findall(f"{A}content"):
        faults += [] if content.get("type") == "html" else ["content type"]
        faults += ["dangerous"] if DANGEROUS.search(content.text or "") else []
    return faults


def rss_faults(body: bytes, address: str) -> list[str]:
    """What is wrong with an RSS document that was got from an address."""
    root = ET.fromstring(body)
    faults = [] if (root.tag, root.get("version")) == ("rss", "2.0") else ["not RSS 2.0"]
    (channel,) = root.findall("channel")
    once = ("title", "link", "description", "lastBuildDate", "generator", "docs")
    faults += [f"channel/{name}" for name in once if len(channel.findall(name)) != 1]
    selves = [o.get("href") for o in channel.findall(f"{A}link") if o.get("rel") == "self"]
    faults += [] if selves == [address] else [f"self is {selves}"]
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    faults += [] if len(guids) == len(set(guids)) else ["a guid twice"]
    for item in items:
        links = [item.findtext("link"), item.findtext("guid")]
        faults += [f"link {link}" for link in links if not is_address(link)]
        faults += [] if item.findtext("title") else ["no title"]
        date = item.findtext("pubDate") or ""
        faults += [] if RFC822.fullmatch(date) and parsedate_to_datetime(date) else [f"date {date}"]
        faults += ["author"] if item.find("author") is not None else []  # wants an e-mail address
        faults += ["dangerous"] if DANGEROUS.search(item.findtext("description") or "") else []
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
