"""Listings: which papers stand on a page, in which order, and how many there are."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from coolpapers.records import DaySelection, Edition, Listing, Selection, Totals
from coolpapers.store.database import Database
from coolpapers.store.papers import Papers
from coolpapers.store.rows import ALL, day_number, day_of
from coolpapers.store.selections import Chosen, chosen
from coolpapers.subjects import SubjectExpression

Order = Literal["date", "stars"]


class Listings:
    """Pages of papers by category and day, or by edition of a venue."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._papers = Papers(database)

    def page(
        self, selection: Selection, *, order: Order = "date", skip: int = 0, show: int = 25
    ) -> Listing:
        """A page of a selection, newest first or most starred first, and the selection's size."""
        numbers, total = self.part(selection, order=order, skip=skip, show=show)
        return Listing(tuple(self._papers.numbered(numbers)), total, skip)

    def part(
        self, selection: Selection, *, order: Order = "date", skip: int = 0, show: int = 25
    ) -> tuple[list[int], int]:
        """The same page as row numbers, and the selection's size."""
        some = chosen(selection)
        numbers = self._numbers(some, order, skip, show)
        return numbers, self._all(some.counting, some.parameters)[0][0]

    def numbers(self, selection: Selection) -> list[int]:
        """The row numbers of all papers of a selection, newest first."""
        return self._numbers(chosen(selection), "date", 0, -1)

    def newest_day(self, subjects: SubjectExpression) -> date | None:
        """The last day with papers in these categories."""
        return self._beside(subjects, None, newer=False)

    def neighbours(self, subjects: SubjectExpression, day: date) -> tuple[date | None, date | None]:
        """The nearest days with papers before and after a day."""
        return (
            self._beside(subjects, day, newer=False),
            self._beside(subjects, day, newer=True),
        )

    def days(self, subjects: SubjectExpression, first: date, last: date) -> dict[date, int]:
        """The days with papers in these categories, and how many each has."""
        if len(subjects.included()) == 1 and not subjects.excluded():
            sql = """SELECT day, papers FROM category_days
                     WHERE category = ? AND day BETWEEN ? AND ?"""
            found = self._all(sql, [*subjects.included(), day_number(first), day_number(last)])
        else:
            some = chosen(DaySelection(subjects, first, last))
            sql = f"SELECT day, count(DISTINCT paper) {some.sql} GROUP BY day"
            found = self._all(sql, some.parameters)
        return {day_of(row[0]): row[1] for row in found}

    def by_category(self, day: date) -> dict[str, int]:
        """How many papers each category has on a day."""
        found = self._all(
            """SELECT category, papers FROM category_days
               WHERE day = ? AND category IN (SELECT value FROM json_each(?))""",
            [day_number(day), json.dumps(self._categories())],
        )
        return dict(found)

    def editions(self) -> list[Edition]:
        """Every edition of every venue, newest year first, then by name."""
        found = self._all(
            """SELECT venue, year, sum(papers) FROM edition_tracks
               GROUP BY venue, year ORDER BY year DESC, venue COLLATE NOCASE""",
            [],
        )
        return [Edition(venue, year, papers) for venue, year, papers in found]

    def tracks(self, venue: str, year: int) -> dict[str, int]:
        """The tracks of an edition with their sizes, the largest first."""
        found = self._all(
            """SELECT track, papers FROM edition_tracks WHERE venue = ? AND year = ?
               ORDER BY papers DESC, track""",
            [venue, year],
        )
        return dict(found)

    def totals(self) -> Totals:
        """What the library holds in all."""
        branches = dict(self._all("SELECT branch, papers FROM branch_papers", []))
        newest = self._all("SELECT max(day) FROM category_days WHERE category = ?", [ALL])[0][0]
        return Totals(
            papers=sum(branches.values()),
            arxiv=branches.get("arxiv", 0),
            venue=branches.get("venue", 0),
            newest=None if newest is None else day_of(newest),
        )

    def _categories(self) -> list[str]:
        # A loose index scan: one seek a category, however many days there are.
        found = self._all(
            """WITH RECURSIVE c(category) AS (
                 SELECT min(category) FROM category_days UNION ALL
                 SELECT (SELECT min(category) FROM category_days d WHERE d.category > c.category)
                 FROM c WHERE c.category IS NOT NULL)
               SELECT category FROM c WHERE category IS NOT NULL AND category <> ?""",
            [ALL],
        )
        return [row[0] for row in found]

    def _numbers(self, some: Chosen, order: Order, skip: int, show: int) -> list[int]:
        found = self._all(
            f"SELECT paper {some.sql} {some.grouped} {some.order(order)} LIMIT ? OFFSET ?",
            [*some.parameters, show, skip],
        )
        return [row[0] for row in found]

    def _beside(self, subjects: SubjectExpression, day: date | None, *, newer: bool) -> date | None:
        """The nearest day with papers; days whose papers are all excluded are passed over."""
        function, sign = ("min", ">") if newer else ("max", "<")
        bound = day_number(day) if day is not None else 99999999
        while True:
            found = self._all(
                f"""SELECT {function}((SELECT {function}(day) FROM category_days
                    WHERE category = value AND day {sign} ?)) FROM json_each(?)""",
                [bound, json.dumps(sorted(subjects.included()))],
            )[0][0]
            if found is None:
                return None
            at = day_of(found)
            if not subjects.exclude or self._any(DaySelection(subjects, at, at)):
                return at
            bound = found

    def _any(self, selection: DaySelection) -> bool:
        some = chosen(selection)
        return bool(self._all(f"SELECT 1 {some.sql} LIMIT 1", some.parameters))

    def _all(self, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._database.reading() as connection:
            return connection.execute(sql, parameters).fetchall()
