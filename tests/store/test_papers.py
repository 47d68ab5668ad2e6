"""What `put` keeps, and when it says that nothing changed."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.errors import StoreVersionError
from coolpapers.ids import PaperId
from coolpapers.records import Author, Counts, Paper, Venue
from coolpapers.store import Store, open_store
from tests.builders import paper, venue_paper


def test_put_keeps_every_field(store: Store) -> None:
    """What comes back is what was put."""
    full = paper(
        title="Über $x_1$",
        abstract="Text.",
        authors=(Author("Paul Erdős", "Budapest"), Author("山田 太郎")),
        updated_utc=datetime(2024, 3, 1, 1, 2, 3, tzinfo=UTC),
        doi="10.1/x",
        same_as=(PaperId.parse("abcd1@OpenReview"),),
    )

    store.papers.put([full], source="arxiv")

    assert [full] == [held.paper for held in store.papers.get([full.id])]


def test_putting_again_changes_nothing(store: Store) -> None:
    """The second put of the same papers is all the same, and logs no change."""
    papers = [paper(f"2401.{n:05d}") for n in range(1, 50)]
    store.papers.put(papers, source="arxiv", run=1)
    newest = store.changes.newest()

    assert Counts(same=49) == store.papers.put(papers, source="arxiv", run=2)
    assert newest == store.changes.newest()


def test_a_changed_paper_is_counted_and_logged_once(store: Store) -> None:
    """A new title is one change, at the end of the log."""
    store.papers.put([paper(), paper("2401.00002")], source="arxiv")

    counts = store.papers.put([paper(title="Better")], source="arxiv")

    assert Counts(changed=1) == counts
    assert [2, 1] == [change.number for change in store.changes.since(0, 10)]


def test_a_source_that_says_less_takes_nothing_away(store: Store) -> None:
    """Empty fields leave what is held."""
    store.papers.put([paper(abstract="Long.", doi="10.1/x")], source="arxiv")
    store.papers.put([paper(title="New title")], source="arxiv")

    held = store.papers.get([PaperId.parse("2401.00001")])[0].paper

    assert ("New title", "Long.", "10.1/x") == (held.title, held.abstract, held.doi)


def test_a_source_may_take_back_what_it_said(store: Store) -> None:
    """A, then B, then A again in later runs is a change each time."""
    said = [paper(title=title) for title in ("A", "B", "A")]
    counts = [store.papers.put([one], source="arxiv", run=run) for run, one in enumerate(said)]

    assert [Counts(new=1), Counts(changed=1), Counts(changed=1)] == counts


def test_a_less_believed_source_only_fills(store: Store) -> None:
    """A list adds what the Anthology left out, and changes nothing else."""
    key = "2021.acl-long.24@ACL"
    store.papers.put(
        [venue_paper(key, "ACL", 2021, title="Right", authors=(Author("A"),))], source="acl"
    )
    store.papers.put(
        [venue_paper(key, "ACL", 2021, "Long", title="Wrong", code_url="https://x.org")],
        source="paperlists",
    )

    held = store.papers.get([PaperId.parse(key)])[0].paper

    assert ("Right", "https://x.org", Venue("ACL", 2021, "Long")) == (
        held.title,
        held.code_url,
        held.venue,
    )


def test_older_news_only_fill(store: Store) -> None:
    """A record with an earlier update leaves the newer text."""
    new, old = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    store.papers.put([paper(title="Newer", updated_utc=new)], source="arxiv", run=1)
    store.papers.put([paper(title="Older", updated_utc=old)], source="arxiv", run=2)

    assert "Newer" == store.papers.get([PaperId.parse("2401.00001")])[0].paper.title


def test_the_announced_day_stays_as_first_said(store: Store) -> None:
    """A later record of the same source does not move a paper to another day."""
    store.papers.put([paper()], source="arxiv", run=1)
    store.papers.put([paper(announced=date(2024, 6, 3), title="v2")], source="arxiv", run=2)

    assert date(2024, 1, 2) == store.papers.get([PaperId.parse("2401.00001")])[0].paper.announced


def test_get_answers_in_the_asked_order(store: Store) -> None:
    """Order is the caller's; ids not held are left out, repeats come once."""
    store.papers.put([paper(f"2401.{n:05d}") for n in (1, 2, 3)], source="arxiv")
    asked = [PaperId.parse(f"2401.{n:05d}") for n in (3, 9, 1, 3)]

    assert ["2401.00003", "2401.00001"] == [h.paper.id.local for h in store.papers.get(asked)]


def test_a_failing_batch_leaves_no_trace(store: Store) -> None:
    """An error in the middle of a batch undoes all of it."""

    def broken() -> list[Paper]:
        return [paper(), msgspec.structs.replace(paper("2401.00002"), title=object())]

    with pytest.raises(TypeError):
        store.papers.put(broken(), source="arxiv")

    assert 0 == store.papers.count()
    assert 0 == store.changes.newest()


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    """A store of a later version is not touched."""
    store = open_store(tmp_path)
    with store.database.writing() as connection:
        connection.execute("PRAGMA user_version = 999")

    with pytest.raises(StoreVersionError):
        open_store(tmp_path)


titles = st.sampled_from(["A", "B", "C"])
keys = st.sampled_from(["2401.00001", "2401.00002", "2401.00003"])
files = st.lists(st.tuples(keys, titles, st.sampled_from(["", "abs"])), max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    file=files, sources=st.lists(st.sampled_from(["arxiv", "paperlists"]), min_size=12, max_size=12)
)
def test_reading_a_file_twice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, file: list[tuple[str, str, str]], sources: list[str]
) -> None:
    """Whatever a file says, even of one paper twice, the second reading is all the same."""
    store = open_store(tmp_path_factory.mktemp("store"))
    for run in (1, 2):
        counts = Counts()
        for (key, title, abstract), source in zip(file, sources, strict=False):
            one = paper(key, title, abstract=abstract)
            counts += store.papers.put([one], source=source, run=run)
    assert Counts(same=len(file)) == counts
    store.database.close()
