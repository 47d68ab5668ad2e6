"""The files of a store: their connections, transactions, and how one is set for writing much."""

import threading
from pathlib import Path

import pytest

from coolpapers.store import Store, open_store


def test_ended_threads_leave_no_files_open(tmp_path: Path) -> None:
    """A server whose idle threads end and are followed by others never runs out of files."""
    store = open_store(tmp_path)
    before = _open_files()

    for _ in range(40):
        reader = threading.Thread(target=store.listings.totals)
        reader.start()
        reader.join()

    assert 10 > _open_files() - before
    store.database.close()


def _open_files() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


def papers(store: Store) -> int:
    """How many papers the branch `arxiv` counts."""
    with store.database.reading() as connection:
        row = connection.execute("SELECT coalesce(sum(papers), 0) FROM branch_papers").fetchone()
        return int(row[0])


def test_a_transaction_within_another_is_a_part_of_it(store: Store) -> None:
    """What the inner one wrote is undone with the outer one."""

    def write(*, then_fail: bool) -> None:
        with store.database.writing():
            with store.database.writing() as connection:
                connection.execute("INSERT INTO branch_papers VALUES ('arxiv', 3)")
            if then_fail:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(then_fail=True)
    assert 0 == papers(store)

    write(then_fail=False)
    assert 3 == papers(store)


def test_a_long_log_is_copied_at_the_end(store: Store) -> None:
    """While much is written the log may grow; behind that the file has everything."""
    with store.database.loading():
        for n in range(1200):  # a page each, more than the log usually has
            with store.database.writing() as connection:
                connection.execute("INSERT INTO branch_papers VALUES (?, ?)", [f"b{n}", n])
        held = store.database.path.read_bytes()
        assert b"b1199" not in held

    assert b"b1199" in store.database.path.read_bytes()


def test_a_database_is_set_back_after_writing_much(store: Store) -> None:
    """However that ended, later writers wait for no long log and hold no more memory."""

    def settings() -> list[int]:
        with store.database.reading() as connection:
            return [
                int(connection.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("cache_size", "wal_autocheckpoint")
            ]

    def load_and_fail() -> None:
        with store.database.loading():
            assert before != settings()
            raise KeyboardInterrupt

    before = settings()
    with pytest.raises(KeyboardInterrupt):
        load_and_fail()

    assert before == settings()
