"""Cards: what lists show of their papers, as HTML.

What a record fixes is made once, ahead of time or when it is first shown (`web.card`); a page
fills it into the frame that the template of a card makes, with its place, stars and marks.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType, SimpleNamespace
from urllib.parse import quote, quote_plus

import jinja2
from markupsafe import Markup

from coolpapers.errors import StoreError
from coolpapers.records import Held
from coolpapers.store import Cards as Shelf
from coolpapers.web.addresses import Addresses
from coolpapers.web.cache import Cache
from coolpapers.web.card import Card, Packer, card_of, unpack
from coolpapers.web.frames import Frame, frame_of, marker
from coolpapers.web.language import Texts

KEPT_CARDS = 1_000
"""Those not prepared yet; about 3 kB each."""

Mark = Callable[[Sequence[str]], list[str]]
"""Marks what was asked for in HTML, in all texts of a page at once."""
Parts = Sequence[str]

_MARKED = tuple(map(Card._fields.index, ("title", "authors", "more_authors", "summary", "comment")))
_MORE, _SEARCH = map(Card._fields.index, ("more_count", "search"))
_WORDS, _SHAPE = map(Card._fields.index, ("words", "shape"))
_MINE = ("keywords", "related", "place", "pdf_stars", "faq_stars", "beside")
"""What is set in for each page, behind the fields of `Card`."""
_NAMES = (*Card._fields, *_MINE)
_NOTHING: Mapping[int, str] = MappingProxyType({})


class Cards:
    """Shows cards; what they show is `Card`, how is the template's."""

    def __init__(self, addresses: Addresses, template: jinja2.Template, shelf: Shelf) -> None:
        self._addresses = addresses
        self._template = template
        self._shelf = shelf
        self._packer = Packer(addresses)
        self._made: Cache[Parts] = Cache(KEPT_CARDS)
        self._frames: dict[tuple[str, str], Frame] = {}

    def of(
        self,
        texts: Texts,
        papers: Sequence[Held],
        skip: int = 0,
        mark: Mark | None = None,
        beside: Mapping[int, str] = _NOTHING,
    ) -> list[Markup]:
        """One card per paper, numbered from `skip` + 1, with matches marked by `mark`.

        `beside` is HTML that this page says of a paper, by row number.
        """
        cards = self._parts(papers)
        if mark is not None:
            cards = _marked(cards, mark)
        places = enumerate(zip(papers, cards, strict=True), start=skip + 1)
        return [
            self._shown(texts, held, parts, at, beside.get(held.number, ""))
            for at, (held, parts) in places
        ]

    def one(self, texts: Texts, held: Held, pdf: str = "") -> Markup:
        """The card of a single paper, perhaps with the PDF of an earlier version."""
        if not pdf:
            return self.of(texts, [held])[0]
        card = card_of(held.paper, self._addresses)._replace(pdf=escape(pdf))
        return self._shown(texts, held, card, 1)

    def _parts(self, papers: Sequence[Held]) -> list[Parts]:
        """The parts of each card: prepared ones from the shelf, others made here and kept."""
        try:
            kept = self._shelf.get([held.number for held in papers])
        except StoreError:
            kept = {}  # It is derived: a page can do without.
        made_from = self._packer.made_from
        out: list[Parts] = []
        for held in papers:
            made, packed = kept.get(held.number, (b"", b""))
            out.append(unpack(packed) if made == made_from(held) else self._new(held))
        return out

    def _new(self, held: Held) -> Parts:
        return self._made.get(held.hash, lambda: card_of(held.paper, self._addresses))

    def _shown(
        self, texts: Texts, held: Held, parts: Parts, place: int, beside: str = ""
    ) -> Markup:
        key = texts.code, parts[_SHAPE]
        frame = self._frames.get(key) or self._frame(texts, key, parts)
        words, stars = held.shown_words, held.stars
        keywords = ",".join(words)
        like = f"&amp;highlight=1&amp;like={quote(held.paper.id.local)}"
        related = f"{parts[_SEARCH]}?query={_query(keywords or parts[_WORDS])}{like}"
        shown: list[object] = [
            *parts,
            escape(keywords),
            related,
            place,
            stars.pdf or "",
            stars.faq or "",
            _chips(words) + beside,
        ]
        return Markup(frame.filled(shown))  # noqa: S704 (all parts are HTML)

    def _frame(self, texts: Texts, key: tuple[str, str], parts: Parts) -> Frame:
        """What the template makes of a card that has the same fields as this one.

        It is rendered once for all of them, as filling its frame is many times faster. There are
        few: one for every language and every set of fields that records leave empty.
        """
        shown = SimpleNamespace(
            **{
                name: marker(at) if at >= len(parts) or parts[at] else ""
                for at, name in enumerate(_NAMES)
            }
        )
        more_count = 1 if parts[_MORE] == "1" else shown.more_count
        html = self._template.render(card=shown, more_count=more_count, t=texts)
        frame = frame_of(html)
        self._frames[key] = frame
        return frame


def _marked(cards: Sequence[Parts], mark: Mark) -> list[Parts]:
    """The same cards with what was asked for marked."""
    places = [(at, part) for at, parts in enumerate(cards) for part in _MARKED if parts[part]]
    marked = mark([cards[at][part] for at, part in places])
    out = [list(parts) for parts in cards]
    for (at, part), html in zip(places, marked, strict=True):
        out[at][part] = html
    return [*out]


def _chips(words: Sequence[str]) -> str:
    """The line of a card's words; nothing while there are none."""
    if not words:
        return ""
    shown = " ".join(f"<span>{escape(word)}</span>" for word in words)
    return f'<p class="metainfo chips-line notranslate">{shown}</p>'


def _query(words: str) -> str:
    """Words in an address; most need no more than their spaces and commas replaced."""
    plain = words.replace(" ", "").replace(",", "").replace("-", "")
    if plain.isascii() and plain.isalnum():
        return words.replace(" ", "+").replace(",", "%2C")
    return quote_plus(words)
