"""`coolpapers serve` as a process: workers read, one process indexes, none outlives it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from coolpapers.faq.configured import EXTRACT
from coolpapers.flows.questions import key_of
from coolpapers.store import open_store
from coolpapers.store.jobs import MODEL
from tests.builders import paper
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


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stream_ends_whole_with_the_server(tmp_path: Path, workers: str) -> None:
    """Who follows an answer when the server is told to stop gets the end of a stream, not a tear.

    It is no end of the answer: the page connects again and goes on.
    """
    store = open_store(tmp_path)
    one = paper("2401.00001", "Trees")
    store.papers.put([one], source="test")
    answer = store.answers.open(str(one.id), 0, "en", EXTRACT, "", "1")
    store.jobs.add(MODEL, "answer", key_of(answer), {"answer": answer.number}, after_s=3_600)
    store.database.close()
    with serving(tmp_path, "--workers", workers) as site:
        stream = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
        stream.request("GET", "/arxiv/faq/events?paper=2401.00001&lang=en")
        found = stream.getresponse()
        while b"event: state" not in (line := found.readline()):
            assert line
        site.process.terminate()
        rest = found.read()
        site.process.communicate(timeout=PATIENCE_S)
        stream.close()
    assert 0 == site.process.returncode
    assert b"event: end" not in rest
