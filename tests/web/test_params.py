"""Query strings to typed requests."""

from datetime import date, timedelta
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.web.language import TEXTS
from coolpapers.web.params import (
    DAYS,
    EDITION,
    IDS,
    LONGEST_RANGE_DAYS,
    MOST_SHOWN,
    SEARCH,
    ListRequest,
    Sort,
    completed_range,
    read_list_request,
)

NAMES = sorted(DAYS | EDITION | SEARCH)
KINDS = st.sampled_from([DAYS, EDITION, IDS, SEARCH])
VALUES = st.one_of(
    st.text(max_size=20),
    st.integers(-5, 10**20).map(str),
    st.dates().map(str),
    st.sampled_from(["0", "1", "", " 7 ", "a,b", "２５"]),
)
GIVEN = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), VALUES)
DATES = st.dates()


@given(GIVEN, KINDS)
def test_anything_can_be_read(given: dict[str, str], meant: frozenset[str]) -> None:
    """Whatever is sent gives a request within bounds, and notes that can be shown."""
    asked = read_list_request(given, meant)
    assert 1 <= asked.show <= MOST_SHOWN
    assert 0 <= asked.skip
    for note in asked.notes:
        for texts in TEXTS.values():
            assert texts(note.key, **note.values)


@given(GIVEN, KINDS)
def test_what_is_printed_reads_the_same(given: dict[str, str], meant: frozenset[str]) -> None:
    """A request printed into an address and read again is the same, without notes."""
    asked = read_list_request(given, meant)
    printed = dict(parse_qsl(asked.query_string()[1:], keep_blank_values=True))
    again = read_list_request(printed, meant)
    assert () == again.notes
    assert asked.fields() == again.fields()


@given(st.one_of(st.none(), DATES), st.one_of(st.none(), DATES), DATES)
def test_ranges(first: date | None, last: date | None, newest: date) -> None:
    """A range runs forward and never over more than 62 days, whichever end is named."""
    given = {"from": str(first or ""), "to": str(last or "")}
    start, end = completed_range(read_list_request(given, DAYS), newest)
    assert start <= end
    assert end - start < timedelta(days=LONGEST_RANGE_DAYS)
    if first and last:
        assert end == max(first, last)


def test_nothing_asked() -> None:
    """An empty query string is the default, printed as nothing."""
    assert ListRequest() == read_list_request({}, DAYS)
    assert "" == ListRequest().query_string()


def test_orders() -> None:
    """0 is by date, 1 by stars, anything else preference words."""
    sorts = [read_list_request({"sort": text}, DAYS).sort for text in ("", "0", "1", "a b，c,,a b")]
    assert [Sort(), Sort("date"), Sort("stars"), Sort("words", ("a b", "c"))] == sorts
