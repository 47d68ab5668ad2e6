"""Commands that ask another Cool Papers say the same as those that ask the library here."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import serving

COMMANDS = [
    ("search", "attention is all you need", "--show", "3", "--json"),
    ("show", "1706.03762", "--json"),
    ("related", "1706.03762", "--show", "3", "--json"),
    ("export", "1706.03762"),
    ("export", "attention", "--show", "5", "--format", "ris"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A running site of the demo papers, and its data."""
    data = tmp_path_factory.mktemp("demo")
    with serving(data, "--demo") as served:
        yield served.url, data


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coolpapers", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_the_answers_are_the_same(site: tuple[str, Path], command: tuple[str, ...]) -> None:
    """Over the network or not, standard output is the same."""
    url, data = site
    here, there = run(*command, "--data", str(data)), run(*command, "--server", url)
    assert (0, 0) == (here.returncode, there.returncode), there.stderr
    assert said(here.stdout) == said(there.stdout)


def said(text: str) -> object:
    """What was printed, without the time it took and addresses that only the API tells."""
    if not text.startswith("{"):
        return text
    found = json.loads(text)
    found.pop("took_ms", None)
    if "related" in found:
        # The words that are asked with may be chosen anew between the two commands.
        return [found["id"], [sorted(one) for one in found["related"]]]
    for paper in [found, *found.get("papers", [])]:
        paper.pop("pdf_url", None)
        paper.pop("page_url", None)
    return found


def test_what_another_library_does_not_hold(site: tuple[str, Path]) -> None:
    """Exit codes are those of the library here; a server that is not there is a failure."""
    assert 4 == run("show", "2401.99999", "--server", site[0]).returncode
    assert 4 == run("export", "2401.99999", "--server", site[0]).returncode
    gone = run("show", "1706.03762", "--server", "http://127.0.0.1:9")
    assert 1 == gone.returncode
    assert "does not answer" in gone.stderr
