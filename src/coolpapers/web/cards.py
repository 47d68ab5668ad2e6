"""Cards: what a list shows of each paper, as HTML.

What a record fixes is rendered once, by one template, and kept by the record's fingerprint and the
language; its place in the list, its stars and the marked words are set in for each page.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote, quote_plus

import jinja2
from markupsafe import Markup

from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Author, Held, Paper
from coolpapers.subjects import canonical, name_of
from coolpapers.web.addresses import Addresses
from coolpapers.web.cache import Cache
from coolpapers.web.language import Texts
from coolpapers.web.markup import render_card_parts

KEPT_CARDS = 3_000
"""About 6 kB each."""
KEPT_FRAMES = 256
"""One for every language and every set of fields that records leave empty."""
SHOWN_AUTHORS = 40
RELATED_WORDS = 10

Mark = Callable[[str], str]

_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_FORMULA = re.compile(r"\$[^$]*\$|\\\w+")
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


class Slots(NamedTuple):
    """Characters that stand in a kept card for what a page sets in; records never contain them."""

    place: str = "\uf8f0"
    pdf_stars: str = "\uf8f1"
    faq_stars: str = "\uf8f2"
    begin: str = "\uf8f3"
    end: str = "\uf8f4"


SLOTS = Slots()
_SLOT = re.compile("([\uf8f0-\uf8f4])")


class Card(NamedTuple):
    """What the template of a card shows, each part ready HTML."""

    id: str
    keywords: str
    title: str
    authors: str
    more_authors: str
    more_count: str
    summary: str
    comment: str
    subjects: str
    date: str
    address: str
    outside: str
    pdf: str
    related: str


_MARKERS = Card(*(Markup(chr(0xE000 + at)) for at in range(len(Card._fields))))  # noqa: S704
_PART = re.compile("([\ue000-\ue00d\uf8f0-\uf8f4])")
_AT = {marker: at for at, marker in enumerate(_MARKERS)}

Frame = list[str | int]
"""A rendered card without its record: text, slots, and which fields of `Card` stand between."""


class Cards:
    """Renders cards, and keeps them; what they show is `Card`, how is the template's."""

    def __init__(self, addresses: Addresses, template: jinja2.Template) -> None:
        self._addresses = addresses
        self._template = template
        self._kept: Cache[list[str]] = Cache(KEPT_CARDS)
        self._frames: Cache[Frame] = Cache(KEPT_FRAMES)

    def of(
        self, texts: Texts, papers: Iterable[Held], skip: int = 0, mark: Mark | None = None
    ) -> list[Markup]:
        """One card per paper, numbered from `skip` + 1, with matches marked by `mark`."""
        return [
            Markup(_filled(self._pieces(texts, held), held, skip + at, mark))  # noqa: S704
            for at, held in enumerate(papers, start=1)
        ]

    def one(self, texts: Texts, held: Held, pdf: str = "") -> Markup:
        """The card of a single paper, perhaps with the PDF of an earlier version."""
        if not pdf:
            return self.of(texts, [held])[0]
        pieces = self._rendered(texts, self.card(held)._replace(pdf=escape(pdf)))
        return Markup(_filled(pieces, held, 1, None))  # noqa: S704

    def _pieces(self, texts: Texts, held: Held) -> list[str]:
        return self._kept.get(
            (held.hash, held.keywords, texts.code), lambda: self._rendered(texts, self.card(held))
        )

    def _rendered(self, texts: Texts, card: Card) -> list[str]:
        """The card in pieces, text and slots in turn.

        The template is rendered once for all records with the same fields: filling its frame is
        several times faster, and most cards of a large library are seen for the first time.
        """
        filled = tuple(map(bool, card))
        single = card.more_count == "1"
        frame = self._frames.get(
            (texts.code, filled, single), lambda: self._frame(texts, filled, single=single)
        )
        return _SLOT.split("".join([p if type(p) is str else card[p] for p in frame]))  # type: ignore[index]

    def _frame(self, texts: Texts, filled: tuple[bool, ...], *, single: bool) -> Frame:
        shown = Card(*(m if has else "" for m, has in zip(_MARKERS, filled, strict=True)))
        count = 1 if single else shown.more_count
        html = self._template.render(card=shown, more_count=count, slots=SLOTS, t=texts)
        return [_AT.get(part, part) for part in _PART.split(html)]

    def card(self, held: Held) -> Card:
        """What the card of a paper shows, without marks."""
        paper = held.paper
        keywords = ",".join(held.keywords)
        title, abstract, comment = render_card_parts(paper.title, paper.abstract, paper.comment)
        more = len(paper.authors) - SHOWN_AUTHORS
        return Card(
            id=paper.id.html_id,  # a safe charset, see ids.py
            keywords=_slotless(escape(keywords)),
            title=_slotless(title),
            authors=_slotless(self._authors(paper, paper.authors[:SHOWN_AUTHORS])),
            more_authors=_slotless(self._authors(paper, paper.authors[SHOWN_AUTHORS:])),
            more_count=f"{more:,}" if more > 0 else "",
            summary=_slotless(abstract),
            comment=_slotless(comment),
            subjects=_slotless(self._subjects(paper)),
            date=printed_moment(paper.published_utc),
            address=escape(self._addresses.paper(paper.id)),
            outside=_slotless(escape(outside_of(paper))),
            pdf=_slotless(escape(pdf_of(paper))),
            related=escape(self._related(paper, keywords)),
        )

    def _authors(self, paper: Paper, authors: tuple[Author, ...]) -> str:
        search = escape(f"{self._addresses.base}/{paper.id.branch}/search?query=")
        return ", ".join(
            f'<a class="author" href="{search}{_author_query(author.name)}">'
            f"{escape(author.name)}</a>"
            for author in authors
        )

    def _subjects(self, paper: Paper) -> str:
        found = list(self._venue(paper)) or list(self._categories(paper))
        return "; ".join(
            f'<a class="subject-{at}" href="{escape(href)}">{escape(name)}</a>'
            for at, (href, name) in enumerate(found, start=1)
        )

    def _venue(self, paper: Paper) -> Iterator[tuple[str, str]]:
        venue = paper.venue
        if paper.id.branch == "venue" and venue is not None:
            track = f" - {venue.track}" if venue.track else ""
            href = self._addresses.edition(venue.name, venue.year, venue.track)
            yield href, f"{venue.edition}{track}"

    def _categories(self, paper: Paper) -> Iterator[tuple[str, str]]:
        for code in dict.fromkeys(map(canonical, paper.subjects)):
            yield self._addresses.subjects(_quoted(code)), name_of(code)

    def _related(self, paper: Paper, keywords: str) -> str:
        """A search for the paper's keywords; for words of its title while there are none."""
        words = keywords or ",".join(_title_words(paper.title)) or paper.title
        return f"{self._addresses.search(paper.id.branch, words)}&highlight=1"


