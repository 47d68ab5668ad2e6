"""Counting openings."""

import pytest

from coolpapers.web.networks import network_of
from tests.builders import paper
from tests.web.browsing import Browser, OpenBrowser

ADDRESS = "/arxiv/star?key={key}&paper=2401.00001&delta={delta}"


def count(browser: Browser, key: str, delta: int) -> str:
    answer = browser.post(ADDRESS.format(key=key, delta=delta))
    assert "text/plain; charset=utf-8" == answer.headers["content-type"]
    return answer.text


def test_a_loop_counts_once(open_browser: OpenBrowser) -> None:
    """However often a browser says so, a reader counts once, and can take it back once."""
    browser = open_browser([paper()])
    assert ["1", "1", "1"] == [count(browser, "pdf", 1) for _ in range(3)]
    assert ["0", "0"] == [count(browser, "pdf", -1) for _ in range(2)]
    assert ["1", "0"] == [count(browser, "pdf", 1), count(browser, "unstar", 1)]
    assert "1" == count(browser, "kimi", 1)


def test_counting_can_be_switched_off(open_browser: OpenBrowser) -> None:
    """Without stars nothing is counted, and the answer is what is known."""
    browser = open_browser([paper()], stars=False)
    assert "0" == count(browser, "pdf", 1)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("key=pdf&paper=2401.99999&delta=1", 404),
        ("key=pdf&paper=nonsense&delta=1", 404),
        ("key=pdf&delta=1", 404),
        ("key=gold&paper=2401.00001&delta=1", 400),
        ("key=pdf&paper=2401.00001&delta=1000", 400),
        ("key=pdf&paper=2401.00001&delta=x", 400),
    ],
)
def test_bad_stars(browser: Browser, query: str, status: int) -> None:
    """A star that makes no sense is refused in a line of plain text."""
    answer = browser.post(f"/arxiv/star?{query}")
    assert status == answer.status
    assert "<" not in answer.text


def test_visitors_are_networks() -> None:
    """Changing addresses within one IPv6 network is no other visitor; other addresses are."""
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
    assert "unix socket" == network_of("unix socket")


def test_a_visitor_counts_so_many_times_a_day(open_browser: OpenBrowser) -> None:
    """Past `stars_per_visitor` openings the counts stand still for a visitor."""
    browser = open_browser([paper()], stars_per_visitor=2)
    assert ["1", "1", "1"] == [count(browser, key, 1) for key in ("pdf", "kimi", "pdf")]
    assert "1" == count(browser, "pdf", -1)


def test_answers_to_programs(browser: Browser) -> None:
    """There is no FAQ yet: an empty body and no progress, whatever the paper."""
    for paper_id in ("2401.00001", "2401.99999", "nonsense"):
        assert (200, "") == _read(browser, f"/arxiv/kimi?paper={paper_id}")
        assert (200, "0") == _read(browser, f"/arxiv/progress?paper={paper_id}")


def _read(browser: Browser, address: str) -> tuple[int, str]:
    answer = browser.get(address)
    return answer.status, answer.text
