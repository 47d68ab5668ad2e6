"""Card: what a list shows of a record, each part ready HTML, and the same as kept bytes."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from html import escape
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote, quote_plus

import msgspec

from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Author, Held, Paper
from coolpapers.subjects import canonical, name_of
from coolpapers.web.addresses import Addresses
from coolpapers.web.markup import render_card_parts

SHOWN_AUTHORS = 40
RELATED_WORDS = 10
VERSION_BYTES = 8

_MADE_BY = (
    "web/card",
    "web/markup",
    "web/prose",
    "web/commands",
    "web/tex",
    "web/repairs",
    "web/macros",
    "web/addresses",
    "text",
    "ids",
    "addresses",
    "subjects",
    "taxonomy",
)
"""The files that decide what a card shows: when one changes, cards are made again."""

_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_FORMULA = re.compile(r"\$[^$]*\$|\\\w+")
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


class Card(NamedTuple):
    """What a record fixes of its card; keywords, stars and place may change without it.

    `search` is the address of searches in its branch, `words` are those of its title that a search
    for related papers takes while there are no keywords, `like` is the paper: all as addresses
    have them. `shape` tells cards apart that have other fields. All else is HTML.
    """

    id: str
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
    search: str
    words: str
    like: str
    shape: str = ""


def card_of(paper: Paper, addresses: Addresses) -> Card:
    """The card of a paper."""
    title, abstract, comment = render_card_parts(paper.title, paper.abstract, paper.comment)
    more = len(paper.authors) - SHOWN_AUTHORS
    card = Card(
        id=paper.id.html_id,  # a safe charset, see ids.py
        title=str(title),
        authors=_authors(addresses, paper, paper.authors[:SHOWN_AUTHORS]),
        more_authors=_authors(addresses, paper, paper.authors[SHOWN_AUTHORS:]),
        more_count=f"{more:,}" if more > 0 else "",
        summary=str(abstract),
        comment=str(comment),
        subjects=_subjects(addresses, paper),
        date=printed_moment(paper.published_utc),
        address=escape(addresses.paper(paper.id)),
        outside=escape(outside_of(paper)),
        pdf=escape(pdf_of(paper)),
        search=escape(addresses.search(paper.id.branch)),
        words=words_query(",".join(_title_words(paper.title)) or paper.title),
        like=quote(paper.id.local),
    )
    filled = "".join("1" if part else "0" for part in card)
    return card._replace(shape=f"{filled} {more}" if more == 1 else filled)


# --- cards as bytes ---


class Packer:
    """Cards to bytes and back; each says which record and which program it was made from."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        digest = blake2b(addresses.base.encode(), digest_size=VERSION_BYTES)
        digest.update(version("math-core").encode())
        for name in _MADE_BY:
            digest.update((files("coolpapers") / f"{name}.py").read_bytes())
        self._version = digest.digest()

    @property
    def version(self) -> str:
        """Another one if cards of the same record may look otherwise."""
        return self._version.hex()

    def made_from(self, fingerprint: bytes) -> bytes:
        """What a card of a record is known by."""
        return self._version + fingerprint

    def is_ours(self, made: bytes) -> bool:
        """Whether a card was made as it would be now, from whatever record."""
        return made.startswith(self._version)

    def pack(self, held: Held) -> tuple[bytes, bytes]:
        """What the card of a paper is made from, and the card.

        Not compressed: unpacking the cards of a page would take longer than all else it does.
        """
        return self.made_from(held.hash), _encode(card_of(held.paper, self._addresses))


_encode = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(list[str]).decode
"""The parts of a packed card."""


# --- the parts ---


def _authors(addresses: Addresses, paper: Paper, authors: tuple[Author, ...]) -> str:
    search = escape(f"{addresses.base}/{paper.id.branch}/search?query=")
    return ", ".join(
        f'<a class="author" href="{search}{_author_query(author.name)}">{escape(author.name)}</a>'
        for author in authors
    )


def _subjects(addresses: Addresses, paper: Paper) -> str:
    found = list(_venue(addresses, paper)) or list(_categories(addresses, paper))
    return "; ".join(
        f'<a class="subject-{at}" href="{escape(href)}">{escape(name)}</a>'
        for at, (href, name) in enumerate(found, start=1)
    )


def _venue(addresses: Addresses, paper: Paper) -> Iterator[tuple[str, str]]:
    venue = paper.venue
    if paper.id.branch == "venue" and venue is not None:
        track = f" - {venue.track}" if venue.track else ""
        href = addresses.edition(venue.name, venue.year, venue.track)
        yield href, f"{venue.edition}{track}"


def _categories(addresses: Addresses, paper: Paper) -> Iterator[tuple[str, str]]:
    for code in dict.fromkeys(map(canonical, paper.subjects)):
        yield addresses.subjects(_quoted(code)), name_of(code)


_quoted = lru_cache(maxsize=1024)(quote)


def _author_query(name: str) -> str:
    """`au:"Name"` in an address; most names need no more than their spaces replaced."""
    plain = name.replace(" ", "").replace("-", "").replace(".", "")
    if plain.isascii() and plain.isalnum():
        return f"au%3A%22{name.replace(' ', '+')}%22"
    return quote_plus(f'au:"{name.replace(chr(34), "")}"')


def words_query(words: str) -> str:
    """Words in an address; most need no more than their spaces and commas replaced."""
    plain = words.replace(" ", "").replace(",", "").replace("-", "")
    if plain.isascii() and plain.isalnum():
        return words.replace(" ", "+").replace(",", "%2C")
    return quote_plus(words)


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
