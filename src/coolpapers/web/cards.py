"""Cards: what lists show of their papers, as HTML.

What a record fixes is made once, ahead of time or when it is first shown (`web.card`); a page
fills it into the frame that the template of a card makes, with its place, stars and marks.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType, SimpleNamespace

import jinja2
from markupsafe import Markup

from coolpapers.errors import StoreError
from coolpapers.records import Held, Outline
from coolpapers.store import Kept, Store
from coolpapers.web.addresses import Addresses
from coolpapers.web.cache import Cache
from coolpapers.web.card import Card, Packer, card_of, unpack, words_query
from coolpapers.web.frames import Frame, frame_of, marker
from coolpapers.web.language import Texts

KEPT_CARDS = 1_000
"""Those not prepared yet; about 3 kB each."""

Mark = Callable[[Sequence[str]], list[str]]
"""Marks what was asked for in HTML, in all texts of a page at once."""
Parts = Sequence[str]

_MARKED = tuple(map(Card._fields.index, ("title", "authors", "more_authors", "summary", "comment")))
_MORE, _WORDS, _SHAPE = map(Card._fields.index, ("more_count", "words", "shape"))
_MINE = ("keywords", "related", "place", "pdf_stars", "faq_stars", "beside")
"""What is set in for each page, behind the fields of `Card`."""
_NAMES = (*Card._fields, *_MINE)
_NOTHING: Mapping[int, str] = MappingProxyType({})
_NO_CARD: Kept = (b"", b"")


class Cards:
    """Shows cards; what they show is `Card`, how is the templates'."""

    def __init__(
        self, addresses: Addresses, templates: Mapping[str, jinja2.Environment], store: Store
    ) -> None:
        self._addresses = addresses
        self._templates = templates
        self._store = store
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
        kept, _ = self._kept([held.number for held in papers])
        outlines = [held.outline for held in papers]
        return self._filled(texts, outlines, self._parts(papers, kept), skip, mark, beside)

    def numbered(
        self,
        texts: Texts,
        numbers: Sequence[int],
        skip: int = 0,
        mark: Mark | None = None,
        beside: Mapping[int, str] = _NOTHING,
    ) -> list[Markup]:
        """The same by row number: where all cards are prepared, no record is read."""
        position, last, fingerprint = self._store.changes.last()
        kept, reached = self._kept([*numbers, last])
        made = [kept.get(number, _NO_CARD)[0] for number in (*numbers, last)]
        # Cards that have followed the change log to its end are made from the records as they are;
        # that of the paper that changed last tells a file of cards that belongs to another store.
        is_current = reached == position and made[-1] == self._packer.made_from(fingerprint)
        if is_current and all(map(self._packer.is_ours, made)):
            known = self._store.papers.outlines(numbers)
            outlines = [known.get(number) or Outline(number) for number in numbers]
            cards: list[Parts] = [unpack(kept[number][1]) for number in numbers]
        else:
            held = self._store.papers.numbered(numbers)
            outlines, cards = [one.outline for one in held], self._parts(held, kept)
        return self._filled(texts, outlines, cards, skip, mark, beside)

    def one(self, texts: Texts, held: Held, pdf: str = "") -> Markup:
        """The card of a single paper, perhaps with the PDF of an earlier version."""
        if not pdf:
            return self.of(texts, [held])[0]
        card = card_of(held.paper, self._addresses)._replace(pdf=escape(pdf))
        return self._shown(texts, held.outline, card, 1)

    def _filled(
        self,
        texts: Texts,
        outlines: Sequence[Outline],
        cards: Sequence[Parts],
        skip: int,
        mark: Mark | None,
        beside: Mapping[int, str],
    ) -> list[Markup]:
        if mark is not None:
            cards = _marked(cards, mark)
        places = enumerate(zip(outlines, cards, strict=True), start=skip + 1)
        return [
            self._shown(texts, outline, parts, at, beside.get(outline.number, ""))
            for at, (outline, parts) in places
        ]

    def _kept(self, numbers: Sequence[int]) -> tuple[Mapping[int, Kept], int]:
        """Prepared cards, and the newest change they have come to; a page can do without any."""
        try:
            return self._store.cards.get_reached(numbers, self._packer.version)
        except StoreError:
            return {}, 0

    def _parts(self, papers: Sequence[Held], kept: Mapping[int, Kept]) -> list[Parts]:
        """The parts of each card: prepared ones, others made here and remembered."""
        made_from = self._packer.made_from
        out: list[Parts] = []
        for held in papers:
            made, packed = kept.get(held.number, _NO_CARD)
            out.append(unpack(packed) if made == made_from(held.hash) else self._new(held))
        return out

    def _new(self, held: Held) -> Parts:
        return self._made.get(held.hash, lambda: card_of(held.paper, self._addresses))

    def _shown(
        self, texts: Texts, outline: Outline, parts: Parts, place: int, beside: str = ""
    ) -> Markup:
        key = texts.code, parts[_SHAPE]
        frame = self._frames.get(key) or self._frame(texts, key, parts)
        words, stars = outline.shown_words, outline.stars
        keywords = ",".join(words)
        shown: list[object] = [
            *parts,
            escape(keywords),
            words_query(keywords) if keywords else parts[_WORDS],
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
        template = self._templates[texts.code].get_template("_card.html")
        html = template.render(card=shown, more_count=more_count, t=texts)
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
