"""What a site says of its sources: complete days, gaps, unknown papers, the status page."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from coolpapers.errors import SourceUnavailableError
from coolpapers.flows.wanted import Wanted
from coolpapers.ids import PaperId
from coolpapers.records import Announcement
from coolpapers.store import Store
from coolpapers.store.jobs import Priority
from coolpapers.web.app import create_app
from tests.builders import paper
from tests.web.browsing import browsing
from tests.web.conftest import fill

DAY = date(2024, 1, 2)
HERE, LATER = PaperId.parse("2401.00001"), PaperId.parse("2401.00002")


class FakeWanted(Wanted):
    """Knows one paper that the store does not hold."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.priorities: list[int] = []

    def fetch(self, papers: Sequence[PaperId], *, priority: int = 1) -> None:
        """The paper comes, unless it is the one whose source is down."""
        self.priorities.append(priority)
        if papers[0].local == "2401.00009":
            raise SourceUnavailableError("arxiv", "down")
        self.store.papers.put([paper("2401.00002", "A late one")], source="arxiv")


def test_a_day_says_whether_it_is_complete(tmp_path: Path) -> None:
    """A list tells how many announced papers are missing; when all are here, it says when."""
    library = fill(tmp_path, [paper("2401.00001", announced=DAY)])
    said = [Announcement(one, "cs.CL", DAY, "new", 1) for one in (HERE, LATER)]
    library.store.announcements.put(said, day=DAY, categories=["cs.CL"], at_s=1_704_184_860)
    with browsing(create_app(library)) as browser:
        assert "1 missing, fetching" in browser.get("/arxiv/cs.CL?date=2024-01-02").said
        assert "listings" in browser.get("/status").said
        library.store.papers.put([paper("2401.00002")], source="arxiv")
        whole = browser.get("/arxiv/cs.CL?date=2024-01-02").said
        assert "complete, 2024-01-02 08:41 UTC" in whole


def test_a_stopped_source_comes_first_and_says_why(tmp_path: Path) -> None:
    """The status page begins with what somebody must look at, and shows no path of this machine."""
    library = fill(tmp_path, [])
    harvests = library.store.harvests
    harvests.succeeded("arxiv")
    harvests.unavailable("arxiv-feed/cs", "answered 503")
    for _ in range(3):
        harvests.unreadable("edition/NDSS.2026@ndss", "no papers on it", "/secret/place.bin")
    with browsing(create_app(library)) as browser:
        page = browser.get("/status")
        assert ["edition/NDSS.2026@ndss", "arxiv-feed/cs", "arxiv"] == page.texts("th.long")
        assert "stopped: its format has changed. no papers on it" in page.said
        assert "/secret" not in page.text
    library.store.database.close()


def test_an_unknown_paper_is_fetched_shown_and_kept(tmp_path: Path) -> None:
    """The page of a paper that is not held shows it; a source that is down is 503."""
    library = fill(tmp_path, [paper("2401.00001")])
    with browsing(create_app(library, wanted=FakeWanted(library.store))) as browser:
        page = browser.get("/arxiv/2401.00002")
        assert (200, True) == (page.status, "A late one" in page.text)
        assert 503 == browser.get("/arxiv/2401.00009").status
    assert library.store.papers.get([LATER])
    library.store.database.close()


def test_an_operator_is_served_before_others(tmp_path: Path) -> None:
    """Who holds the token has the first turn at the source; a wrong token is everybody's turn."""
    library = fill(tmp_path, [], magic_token="open-sesame")
    wanted = FakeWanted(library.store)
    with browsing(create_app(library, wanted=wanted)) as browser:
        for token in ("guess", "open-sesame"):
            browser.get("/arxiv/2401.00009", x_magic_token=token)
    library.store.database.close()

    assert [Priority.NEWEST, Priority.OPERATOR] == wanted.priorities
