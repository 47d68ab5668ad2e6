"""Commands that ask another Cool Papers say the same as those that ask the library here."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from coolpapers.cli import main
from coolpapers.ids import PaperId
from coolpapers.records import Announcement
from coolpapers.store import open_store
from tests.answered import SAID, answer_it
from tests.builders import paper, venue_paper
from tests.serving import Served, serving

RELATED = ("related", "1706.03762", "--show", "3", "--json")
COMMANDS = [
    ("search", "attention is all you need", "--show", "3", "--json"),
    ("show", "1706.03762", "--json"),
    RELATED,
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


def test_related_papers_by_another_way(demo: Served, demo_data: Path, run: Run) -> None:
    """Each way of finding them is known here and names its words; elsewhere only the usual one."""
    found = {
        mode: json.loads(run(*RELATED, "--mode", mode, "--data", str(demo_data)).stdout)["related"]
        for mode in ("words", "keywords", "text")
    }
    assert all(len(some) == 3 and some[0]["shared"] for some in found.values())
    assert len({some[0]["score"] for some in found.values()}) > 1
    there = run(*RELATED, "--mode", "text", "--server", demo.url)
    assert (2, True) == (there.code, "--mode is for the library here" in there.stderr)


def said(text: str) -> object:
    """What was printed, without the time it took and addresses that only the API tells."""
    if not text.startswith("{"):
        return text
    found = json.loads(text)
    found.pop("took_ms", None)
    if "related" in found:
        # The words that are asked with may be chosen anew between the two commands.
        return [found["id"], [sorted(one) for one in found["related"]]]
    for one in [found, *found.get("papers", [])]:
        one.pop("pdf_url", None)
        one.pop("page_url", None)
    return found


def test_what_another_library_does_not_hold(demo: Served, run: Run) -> None:
    """Exit codes are those of the library here; a server that is not there is a failure."""
    assert 4 == run("show", "2401.99999", "--server", demo.url).code
    assert 4 == run("export", "2401.99999", "--server", demo.url).code
    gone = run("show", "1706.03762", "--server", "http://127.0.0.1:9")
    assert 1 == gone.code
    assert "does not answer" in gone.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    """A served library with a paper and its answers, an edition, and a day with a gap."""
    data = tmp_path_factory.mktemp("told")
    store, today = open_store(data), datetime.now(UTC).date()
    store.papers.put([paper(), venue_paper("oral@OpenReview")], source="test")
    answer_it(store, "arxiv:2401.00001")
    for day in (today, date(2024, 1, 2)):
        heard = [
            Announcement(PaperId.parse(one), "cs.CL", day, "new", 1)
            for one in ("2401.00001", "2401.00009")
        ]
        store.announcements.put(heard, day=day, categories={"cs.CL"}, at_s=1.7e9)
    store.database.close()
    with serving(data) as site:
        yield data, site


@pytest.mark.parametrize("command", [("--days", "3", "--json"), ("--day", "2024-01-02")])
def test_the_ledger_is_the_same(
    told: tuple[Path, Served], run: Run, command: tuple[str, ...]
) -> None:
    """Days and their gaps are those that the other library counts, and so is the exit code."""
    data, site = told
    here = run("ledger", *command, "--data", str(data))
    assert here == run("ledger", *command, "--server", site.url)
    assert (1, True) == (here.code, "2401" not in here.stdout)
    wrong = run("ledger", "--missing", "--server", site.url)
    assert (2, True) == (wrong.code, "--missing names papers" in wrong.stderr)


def test_editions_of_another_library(told: tuple[Path, Served], run: Run) -> None:
    """Every edition it holds is listed with its address."""
    listed = run("venues", "list", "--json", "--server", told[1].url)
    (edition,) = json.loads(listed.stdout)
    assert ("ICLR.2024", 1) == (edition["edition"], edition["papers"])
    assert edition["said"] == f"{told[1].url}/venue/ICLR.2024"


def test_answers_of_another_library(told: tuple[Path, Served], run: Run) -> None:
    """What is kept there is printed; what is not is said and begun nowhere."""
    asked = ("faq", "2401.00001", "--server", told[1].url)
    shown = run(*asked)
    assert (0, SAID) == (shown.code, shown.stdout.splitlines()[3::4])
    assert "a-model, v2" in shown.stderr
    for more in (("--lang", "zh"), ("--model", "another")):
        none = run(*asked, *more)
        assert (4, "") == (none.code, none.stdout)
        assert "a-model (en)" in none.stderr
    assert 2 == run(*asked, "--renew").code
    store = open_store(told[0])
    assert 1 == len(store.answers.of("arxiv:2401.00001"))
    store.database.close()
