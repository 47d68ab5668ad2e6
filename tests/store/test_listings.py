"""Which papers stand on a page, in which order, and how many there are."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.ids import PaperId
from coolpapers.records import DaySelection, Edition, EditionSelection, Paper, Totals
from coolpapers.store import Opening, Store, open_store
from coolpapers.subjects import SubjectExpression
from tests.builders import days_apart, paper, venue_paper

DAY = date(2024, 1, 2)


def on(expression: str, first: date = DAY, last: date | None = None) -> DaySelection:
    """A selection of one day, or of a range."""
    return DaySelection(SubjectExpression.parse(expression), first, last or first)


def locals_of(store: Store, expression: str) -> list[str]:
    """The ids on the first page of a day."""
    page = store.listings.page(on(expression))
    assert page.total == len(page.papers)
    return [held.paper.id.local for held in page.papers]


def test_a_day_is_listed_newest_first(store: Store) -> None:
    """Later submissions stand above earlier ones."""
    hours = {"2401.00001": 9, "2401.00002": 11, "2401.00003": 10}
    store.papers.put(
        [paper(k, published_utc=datetime(2024, 1, 1, h, tzinfo=UTC)) for k, h in hours.items()],
        source="arxiv",
    )

    assert ["2401.00002", "2401.00003", "2401.00001"] == locals_of(store, "cs.CL")


def test_union_lists_a_paper_once_and_difference_takes_it_out(store: Store) -> None:
    """`+` is union, `-` is difference."""
    store.papers.put(
        [
            paper("2401.00001", subjects=("cs.AI", "cs.LG")),
            paper("2401.00002", subjects=("cs.LG", "cs.CY")),
            paper("2401.00003", subjects=("math.PR",)),
        ],
        source="arxiv",
    )

    assert ["2401.00002", "2401.00001"] == locals_of(store, "cs.AI+cs.LG")
    assert ["2401.00001"] == locals_of(store, "cs.AI+cs.LG-cs.CY")
    assert ["2401.00002", "2401.00001"] == locals_of(store, "cs")


def test_pages_cover_the_list_without_overlap(store: Store) -> None:
    """`skip` and `show` cut the same order into pages."""
    store.papers.put([paper(f"2401.{n:05d}") for n in range(1, 11)], source="arxiv")
    pages = [store.listings.page(on("cs.CL"), skip=s, show=4) for s in (0, 4, 8)]
    seen = [held.number for page in pages for held in page.papers]

    assert store.listings.numbers(on("cs.CL")) == seen
    assert [10, 10, 10] == [page.total for page in pages]


def test_stars_order_a_list(store: Store) -> None:
    """The most starred papers stand first, the others as by date."""
    store.papers.put([paper(f"2401.{n:05d}") for n in (1, 2, 3)], source="arxiv")
    store.stars.count(Opening(PaperId.parse("2401.00001"), "pdf"), "here")

    page = store.listings.page(on("cs.CL"), order="stars")

    assert ["2401.00001", "2401.00003", "2401.00002"] == [h.paper.id.local for h in page.papers]
    assert 1 == page.papers[0].stars.pdf


def test_neighbours_skip_days_without_papers(store: Store) -> None:
    """Previous and next are days that have papers in these categories, after exclusion."""
    keys = ["2401.00001", "2401.00002", "2401.00003"]
    store.papers.put(days_apart(keys, DAY), source="arxiv")
    store.papers.put(
        [paper("2401.00009", announced=date(2024, 2, 1), subjects=("cs.CL", "cs.CY"))],
        source="arxiv",
    )
    plain, without = SubjectExpression.parse("cs.CL"), SubjectExpression.parse("cs.CL-cs.CY")
    middle = date(2024, 1, 3)

    assert (DAY, date(2024, 1, 4)) == store.listings.neighbours(plain, middle)
    assert date(2024, 2, 1) == store.listings.newest_day(plain)
    assert date(2024, 1, 4) == store.listings.newest_day(without)
    assert (middle, None) == store.listings.neighbours(without, date(2024, 1, 4))


def test_days_count_each_paper_once(store: Store) -> None:
    """A day's count over several categories counts a cross-listed paper once."""
    store.papers.put([paper(subjects=("cs.AI", "cs.LG")), paper("2401.00002")], source="arxiv")
    both = SubjectExpression.parse("cs.AI+cs.LG+cs.CL")

    assert {DAY: 2} == store.listings.days(both, date(2024, 1, 1), date(2024, 1, 31))
    assert {"cs.AI": 1, "cs.LG": 1, "cs.CL": 1} == store.listings.by_category(DAY)


def test_editions_and_tracks(store: Store) -> None:
    """Editions list the newest year first; rejected submissions only when asked for."""
    store.papers.put(
        [
            venue_paper("aaaa1@OpenReview", track="Oral"),
            venue_paper("aaaa2@OpenReview", track="Poster"),
            venue_paper("aaaa3@OpenReview", track="Reject"),
            venue_paper("bbbb1@OpenReview", "COLM", 2025),
        ],
        source="paperlists",
    )
    listings = store.listings

    assert [Edition("COLM", 2025, 1), Edition("ICLR", 2024, 3)] == listings.editions()
    assert {"Oral": 1, "Poster": 1, "Reject": 1} == listings.tracks("ICLR", 2024)
    assert 2 == listings.page(EditionSelection("ICLR", 2024)).total
    assert 1 == listings.page(EditionSelection("ICLR", 2024, "Reject")).total
    assert Totals(papers=4, arxiv=0, venue=4, newest=None) == listings.totals()


def test_a_moved_paper_leaves_its_old_listing(store: Store) -> None:
    """After a change of subjects no count and no page knows the old place."""
    store.papers.put([paper(subjects=("cs.AI",))], source="arxiv", run=1)
    store.papers.put([paper(subjects=("cs.LG",))], source="arxiv", run=2)

    assert [] == locals_of(store, "cs.AI")
    assert ["2401.00001"] == locals_of(store, "cs.LG")
    assert {"cs.LG": 1} == store.listings.by_category(DAY)
    assert 1 == store.listings.totals().papers


some_papers = st.lists(
    st.builds(
        lambda n, day, subjects: paper(
            f"2401.{n:05d}", announced=date(2024, 1, day), subjects=tuple(subjects)
        ),
        st.integers(1, 6),
        st.integers(2, 4),
        st.lists(st.sampled_from(["cs.AI", "cs.LG", "math.PR"]), unique=True, min_size=1),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(puts=some_papers, expression=st.sampled_from(["cs.AI", "cs", "cs.AI+math.PR", "cs-cs.AI"]))
def test_counts_agree_with_the_papers(tmp_path_factory, puts: list[Paper], expression: str) -> None:
    """After any puts, every count beside the papers is what counting the papers gives."""
    store = open_store(tmp_path_factory.mktemp("store"))
    for run, one in enumerate(puts):
        store.papers.put([one], source="arxiv", run=run)
    held = [h.paper for h in store.papers.after(0, 100)]
    asked = SubjectExpression.parse(expression)

    def belongs(one: Paper) -> bool:
        return bool(asked.included() & set(one.subjects)) and not asked.excluded() & set(
            one.subjects
        )

    first, last = date(2024, 1, 1), date(2024, 1, 31)
    expected = {
        day: sum(1 for one in held if one.announced == day and belongs(one))
        for day in {one.announced for one in held}
    }
    assert {d: n for d, n in expected.items() if n} == store.listings.days(asked, first, last)
    assert sum(expected.values()) == store.listings.page(on(expression, first, last)).total
    assert len(held) == store.listings.totals().papers
    store.database.close()
