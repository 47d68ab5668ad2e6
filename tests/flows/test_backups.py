"""Backups: online, looked over, and put back all or nothing, whatever is killed when."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coolpapers.errors import IndexLockedError, StoreError, StoreVersionError
from coolpapers.flows.backups import back_up, restore
from coolpapers.flows.follow import bring_up
from coolpapers.flows.verify import verify
from coolpapers.library import INDEX_DIRECTORY, Library, open_library
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.settings import read_settings
from coolpapers.store import Opening
from tests.builders import paper


def quiet(_done: int, _total: int) -> None:
    """Hears nothing."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of thirty papers, searchable."""
    opened = made(tmp_path / "library", 30)
    yield opened
    opened.store.database.close()


def made(data: Path, papers: int, word: str = "first") -> Library:
    opened = open_library(read_settings({"data": str(data)}, {}))
    some = [paper(f"2401.{n:05}", f"{word} paper {n}") for n in range(1, papers + 1)]
    opened.store.papers.put(some, source="test")
    bring_up(opened.store, data / INDEX_DIRECTORY)
    return opened


def test_there_and_back(library: Library, tmp_path: Path) -> None:
    """A library restored elsewhere holds its papers and finds them, with stars but no visitors."""
    library.store.stars.count(Opening(paper("2401.00003").id, "pdf"), "here")
    copied = back_up(library, tmp_path / "copy.sqlite", quiet)
    assert 30 == copied.papers
    assert ["copy.sqlite", "library"] == sorted(one.name for one in tmp_path.iterdir())
    again = open_library(read_settings({"data": str(tmp_path / "again")}, {}))
    restore(again, tmp_path / "copy.sqlite", quiet)
    bring_up(again.store, tmp_path / "again" / INDEX_DIRECTORY)
    assert 30 == again.engine.search(parse("first")).total
    assert 1 == again.store.papers.get([paper("2401.00003").id])[0].stars.pdf
    with again.store.database.reading() as connection:
        assert (0,) == connection.execute("SELECT count(*) FROM star_day").fetchone()
    again.store.database.close()


def test_what_is_written_meanwhile_is_left_out(library: Library, tmp_path: Path) -> None:
    """A copy is the store at one moment; writers go on."""
    more = [paper(f"2402.{n:05}", "later") for n in range(1, 4)]

    def write(done: int, _total: int) -> None:
        if more:
            library.store.papers.put([more.pop()], source="test")

    def write_apart(done: int, total: int) -> None:
        thread = threading.Thread(target=write, args=(done, total))
        thread.start()
        thread.join()

    assert 30 == back_up(library, tmp_path / "copy.sqlite", write_apart).papers
    assert 30 < library.store.papers.count()


def test_restoring_over_another_library(library: Library, tmp_path: Path) -> None:
    """It is done only when told; then nothing of the old papers is found."""
    back_up(library, tmp_path / "copy.sqlite", quiet)
    other = made(tmp_path / "other", 50, "second")
    with pytest.raises(StoreError, match="--replace"):
        restore(other, tmp_path / "copy.sqlite", quiet)
    assert 50 == other.store.papers.count()
    restore(other, tmp_path / "copy.sqlite", quiet, replace=True)
    bring_up(other.store, tmp_path / "other" / INDEX_DIRECTORY)
    other.engine.refresh()
    assert (0, 30) == tuple(other.engine.search(parse(w)).total for w in ("second", "first"))
    assert verify(other).sound
    other.store.database.close()


def test_a_served_library_is_not_restored(library: Library, tmp_path: Path) -> None:
    """While somebody writes the index, nothing is changed."""
    back_up(library, tmp_path / "copy.sqlite", quiet)
    writer = open_writer(library.settings.data / INDEX_DIRECTORY)
    with pytest.raises(IndexLockedError):
        restore(library, tmp_path / "copy.sqlite", quiet, replace=True)
    writer.close()


def test_unsound_backups_are_refused(library: Library, tmp_path: Path) -> None:
    """What is missing, foreign, damaged or from a newer program changes nothing."""
    good = tmp_path / "copy.sqlite"
    back_up(library, good, quiet)
    data = bytearray(good.read_bytes())
    (text := tmp_path / "text").write_text("not a database, though long enough" * 50)
    foreign = sqlite3.connect(tmp_path / "foreign")
    foreign.execute("CREATE TABLE t (x)")
    foreign.close()
    (torn := tmp_path / "torn").write_bytes(data[: len(data) // 2])
    (newer := tmp_path / "newer").write_bytes(data)
    changed = sqlite3.connect(newer)
    changed.execute("PRAGMA user_version = 9999")
    changed.close()
    for bad in (tmp_path / "none", text, tmp_path / "foreign", torn):
        with pytest.raises(StoreError):
            restore(library, bad, quiet, replace=True)
    with pytest.raises(StoreVersionError):
        restore(library, newer, quiet, replace=True)
    assert 30 == library.store.papers.count()


KILLED = """
import os, signal, sys
from pathlib import Path
from coolpapers.flows import backups
from coolpapers.library import open_library
from coolpapers.settings import read_settings
from coolpapers.store import Opening
from coolpapers.store import copies

copies.PAGES_AT_ONCE = 4
left = int(sys.argv[4])

def kill(done, total):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

library = open_library(read_settings({"data": sys.argv[2]}, {}))
if sys.argv[1] == "restore":
    backups.restore(library, Path(sys.argv[3]), kill, replace=True)
else:
    backups.back_up(library, Path(sys.argv[3]), kill)
"""


def killed(what: str, data: Path, file: Path, steps: int) -> None:
    """A backup or restoring that is killed after so many steps."""
    command = [sys.executable, "-c", KILLED, what, str(data), str(file), str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert -signal.SIGKILL == done.returncode, done.stderr


@pytest.mark.parametrize("steps", [0, 3])
def test_a_killed_backup_leaves_the_earlier_one(
    library: Library, tmp_path: Path, steps: int
) -> None:
    """The earlier file of the same name stays whole until the new one is."""
    file = tmp_path / "copy.sqlite"
    back_up(library, file, quiet)
    before = file.read_bytes()
    killed("backup", library.settings.data, file, steps)
    assert before == file.read_bytes()
    assert 30 == back_up(library, file, quiet).papers


@pytest.mark.parametrize("steps", [0, 3])
def test_killed_restoring_leaves_the_library(library: Library, tmp_path: Path, steps: int) -> None:
    """What was there is there, whole; restoring again completes it."""
    file = tmp_path / "copy.sqlite"
    back_up(library, file, quiet)
    data = tmp_path / "other"
    made(data, 50, "second").store.database.close()
    killed("restore", data, file, steps)
    other = open_library(read_settings({"data": str(data)}, {}))
    assert 50 == other.store.papers.count() == other.store.listings.totals().papers
    bring_up(other.store, data / INDEX_DIRECTORY)
    assert verify(other).sound
    restore(other, file, quiet, replace=True)
    assert 30 == other.store.papers.count()
    other.store.database.close()
