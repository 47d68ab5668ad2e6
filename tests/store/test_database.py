"""Connections to the files of a store."""

import threading
from pathlib import Path

from coolpapers.store import open_store


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
