"""A selection as SQL: the same FROM and WHERE for its pages, its counts and its days."""

import json
from typing import Literal, NamedTuple

from coolpapers.records import DaySelection, EditionSelection, Selection
from coolpapers.store.rows import day_number

UNLISTED_TRACKS = ("Reject", "Withdraw", "Desk Reject", "Active")
"""Submissions that were not presented: kept, but listed only when their track is asked for."""


class Chosen(NamedTuple):
    """FROM and WHERE with their parameters; how to make papers unique, order and count them."""

    sql: str
    parameters: list[object]
    grouped: str
    newest_first: str
    counting: str

    def order(self, order: Literal["date", "stars"]) -> str:
        """The ORDER BY of a page."""
        if order == "date":
            return f"ORDER BY {self.newest_first}"
        return f"""ORDER BY (SELECT coalesce(pdf, 0) + coalesce(faq, 0) FROM stars
                   WHERE stars.paper = chosen.paper) DESC, {self.newest_first}"""


def chosen(selection: Selection) -> Chosen:
    """A selection as SQL over `listed` or `presented`, named `chosen` in the statement."""
    if isinstance(selection, EditionSelection):
        return _edition(selection)
    return _days(selection)


def _edition(selection: EditionSelection) -> Chosen:
    where = "WHERE venue = ? AND year = ?"
    parameters: list[object] = [selection.venue, selection.year]
    if selection.track:
        where += " AND track = ?"
        parameters.append(selection.track)
    else:
        where += f" AND track NOT IN ({', '.join('?' for _ in UNLISTED_TRACKS)})"
        parameters.extend(UNLISTED_TRACKS)
    count = f"SELECT coalesce(sum(papers), 0) FROM edition_tracks {where}"
    # Within an edition the source's own order is the reading order.
    return Chosen(f"FROM presented AS chosen {where}", parameters, "", "paper", count)


def _days(selection: DaySelection) -> Chosen:
    first, last = day_number(selection.first), day_number(selection.last)
    included, excluded = selection.subjects.included(), selection.subjects.excluded()
    where, parameters = _where(sorted(included), first, last)
    sql = f"FROM listed AS chosen WHERE {where}"
    if excluded:
        where, more = _where(sorted(excluded), first, last)
        sql += f" AND paper NOT IN (SELECT paper FROM listed WHERE {where})"
        parameters += more
    order = "day DESC, published DESC, paper DESC"
    if len(included) == 1 and not excluded:
        # One category: rows are unique, already in order, and counted; the page is an index walk.
        count = f"SELECT coalesce(sum(papers), 0) FROM category_days WHERE {where}"
        return Chosen(sql, parameters, "", order, count)
    count = f"SELECT count(DISTINCT paper) {sql}"
    return Chosen(sql, parameters, "GROUP BY day, published, paper", order, count)


def _where(categories: list[str], first: int, last: int) -> tuple[str, list[object]]:
    # A single day is an equality, so that the rest of the key gives the order.
    days, bounds = ("day = ?", [first]) if first == last else ("day BETWEEN ? AND ?", [first, last])
    if len(categories) == 1:
        return f"category = ? AND {days}", [categories[0], *bounds]
    named = "category IN (SELECT value FROM json_each(?))"
    return f"{named} AND {days}", [json.dumps(categories), *bounds]