def _filled(pieces: list[str], held: Held, place: int, mark: Mark | None) -> str:
    """A kept card with what this page sets in: text and slots stand in turn."""
    values = {
        SLOTS.place: str(place),
        SLOTS.pdf_stars: str(held.stars.pdf or ""),
        SLOTS.faq_stars: str(held.stars.faq or ""),
        SLOTS.begin: "",
        SLOTS.end: "",
    }
    out = [values.get(piece, piece) for piece in pieces]
    if mark is not None:
        for at, piece in enumerate(pieces):
            if piece == SLOTS.begin:
                out[at + 1] = mark(pieces[at + 1])
    return "".join(out)


def _slotless(text: str) -> str:
    """The text without characters that mean a slot; hardly any text has them."""
    return text if text.isascii() else _SLOT.sub("", text)


_quoted = lru_cache(maxsize=1024)(quote)


def _author_query(name: str) -> str:
    """`au:"Name"` in an address; most names need no more than their spaces replaced."""
    plain = name.replace(" ", "").replace("-", "").replace(".", "")
    if plain.isascii() and plain.isalnum():
        return f"au%3A%22{name.replace(' ', '+')}%22"
    return quote_plus(f'au:"{name.replace(chr(34), "")}"')


def _title_words(title: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(_FORMULA.sub(" ", title))))[:RELATED_WORDS]


def printed_moment(moment_utc: datetime | None) -> str:
    """A moment as cards have it, `2017-06-12 17:57:34 UTC`; nothing if it is not known."""
    # isoformat is ten times as fast as strftime.
    return f"{moment_utc.replace(tzinfo=None).isoformat(' ', 'seconds')} UTC" if moment_utc else ""


def outside_of(paper: Paper) -> str:
    """The paper's page at its source; only web addresses, whatever a record says."""
    return web_address(paper.page_url) or page_url(paper.id) or web_address(paper.pdf_url)


def pdf_of(paper: Paper) -> str:
    """The address of the paper's PDF at its source; nothing if none is known."""
    return web_address(paper.pdf_url) or pdf_url(paper.id)


def web_address(text: str) -> str:
    """The text if it is an address that may stand in a link; else nothing."""
    return text if _WEB.fullmatch(text) else ""
