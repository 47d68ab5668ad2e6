"""Records of the same work find each other, in whatever order they come."""

from itertools import permutations

import pytest

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper
from coolpapers.store import Store
from coolpapers.store.works import title_key
from tests.builders import paper, venue_paper

PEOPLE = (Author("Ada Lovelace"), Author("Émilie du Châtelet"))
TITLE = "Attentive graphs and their spectra"
PREPRINT = paper("2401.00001", TITLE, authors=PEOPLE)
PROCEEDINGS = venue_paper(
    "oral_-1@OpenReview", title="ATTENTIVE GRAPHS, and their Spectra", authors=PEOPLE[:1]
)
ANTHOLOGY = venue_paper(
    "2024.acl-long.1@ACL",
    title=TITLE,
    authors=(Author("A. Lovelace"), Author("Emilie du Chatelet"), Author("Alan Turing")),
)
STRANGER = venue_paper("other_-1@OpenReview", title=TITLE, authors=(Author("Kurt Gödel"),))
WORK = [PREPRINT, PROCEEDINGS, ANTHOLOGY]


def others_of(store: Store, one: Paper) -> set[str]:
    """The printed ids of the other records of a paper's work."""
    held = store.works.joined(store.papers.get([one.id]))
    return {other.paper.local for other in held[0].others}


@pytest.mark.parametrize("order", list(permutations(WORK)))
def test_records_of_a_work_are_joined(store: Store, order: tuple[Paper, ...]) -> None:
    """Case, signs and accents do not matter, nor does the order; strangers stay apart."""
    for one in (STRANGER, *order):
        store.papers.put([one], source="test")

    for one in WORK:
        assert {other.id.local for other in WORK if other != one} == others_of(store, one)
    assert set() == others_of(store, STRANGER)


def test_the_preprint_stands_for_the_work(store: Store) -> None:
    """In all of the library the preprint is shown, among venues what was held first."""
    store.papers.put([ANTHOLOGY, PROCEEDINGS, PREPRINT], source="test")
    held = store.works.joined(store.papers.get([one.id for one in WORK]))

    assert [(), ("all", "venue"), ("all",)] == [one.shadows for one in held]


def test_two_preprints_are_two_works(store: Store) -> None:
    """A title that was used twice on arXiv is two works."""
    store.papers.put([PREPRINT, paper("2402.00002", TITLE, authors=PEOPLE)], source="test")

    assert set() == others_of(store, PREPRINT)


def test_short_titles_join_nothing(store: Store) -> None:
    """“Introduction” by the same people is said too often to mean one work."""
    short = {"title": "Preface", "authors": PEOPLE}
    store.papers.put([paper(**short), venue_paper("p_-1@OpenReview", **short)], source="test")

    assert 0 == title_key("Preface")
    assert set() == others_of(store, paper(**short))


def test_what_says_it_is_the_same_is(store: Store) -> None:
    """A record that names its preprint is joined to it whatever its title is."""
    renamed = venue_paper(
        "new_-1@OpenReview",
        title="Spectra of graphs, attentively",
        same_as=(PaperId.parse("2401.00001"),),
    )
    store.papers.put([PREPRINT, renamed], source="test")

    assert {"2401.00001"} == others_of(store, renamed)


def test_a_changed_title_parts(store: Store) -> None:
    """When a title changes the records part, and the change log tells of both."""
    store.papers.put([PREPRINT, PROCEEDINGS], source="test")
    before = store.changes.newest()
    renamed = paper("2401.00001", "Something else altogether", authors=PEOPLE)
    store.papers.put([renamed], source="test", run=1)

    assert set() == others_of(store, PROCEEDINGS)
    assert 2 == store.changes.waiting(before)


def test_the_log_tells_of_both(store: Store) -> None:
    """When a second record joins, the first one is indexed again."""
    store.papers.put([PREPRINT], source="test")
    before = store.changes.newest()
    store.papers.put([PROCEEDINGS], source="test")

    assert 2 == store.changes.waiting(before)


def test_papers_taken_in_before_works_are_joined_later(store: Store) -> None:
    """A store whose papers know no works joins them batch by batch, and the index hears of it."""
    store.papers.put([*WORK, STRANGER, paper("2401.00009", "Another title of its own")], source="t")
    with store.database.writing() as connection:
        connection.execute("DELETE FROM titles")
        connection.execute("DELETE FROM works")
        connection.execute("UPDATE followers SET position = 5 WHERE name = 'unjoined'")
    newest = store.changes.newest()
    assert set() == others_of(store, PREPRINT)
    assert [2, 2, 1, 0] == [store.works.join_some(2) for _ in range(4)]
    for one in WORK:
        assert {other.id.local for other in WORK if other != one} == others_of(store, one)
    assert {1, 2, 3} == {change.number for change in store.changes.since(newest, 10)}


def test_a_new_store_has_nothing_to_join(store: Store) -> None:
    """Papers of a new store are joined as they come; nothing is done twice."""
    store.papers.put(WORK, source="test")
    assert 0 == store.works.join_some(10)
