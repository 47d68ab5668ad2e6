"""The command line as a person meets it: real processes on a real library."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from coolpapers.cli import COMMANDS, commands
from coolpapers.cli.exits import Exit

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operating.md"

LINES = """\
{"id": "arxiv:2401.00001", "title": "Attention in trees", "abstract": "Forests attend."}
not json
{"id": "arxiv:2401.00002", "title": "Branches of knowledge", "abstract": "Roots."}
"""


def run(
    *arguments: str, data: Path, code: int = 0, **more: str
) -> subprocess.CompletedProcess[str]:
    """`coolpapers` with these arguments on a library."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COOLPAPERS_")}
    done = subprocess.run(
        [sys.executable, "-m", "coolpapers", *arguments],
        env={**environment, "COOLPAPERS_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        **more,
    )
    assert code == done.returncode, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A data directory with two papers imported from a file with one bad line."""
    file = tmp_path / "papers.jsonl"
    file.write_text(LINES)
    run("import", str(file), data=tmp_path / "data", code=Exit.BAD_RECORDS)
    return tmp_path / "data"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps(command: str, tmp_path: Path) -> None:
    """--help tells what a command does, and the manual has the command."""
    assert "Usage:" in run(command, "--help", data=tmp_path).stdout
    assert f"coolpapers {command}" in MANUAL.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_everything_below_a_command_helps(command: str) -> None:
    """Each of its own commands is in the manual, each of their options says what it is for, and
    examples keep their lines.
    """
    found = commands.get_command(click.Context(commands), command)
    assert found is not None
    below = found.commands if isinstance(found, click.Group) else {}
    manual = MANUAL.read_text(encoding="utf-8")

    assert [] == [name for name, one in below.items() if "\\b" in (one.help or "")]
    assert "\\b" not in (found.help or "")
    assert [] == [
        name for name in below if not re.search(rf"`(coolpapers {command} )?{name}\b", manual)
    ]
    assert [] == [
        (one.name, option.name)
        for one in (found, *below.values())
        for option in one.params
        if isinstance(option, click.Option) and not option.help
    ]


@pytest.mark.parametrize("code", Exit)
def test_every_exit_code_is_documented(code: Exit) -> None:
    """docs/operating.md lists each exit code."""
    assert f"| {code.value} |" in MANUAL.read_text(encoding="utf-8")


def test_import_reports_the_bad_line_and_keeps_the_rest(tmp_path: Path) -> None:
    """A bad line is named with its number; the others are in; the exit code says so."""
    file = tmp_path / "papers.jsonl"
    file.write_text(LINES)

    done = run("import", str(file), data=tmp_path / "d", code=Exit.BAD_RECORDS)

    assert f"{file}:2:" in done.stderr
    assert "3 papers: 2 new, 0 changed, 0 same, 1 failed" in done.stdout


def test_import_from_standard_input(tmp_path: Path) -> None:
    """`-` reads a pipe."""
    done = run("import", "-", data=tmp_path, input=LINES.splitlines()[0] + "\n")

    assert "1 new" in done.stdout


def test_import_of_something_else_is_refused(tmp_path: Path) -> None:
    """A file in no known format is refused in one sentence."""
    file = tmp_path / "x.bin"
    file.write_bytes(bytes(range(256)) * 4)

    assert "not a format" in run("import", str(file), data=tmp_path / "d", code=1).stderr


def test_a_file_that_is_not_there_is_refused_before_any_is_read(tmp_path: Path) -> None:
    """Nothing is imported when one of the names is wrong, or is a directory."""
    file = tmp_path / "papers.jsonl"
    file.write_text(LINES)
    for wrong in ("nothing.jsonl", "."):
        said = run("import", str(file), str(tmp_path / wrong), data=tmp_path / "data", code=2)
        assert str(tmp_path / wrong) in said.stderr

    assert not (tmp_path / "data").exists()


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there and cannot be opened is told in a sentence."""
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("deaf")
        said = run("import", "deaf", data=tmp_path / "data", code=Exit.FAILED)

    assert said.stderr.startswith("coolpapers: deaf cannot be read: ")


def test_search_finds_what_was_imported(library: Path) -> None:
    """The index is complete when import ends."""
    found = json.loads(run("search", "forest", "--json", data=library).stdout)

    assert ["arxiv:2401.00001"] == [paper["id"] for paper in found["papers"]]
    assert 1 == found["total"]


def test_search_says_what_was_probably_meant(library: Path) -> None:
    """A word that no paper has is replaced by a near one that papers have."""
    said = run("search", "knowlege", data=library)
    read = json.loads(run("search", "knowlege", "--json", data=library).stdout)

    assert "Did you mean: knowledge" in said.stderr
    assert "knowledge" == read["meant"]


def test_show_prints_a_paper_or_says_it_is_not_there(library: Path) -> None:
    """Any form of an id works; an unknown paper is exit code 4, nonsense 2."""
    assert "Attention in trees" in run("show", "arXiv:2401.00001v2", data=library).stdout
    shown = json.loads(run("show", "2401.00001", "--json", data=library).stdout)
    assert "arxiv:2401.00001" == shown["id"]
    run("show", "2401.99999", data=library, code=Exit.NOT_FOUND)
    run("show", "nonsense", data=library, code=Exit.USAGE)


def test_index_can_be_thrown_away_and_rebuilt(library: Path) -> None:
    """Rebuild starts from nothing; status and verify tell the result."""
    assert "2 papers indexed" in run("index", "rebuild", data=library).stdout
    status = json.loads(run("index", "status", "--json", data=library).stdout)
    assert (2, 0) == (status["papers"], status["waiting"])
    verdict = json.loads(run("index", "verify", "--json", data=library).stdout)
    assert [[], []] == [verdict["missing"], verdict["twice"]]


def test_doctor_finds_nothing_wrong(library: Path) -> None:
    """A sound library is healthy by every check."""
    findings = json.loads(run("doctor", "--json", data=library).stdout)

    assert [] == [finding for finding in findings if finding["state"] == "bad"]
    assert {"python", "clock", "disk", "store", "index", "front end"} <= {
        finding["check"] for finding in findings
    }


def test_settings_tell_their_origin(tmp_path: Path) -> None:
    """Each setting is printed with where it comes from."""
    shown = json.loads(run("settings", "--json", data=tmp_path).stdout)

    assert "COOLPAPERS_DATA" == shown["data"]["origin"]
    assert {"value": 8000, "origin": "default"} == shown["port"]


def test_an_unknown_command_names_the_known_ones(tmp_path: Path) -> None:
    """A misspelt command is a usage error that helps."""
    assert "import" in run("imprt", data=tmp_path, code=2).stderr


def test_a_closed_pipe_is_no_failure(library: Path) -> None:
    """Output may be cut off by its reader, as `head` does."""
    command = f"{sys.executable} -m coolpapers search forest --data {library} | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)

    assert not re.search("Traceback|BrokenPipe", done.stderr)
