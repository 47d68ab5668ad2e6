"""Bringing a store to the version of this program, one migration after another."""

from coolpapers.errors import StoreVersionError
from coolpapers.store.database import Database
from coolpapers.store.schema import MIGRATIONS


def migrate(database: Database) -> int:
    """The store's version after all missing migrations were applied, each in one transaction.

    Raises:
        StoreVersionError: A newer program wrote this store.
    """
    if version(database) > len(MIGRATIONS):
        raise StoreVersionError(
            f"{database.path} was written by a newer version of coolpapers; please upgrade"
        )
    while version(database) < len(MIGRATIONS):
        _apply_next(database)
    return len(MIGRATIONS)


def version(database: Database) -> int:
    """How many migrations a store has seen; 0 for a new file."""
    with database.reading() as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply_next(database: Database) -> None:
    with database.writing() as connection:
        # Asked again inside the transaction: another process may have been faster.
        current = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if current >= len(MIGRATIONS):
            return
        for statement in _statements(MIGRATIONS[current]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {current + 1}")


def _statements(script: str) -> list[str]:
    # executescript() would commit the open transaction, so statements go one by one.
    lines = [line for line in script.splitlines() if not line.strip().startswith("--")]
    return [part for part in "\n".join(lines).split(";") if part.strip()]
