"""Cards and the small parts around them."""

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.flows.prepare import prepare_some
from coolpapers.library import Library, open_library
from coolpapers.records import Author, Held, Paper, Stars
from coolpapers.settings import read_settings
from coolpapers.store import Opening, Papers, Store
from coolpapers.web.addresses import Addresses
from coolpapers.web.app import create_app
from coolpapers.web.cache import Cache
from coolpapers.web.card import Packer
from coolpapers.web.language import TEXTS
from coolpapers.web.months import bounds, lay_out
from tests.builders import paper
from tests.web.browsing import Browser

ODD = paper(
    title=r"\emph{Odd} $x^2$ & more",
    abstract=r"Maths $\alpha < \beta$, 100\% of it. https://example.org",
    comment="3 pages",
    authors=tuple(Author(f"Ann Author{at}") for at in range(45)),
)


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Library]:
    """An empty library to write to."""
    opened = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    yield opened
    opened.store.database.close()


MARKERS = "".join(map(chr, range(0xE000, 0xE020)))


def test_nothing_in_a_record_shifts_its_card(library: Library) -> None:
    """Characters that mean something while a card is made are shown as they are."""
    cards = create_app(library).state.site.cards
    odd = paper(title=f"A{MARKERS}%sB", abstract=f"C{MARKERS}%(x)sD", comment="100% %s")
    card = cards.one(TEXTS["en"], Held(1, b"odd", odd, Stars(7, 8)))
    assert f">A{MARKERS}%sB<" in card
    assert f">C{MARKERS}%(x)sD<" in card
    assert " 100% %s<" in card
    assert 'id="pdf-stars-2401.00001">7</sup>' in card


def test_prepared_cards_look_like_others(mine: Library) -> None:
    """A card from the shelf is the one that a page would make, in every language."""
    held = stored(mine.store, ODD)
    site = create_app(mine).state.site
    made = {code: site.cards.one(texts, held) for code, texts in TEXTS.items()}
    packer = Packer(site.addresses)
    assert 1 == prepare_some(mine.store, packer.version, packer.pack)
    assert mine.store.cards.get([held.number])
    again = create_app(mine).state.site.cards
    assert made == {code: again.one(texts, held) for code, texts in TEXTS.items()}


def test_cards_of_another_record_or_program_are_not_shown(mine: Library) -> None:
    """What was prepared from an older record, by another program, or for another site is left."""
    held = stored(mine.store, paper(title="Newer"))
    cards = create_app(mine).state.site.cards
    packer, below = Packer(Addresses()), Packer(Addresses("/below"))
    older = Held(held.number, b"older", paper(title="Older"))
    for kept in (packer.pack(older), below.pack(older), (b"", b"torn")):
        mine.store.cards.put({held.number: kept}, packer.version, 1)
        assert ">Newer<" in cards.one(TEXTS["en"], held)
    assert packer.version != below.version
    mine.store.cards.put({held.number: packer.pack(held)}, packer.version, 1)
    assert ">Newer<" in cards.one(TEXTS["en"], held)


def test_keywords_and_stars_are_as_of_now(mine: Library) -> None:
    """They may change without the record, so they are no part of what is prepared."""
    held = stored(mine.store, paper())
    packer = Packer(Addresses())
    prepare_some(mine.store, packer.version, packer.pack)
    cards = create_app(mine).state.site.cards
    labelled = Held(held.number, held.hash, held.paper, Stars(3, 0), ("deep nets", "é&"))
    card = cards.one(TEXTS["en"], labelled)
    assert 'keywords="deep nets,é&amp;"' in card
    assert "search?query=deep+nets%2C%C3%A9%26&amp;highlight=1&amp;like=" in card
    assert ">3</sup>" in card


def test_pages_do_without_a_shelf(mine: Library) -> None:
    """A file of cards that cannot be read costs time and nothing else."""
    held = stored(mine.store, paper())
    mine.store.database.path.with_name("cards.sqlite").write_bytes(b"no database" * 1000)
    assert ">A title<" in create_app(mine).state.site.cards.one(TEXTS["en"], held)


def stored(store: Store, one: Paper) -> Held:
    """A paper as the store holds it."""
    store.papers.put([one], source="arxiv")
    return store.papers.get([one.id])[0]


def test_marks_are_set_only_into_text(library: Library) -> None:
    """Title, authors, abstract and comment are marked; labels, dates and addresses are not."""
    cards = create_app(library).state.site.cards
    held = Held(1, b"marked", paper(abstract="An abstract", comment="A comment"))
    seen: list[str] = []

    def mark(htmls: Sequence[str]) -> list[str]:
        seen.extend(htmls)
        return [f"<mark>{html}</mark>" for html in htmls]

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


@pytest.mark.parametrize("path", ["/", "/arxiv/search?query=%25s+%22%3Cb%3E%22", "/arxiv/cs.LG"])
def test_the_foot_of_a_page_is_its_own(browser: Browser, path: str) -> None:
    """What is rendered once for many pages carries this page's query and address, as text."""
    for _ in range(2):
        page = browser.get(path)
        assert path == page.one(".preferences input[name=back]").get("value")
        expected = '%s "<b>"' if "query" in path else ""
        boxes = page.all("#app-bar input[name=query]")
        assert [expected] * len(boxes) == [box.get("value") for box in boxes]


def test_lists_of_prepared_cards_read_no_records(
    mine: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once cards have followed the change log, row numbers are enough for the same HTML."""
    held = [stored(mine.store, ODD), stored(mine.store, paper("2401.00002"))]
    numbers = [one.number for one in held]
    mine.store.stars.count(Opening(held[0].paper.id, "pdf"), "a network")
    mine.store.keywords.put({numbers[1]: ["deep nets", "é&"]}, 0)
    cards = create_app(mine).state.site.cards
    prepare_some(mine.store, Packer(Addresses()).version, Packer(Addresses()).pack)
    expected = cards.of(TEXTS["en"], mine.store.papers.numbered(numbers), 3)
    monkeypatch.setattr(Papers, "numbered", lambda *_: pytest.fail("a record was read"))
    assert expected == cards.numbered(TEXTS["en"], numbers, 3)


def test_a_list_shows_a_changed_record_at_once(mine: Library) -> None:
    """Cards that are behind the change log, or were made beside another store, are not trusted."""
    older = stored(mine.store, paper(title="Older"))
    cards, packer = create_app(mine).state.site.cards, Packer(Addresses())
    prepare_some(mine.store, packer.version, packer.pack)
    assert ">Older<" in cards.numbered(TEXTS["en"], [older.number])[0]
    stored(mine.store, paper(title="Newer"))
    assert ">Newer<" in cards.numbered(TEXTS["en"], [older.number])[0]
    position = mine.store.changes.newest()
    mine.store.cards.put({older.number: packer.pack(older)}, packer.version, position)
    assert ">Newer<" in cards.numbered(TEXTS["en"], [older.number])[0]
