"""How much was asked and spent on a day: what limits and budgets are measured by."""

from typing import NamedTuple

from coolpapers.store.database import Database

KEPT_DAYS = 35
ALL = "*"
"""The visitor who stands for everybody."""


class Spent(NamedTuple):
    """Tokens and money of a day, all models together."""

    tokens: int = 0
    money: float = 0.0


class Allowances:
    """The tables of what was asked, and of what was spent. Days are `YYYY-MM-DD`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, day: str, kind: str, visitor: str, most: int, most_of_all: int) -> str:
        """Nothing if the visitor may ask once more, which is counted; else whose limit it is.

        `visitor` or `day`; a limit of 0 is none. An empty visitor is not limited.
        """
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM asked WHERE day < date(?, ?)", [day, f"-{KEPT_DAYS} days"]
            )
            for who, limit, name in ((visitor, most, "visitor"), (ALL, most_of_all, "day")):
                row = connection.execute(
                    "SELECT times FROM asked WHERE day = ? AND kind = ? AND visitor = ?",
                    [day, kind, who],
                ).fetchone()
                if visitor and limit and row is not None and row[0] >= limit:
                    return name
            connection.executemany(
                """INSERT INTO asked VALUES (?, ?, ?, 1)
                   ON CONFLICT DO UPDATE SET times = times + 1""",
                [(day, kind, who) for who in {visitor, ALL} if who],
            )
            return ""

    def spend(self, day: str, model: str, tokens: int, money: float) -> None:
        """Add to what a model took on a day."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
                   SET tokens = tokens + excluded.tokens, money = money + excluded.money""",
                [day, model, tokens, money],
            )

    def spent(self, day: str) -> Spent:
        """What all models took on a day."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT coalesce(sum(tokens), 0), coalesce(sum(money), 0) FROM spent WHERE day = ?",
                [day],
            ).fetchone()
            return Spent(int(row[0]), float(row[1]))
