"""`coolpapers serve` as a process: workers read, one process indexes, none outlives it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.processes import PATIENCE_S, children, is_running
from tests.serving import Served, serving


def get(site: Served, path: str) -> str:
    """A page's text."""
    text: str = urlopen(site.url + path, timeout=30).read().decode()
    return text


def import_line(data: Path, key: str, title: str) -> None:
    """A paper imported by another process."""
    line = f'{{"id": "arxiv:{key}", "title": "{title}"}}\n'
    command = [sys.executable, "-m", "coolpapers", "import", "-", "--data", str(data)]
    subprocess.run(command, input=line, text=True, check=True, capture_output=True)


def found(site: Served, word: str) -> bool:
    """Whether a search finds a word, before our patience ends."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        if re.search(r"Total: [1-9]", get(site, f"/all/search?query={word}")):
            return True
    return False


@pytest.mark.parametrize("workers", ["1", "2"])
def test_papers_imported_by_another_process_are_found(tmp_path: Path, workers: str) -> None:
    """A running site finds what was imported beside it, with one worker or several."""
    with serving(tmp_path, "--demo", "--workers", workers) as site:
        assert "Attention Is All You Need" in get(site, "/arxiv/1706.03762")
        import_line(tmp_path, "2401.00001", "Zyzzyva weevils")
        assert found(site, "zyzzyva")


def test_an_empty_library_says_so_and_fills(tmp_path: Path) -> None:
    """Without papers the site stands, says what to do, and shows papers as they come."""
    with serving(tmp_path) as site:
        assert "Total: 0" in get(site, "/all/search?query=tree")
        import_line(tmp_path, "2401.00001", "Trees")
        assert found(site, "tree")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_server(tmp_path: Path, how: signal.Signals) -> None:
    """However the server ends, its index process ends too; a signal to stop is no failure."""
    with serving(tmp_path, "--demo") as site:
        process = site.process
        ends = time.monotonic() + PATIENCE_S
        while not (kin := children(process.pid)):
            assert time.monotonic() < ends
        os.kill(process.pid, how)
        process.communicate(timeout=PATIENCE_S)
        while any(is_running(pid) for pid in kin):
            assert time.monotonic() < ends
    assert process.returncode == (-9 if how == signal.SIGKILL else 0)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_killed_index_process_is_started_again(tmp_path: Path) -> None:
    """The server guards its index process: kill it, and new papers are found all the same."""
    with serving(tmp_path, "--demo") as site:
        ends = time.monotonic() + PATIENCE_S
        while not (kin := children(site.process.pid)):
            assert time.monotonic() < ends
        os.kill(kin[0], signal.SIGKILL)
        import_line(tmp_path, "2401.00001", "Zyzzyva weevils")
        assert found(site, "zyzzyva")
