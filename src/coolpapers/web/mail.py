"""Digests as people and programs get them: an e-mail in text and HTML, or JSON."""

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.utils import formatdate
from html import escape
from typing import NamedTuple

import msgspec

from coolpapers.formats.jsonl import to_json
from coolpapers.records import Held, Paper
from coolpapers.store import SavedSearch
from coolpapers.web.addresses import Addresses
from coolpapers.web.language import Texts
from coolpapers.web.readable import as_html, as_text

SHOWN_AUTHORS = 8
_BODY = "font:16px/1.5 Georgia,serif;max-width:42em;margin:0 auto;padding:1em"
_QUIET = "color:#666;font-size:14px"


class Digest(NamedTuple):
    """A search's papers of a day, of how many, for readers of a site in a language."""

    search: SavedSearch
    day: date
    papers: Sequence[Held]
    total: int
    site_url: str
    texts: Texts

    @property
    def subject(self) -> str:
        """The line that a mail program lists."""
        return self.texts("mail.subject", name=self.search.name, n=self.total, day=self.day)

    @property
    def heading(self) -> str:
        """How many papers, of which day."""
        if not self.papers:
            return self.texts("mail.none", day=self.day)
        if len(self.papers) == self.total:
            return self.texts("mail.all", n=self.total, day=self.day)
        return self.texts("mail.total", n=len(self.papers), total=self.total, day=self.day)

    @property
    def list_url(self) -> str:
        """The same as a list on the site; with venues all that is found, as these have no days."""
        query = self.search.query
        if self.search.branch == "arxiv":
            query = f"({query}) date:{self.day.isoformat()}"
        return self.site_url + Addresses().search(self.search.branch, query)

    def page_of(self, paper: Paper) -> str:
        """The paper's page on the site."""
        return self.site_url + Addresses().paper(paper.id)


def mail_of(digest: Digest, sender: str, receiver: str, key: str) -> EmailMessage:
    """The digest as a message; `key` is the same each time, so that a repetition is told."""
    message = EmailMessage()
    message["Subject"] = " ".join(digest.subject.split())
    message["From"], message["To"] = sender, receiver
    message["Date"] = formatdate()
    message["Message-ID"] = f"<digest.{key}@{sender.rpartition('@')[2] or 'coolpapers'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(digest))
    message.add_alternative(html_of(digest), subtype="html")
    return message


def text_of(digest: Digest) -> str:
    """The digest as plain text, formulas as signs."""
    lines = [digest.heading, digest.list_url, ""]
    for at, held in enumerate(digest.papers, start=1):
        paper = held.paper
        lines += [f"{at}. {as_text(paper.title)}", f"   {_people(paper)}"]
        lines += [f"   {digest.page_of(paper)}", "", as_text(paper.abstract), ""]
    return "\n".join(lines)


def html_of(digest: Digest) -> str:
    """The digest as HTML for mail programs: no styles but inline ones, nothing to fetch."""
    link = f'<a href="{escape(digest.list_url)}">{escape(digest.texts("mail.open"))}</a>'
    parts = [
        f'<!DOCTYPE html><html lang="{digest.texts.html_lang}"><head><meta charset="utf-8">',
        f'<title>{escape(digest.subject)}</title></head><body style="{_BODY}">',
        f'<p style="{_QUIET}">{escape(digest.heading)} {link}</p>',
    ]
    for held in digest.papers:
        paper = held.paper
        parts.append(
            f'<h2 style="font-size:18px;margin:1.4em 0 0">'
            f'<a href="{escape(digest.page_of(paper))}">{as_html(paper.title)}</a></h2>'
            f'<p style="{_QUIET};margin:0">{escape(_people(paper))}</p>'
            f"<p>{as_html(paper.abstract)}</p>"
        )
    return "\n".join((*parts, "</body></html>\n"))


def json_of(digest: Digest) -> bytes:
    """The digest as JSON, the papers as records."""
    return msgspec.json.encode(
        {
            "name": digest.search.name,
            "day": digest.day,
            "total": digest.total,
            "url": digest.list_url,
            "papers": [
                {"url": digest.page_of(one.paper), "paper": msgspec.Raw(to_json(one.paper).strip())}
                for one in digest.papers
            ],
        }
    )


def _people(paper: Paper) -> str:
    names = [author.name for author in paper.authors]
    more = " et al." if len(names) > SHOWN_AUTHORS else ""
    return ", ".join(names[:SHOWN_AUTHORS]) + more
