"""Announcements and ledger: papers stand where they were announced, and gaps are known."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.ids import PaperId
from coolpapers.records import Announcement, DaySelection, Kind, Paper
from coolpapers.store import Store, open_store
from coolpapers.subjects import SubjectExpression
from tests.builders import paper

MONDAY, TUESDAY, FRIDAY = date(2024, 1, 8), date(2024, 1, 9), date(2024, 1, 12)
NOW_S = 1_700_000_000.0


def said(key: str, category: str, day: date = MONDAY, kind: Kind = "new") -> Announcement:
    """A paper was announced."""
    return Announcement(PaperId.parse(key), category, day, kind, 1)


def announce(store: Store, *some: Announcement, day: date = MONDAY, about: str = "cs.CL") -> int:
    """A list of a day was read."""
    return store.announcements.put(some, day=day, categories=about.split(), at_s=NOW_S)


def listed(store: Store, category: str, day: date) -> set[str]:
    """The ids on a day's list, which has as many as it says."""
    selection = DaySelection(SubjectExpression.parse(category), day, day)
    page = store.listings.page(selection, show=1000)
    assert page.total == len(page.papers)
    return {one.paper.id.local for one in page.papers}


def put(store: Store, *papers: Paper, source: str = "arxiv") -> None:
    """A source says these papers."""
    store.papers.put(papers, source=source)


@pytest.mark.parametrize("first", ["paper", "announcement"])
def test_a_paper_stands_on_the_day_it_was_announced(store: Store, first: str) -> None:
    """Whatever its record guesses, and whichever comes first."""
    one = paper("2401.00001", announced=FRIDAY)
    if first == "paper":
        put(store, one)
    announce(store, said("2401.00001", "cs.CL"))
    put(store, one)

    assert ({"2401.00001"}, set()) == (
        listed(store, "cs.CL", MONDAY),
        listed(store, "cs.CL", FRIDAY),
    )
    assert MONDAY == store.papers.get([one.id])[0].paper.announced


def test_a_later_cross_list_stands_on_its_own_day(store: Store) -> None:
    """A paper stands in its first category when it was new, in another when it came there."""
    put(store, paper("2401.00001", subjects=("cs.CL", "cs.AI"), announced=MONDAY))
    announce(store, said("2401.00001", "cs.CL"))
    announce(store, said("2401.00001", "cs.AI", FRIDAY, "cross"), day=FRIDAY, about="cs.AI")

    assert {"2401.00001"} == listed(store, "cs.CL", MONDAY) == listed(store, "cs.AI", FRIDAY)
    assert set() == listed(store, "cs.AI", MONDAY) | listed(store, "cs.CL", FRIDAY)
    assert MONDAY == store.papers.get([PaperId.parse("2401.00001")])[0].paper.announced


def test_a_replacement_puts_a_paper_on_no_list(store: Store) -> None:
    """Replacements refresh the record and are no gaps."""
    put(store, paper("2401.00001", announced=MONDAY))
    announce(
        store,
        said("2401.00001", "cs.CL", FRIDAY, "replace"),
        said("2401.00002", "cs.CL", FRIDAY, "replace-cross"),
        day=FRIDAY,
    )

    assert set() == listed(store, "cs.CL", FRIDAY)
    assert 0 == store.ledger.missing()


def test_the_ledger_tells_announced_held_and_missing(store: Store) -> None:
    """A gap is counted and named until the paper comes, from wherever it comes."""
    announce(store, said("2401.00001", "cs.CL"), said("2401.00002", "cs.CL"), about="cs.CL cs.AI")
    put(store, paper("2401.00001"), source="arxiv-feed")
    entry = store.ledger.days(MONDAY, MONDAY)[0]

    assert (2, 1, 1, NOW_S) == (entry.announced, entry.held, entry.missing, entry.verified_s)
    assert [PaperId.parse("2401.00002")] == store.ledger.gaps(10)
    assert (1, NOW_S) == store.ledger.state(["cs.CL"], MONDAY)
    assert (0, NOW_S) == store.ledger.state(["cs.AI"], MONDAY)
    assert [("cs.AI", 0, 0), ("cs.CL", 2, 1)] == [
        (one.category, one.announced, one.held) for one in store.ledger.categories(MONDAY)
    ]
    put(store, paper("2401.00002"))
    assert (0, NOW_S) == store.ledger.state(["cs.CL"], MONDAY)
    assert [] == store.ledger.gaps(10)


def test_a_day_is_verified_when_all_its_categories_are(store: Store) -> None:
    """Of a union of categories the list is known only when each was read."""
    announce(store, said("2401.00001", "cs.CL"))

    assert None is store.ledger.state(["cs.CL", "math.NT"], MONDAY).verified_s
    assert None is store.ledger.state(["cs.CL"], TUESDAY).verified_s
    assert frozenset({"cs.CL"}) == store.ledger.verified(MONDAY)


def test_what_was_announced_stays(store: Store) -> None:
    """A list that says less takes nothing away."""
    put(store, paper("2401.00001"), paper("2401.00002"))
    assert 2 == announce(store, said("2401.00001", "cs.CL"), said("2401.00002", "cs.CL"))
    assert 0 == announce(store, said("2401.00001", "cs.CL"))

    assert {"2401.00001", "2401.00002"} == listed(store, "cs.CL", MONDAY)


KEYS = ["2401.00001", "2401.00002", "2401.00003"]
DAYS = [MONDAY, TUESDAY, FRIDAY]
CATEGORIES = ["cs.CL", "cs.AI", "math.NT"]
papers_put = st.builds(
    lambda key, subjects, day: paper(key, subjects=tuple(subjects), announced=day),
    st.sampled_from(KEYS),
    st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True),
    st.sampled_from([*DAYS, None]),
)
announced_said = st.builds(
    said,
    st.sampled_from(KEYS),
    st.sampled_from(CATEGORIES),
    st.sampled_from(DAYS),
    st.sampled_from(["new", "cross", "replace"]),
)


@settings(max_examples=60)
@given(st.lists(papers_put | announced_said, max_size=12))
def test_listings_follow_announcements_in_any_order(steps: list[Paper | Announcement]) -> None:
    """Listings are those of the records as held, but announced categories as announced."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        store.database.connection.execute("PRAGMA synchronous = OFF")
        days: dict[tuple[str, str], set[date]] = {}
        for step in steps:
            if isinstance(step, Paper):
                put(store, step)
                continue
            announce(store, step, day=step.day)
            if step.kind != "replace":
                days.setdefault((step.paper.local, step.category), set()).add(step.day)
        held = {one.paper.id.local: one.paper for one in store.papers.after(0, 100)}
        expected = {(key, c, day) for (key, c), some in days.items() if key in held for day in some}
        expected |= {
            (key, category, one.announced)
            for key, one in held.items()
            for category in one.subjects
            if one.announced and (key, category) not in days
        }
        assert expected == {
            (key, category, day)
            for category in CATEGORIES
            for day in DAYS
            for key in listed(store, category, day)
        }
        announced = {key for key, _ in days}
        assert len(announced - set(held)) == store.ledger.missing()
        store.database.close()
