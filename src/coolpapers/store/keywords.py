"""The words that tell a paper from others: derived from the index, kept beside the papers."""

from collections.abc import Mapping, Sequence

from coolpapers.store.database import Database

FOLLOWER = "keywords"


class Keywords:
    """The table of keywords; it follows the change log at its own pace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self) -> int:
        """The newest change whose paper has its keywords."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position FROM followers WHERE name = ?", [FOLLOWER]
            ).fetchone()
            return 0 if row is None else int(row[0])

    def put(self, words: Mapping[int, Sequence[str]], position: int) -> None:
        """Keep the keywords of papers by row number, and how far in the change log that is."""
        rows = [(paper, ",".join(some)) for paper, some in words.items()]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO keywords VALUES (?, ?)", rows)
            connection.execute(
                "INSERT OR REPLACE INTO followers VALUES (?, ?)", [FOLLOWER, position]
            )
