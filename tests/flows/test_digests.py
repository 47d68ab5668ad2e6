"""Which papers a digest has: each of arXiv on its day, each of a venue once."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coolpapers.flows.digests import day_of_digest, papers_of, send_once
from coolpapers.flows.follow import bring_up
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.records import Paper
from coolpapers.settings import read_settings
from coolpapers.store import SavedSearch
from tests.builders import paper, venue_paper

WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2024, 1, day) for day in range(3, 9))
ANNOUNCED = {
    day: paper(f"2401.0000{day.day}", f"Graphs of {day:%A}", announced=day)
    for day in (WEDNESDAY, THURSDAY, FRIDAY, MONDAY)
}
CAME = {
    day: venue_paper(f"{day:%A}_-1@OpenReview", title=f"Graphs that came on {day:%A}")
    for day in (WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY)
}
BOTH = SavedSearch("both", "all", "graphs")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """What was announced from Wednesday to Friday, and what came until Monday."""
    opened = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    put(opened, [ANNOUNCED[WEDNESDAY], ANNOUNCED[THURSDAY], ANNOUNCED[FRIDAY], *CAME.values()])
    numbers = {one.paper.id: one.number for one in opened.store.papers.after(0, 100)}
    with sqlite3.connect(opened.store.database.path) as store:
        store.execute("DELETE FROM arrivals")
        store.executemany(
            "INSERT INTO arrivals VALUES (?, ?)",
            [(int(f"{day:%Y%m%d}"), numbers[one.id]) for day, one in CAME.items()],
        )
    store.close()
    yield opened
    opened.store.database.close()


def put(library: Library, papers: list[Paper]) -> None:
    library.store.papers.put(papers, source="test")
    bring_up(library.store, library.settings.data / INDEX_DIRECTORY)
    library.engine.refresh()


def titles(library: Library, search: SavedSearch, day: date) -> set[str]:
    return {held.paper.title for held in papers_of(library, search, day, 50)[0]}


def test_a_mondays_digest_has_the_weekend(library: Library) -> None:
    """Of both branches each paper is in one digest: venues' papers in the first one after."""
    put(library, [ANNOUNCED[MONDAY]])
    thursday, friday, monday = (titles(library, BOTH, day) for day in (THURSDAY, FRIDAY, MONDAY))
    assert {"Graphs of Thursday", "Graphs that came on Wednesday"} == thursday
    assert {"Graphs of Friday", "Graphs that came on Thursday"} == friday
    assert {
        "Graphs of Monday", "Graphs that came on Friday", "Graphs that came on Saturday",
        "Graphs that came on Sunday",
    } == monday  # fmt: skip


def test_a_weekend_has_no_digest_of_its_own(library: Library) -> None:
    """Until Monday's list is there the day is Friday, which is sent once."""
    sent: list[date] = []
    for monday_is_in in (False, False, True, True):
        if monday_is_in:
            put(library, [ANNOUNCED[MONDAY]])
        day = day_of_digest(library, BOTH)
        assert day is not None
        send_once(library.store.digests, "both", day, "ada", lambda day=day: sent.append(day))  # type: ignore[misc]
    assert [FRIDAY, MONDAY] == sent
    assert set() == titles(library, BOTH, SATURDAY) | titles(library, BOTH, SUNDAY)


def test_venues_alone_have_a_digest_every_day(library: Library) -> None:
    """It brings what came the day before, weekends too."""
    venues = BOTH._replace(branch="venue")
    assert [{f"Graphs that came on {day}"} for day in ("Friday", "Saturday")] == [
        titles(library, venues, day) for day in (SATURDAY, SUNDAY)
    ]
