"""Commands that ask another Cool Papers say the same as those that ask the library here."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from coolpapers.cli import main
from tests.serving import Served

COMMANDS = [
    ("search", "attention is all you need", "--show", "3", "--json"),
    ("show", "1706.03762", "--json"),
    ("related", "1706.03762", "--show", "3", "--json"),
    ("export", "1706.03762"),
    ("export", "attention", "--show", "5", "--format", "ris"),
]


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    stdout: str
    stderr: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["coolpapers", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return Ran(int(left.value.code or 0), *capsys.readouterr())

    return ran


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_the_answers_are_the_same(
    demo: Served, demo_data: Path, run: Run, command: tuple[str, ...]
) -> None:
    """Over the network or not, standard output is the same."""
    here, there = run(*command, "--data", str(demo_data)), run(*command, "--server", demo.url)
    assert (0, 0) == (here.code, there.code), there.stderr
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


def test_what_another_library_does_not_hold(demo: Served, run: Run) -> None:
    """Exit codes are those of the library here; a server that is not there is a failure."""
    assert 4 == run("show", "2401.99999", "--server", demo.url).code
    assert 4 == run("export", "2401.99999", "--server", demo.url).code
    gone = run("show", "1706.03762", "--server", "http://127.0.0.1:9")
    assert 1 == gone.code
    assert "does not answer" in gone.stderr
