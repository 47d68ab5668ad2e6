"""Cards and the small parts around them."""

import threading
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.library import Library
from coolpapers.records import Held, Stars
from coolpapers.web.addresses import Addresses
from coolpapers.web.app import create_app
from coolpapers.web.cache import Cache
from coolpapers.web.cards import SLOTS
from coolpapers.web.language import TEXTS
from coolpapers.web.months import bounds, lay_out
from tests.builders import paper

SLOT_TEXT = "".join(SLOTS)


def test_slots_in_records_are_nothing(library: Library) -> None:
    """A record that contains the characters of slots cannot shift a card."""
    cards = create_app(library).state.site.cards
    odd = paper(title=f"A{SLOT_TEXT}B", abstract=f"C{SLOT_TEXT}D", comment=SLOT_TEXT)
    card = cards.one(TEXTS["en"], Held(1, b"odd", odd, Stars(7, 8)))
    assert ">AB<" in card
    assert 'id="pdf-stars-2401.00001">7</sup>' in card
    assert not set(SLOT_TEXT) & set(card)


def test_marks_are_set_only_into_text(library: Library) -> None:
    """Title, authors, abstract and comment are marked; labels, dates and addresses are not."""
    cards = create_app(library).state.site.cards
    held = Held(1, b"marked", paper(abstract="An abstract", comment="A comment"))
    seen: list[str] = []

    def mark(html: str) -> str:
        seen.append(html)
        return f"<mark>{html}</mark>"

    (card,) = cards.of(TEXTS["en"], [held], mark=mark)
    assert 4 == card.count("<mark>")
    assert ["A title", "An abstract", "A comment"] == [seen[0], *seen[2:]]


def test_cards_are_kept_per_language(library: Library) -> None:
    """The same record shows in each language."""
    cards = create_app(library).state.site.cards
    held = Held(1, b"both", paper())
    assert "[Copy]" in cards.one(TEXTS["en"], held)
    assert "[复制]" in cards.one(TEXTS["zh"], held)


def test_a_cache_is_bounded() -> None:
    """The least recently used value goes first; threads may share a cache."""
    cache: Cache[int] = Cache(2)
    made: list[int] = []
    for key in (1, 2, 1, 3, 1, 2):
        assert key == cache.get(key, lambda key=key: made.append(key) or key)  # type: ignore[misc]
    assert [1, 2, 3, 2] == made
    threads = [threading.Thread(target=lambda: cache.get(9, lambda: 9)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 2 == len(cache)


@given(st.dates())
def test_a_month(day: date) -> None:
    """A month has all its days once, in weeks of seven from Monday."""
    first, last = bounds(day)
    month = lay_out((day, day), {day: 3}, (None, None), str)
    cells = [cell for week in month.weeks for cell in week if cell]
    assert list(range(first.day, last.day + 1)) == [cell.day.day for cell in cells]
    assert all(
        week[at] is None or week[at].day.weekday() == at for week in month.weeks for at in range(7)
    )  # type: ignore[union-attr]
    assert [day] == [cell.day for cell in cells if cell.href and cell.is_shown]


def test_addresses() -> None:
    """Addresses stand below the base path and are quoted."""
    to = Addresses("/p")
    assert "/p/venue/SIGGRAPH-Asia.2024?group=Top-5%25" == to.edition(
        "SIGGRAPH-Asia", 2024, "Top-5%"
    )
    assert "/p/all/search?query=a%26b" == to.search("all", "a&b")
