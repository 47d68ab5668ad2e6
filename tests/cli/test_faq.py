"""`coolpapers faq` as a person runs it: a real process, a real PDF, a model that is asked."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coolpapers.cli.exits import Exit
from coolpapers.flows.pdfs import PdfCache, file_name
from coolpapers.store import open_store
from tests.builders import paper
from tests.chat import Asked, Chat, ChatServer
from tests.cli.test_commands import run
from tests.pdfs import Set, typeset

WORDS = "We propose a non-linear method and show results for the problem of winding coasts"
PDF = typeset([[Set(54, 700 - 12 * at, f"{WORDS}, line {at}.") for at in range(20)]])
PAPER = paper("2401.00001", "Of coasts")
OTHERS = [paper(f"2401.0000{at}", f"Of coast {at}") for at in (2, 3)]
SETTINGS = """\
[models.first]
model = "m-1"
address = "{0}"
key = "sk-secretkey"
[models.second]
model = "m-2"
address = "{0}"
key = "sk-secretkey"
"""
QUESTIONS = [f"Q{at}: " for at in range(1, 7)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library with one paper, whose PDF was fetched before."""
    store = open_store(tmp_path)
    store.papers.put([PAPER], source="test")
    store.database.close()
    PdfCache(tmp_path / "pdfs", 10**8).keep(file_name(PAPER), PDF)
    return tmp_path


def test_a_paper_is_quoted_on_the_terminal(data: Path) -> None:
    """Without a model: six questions once each, sentences as they are in the paper, a label."""
    done = run("faq", "2401.00001", data=data)
    assert QUESTIONS == [line[:4] for line in done.stdout.splitlines() if line[:1] == "Q"]
    assert "We propose a non-linear method" in done.stdout
    assert "[p. 1]" in done.stdout
    assert "\\" not in done.stdout
    assert "No language model is set up here" in done.stderr


def test_a_model_answers_on_the_terminal(data: Path) -> None:
    """Every answer is printed once and unbroken, and the key is nowhere."""

    def said(asked: Asked) -> str:
        return f"It is {len(asked.last)} long, as $x_1$ says [p. 1]." * 3

    with ChatServer(Chat(text=said)) as chat:
        (data / "settings.toml").write_text(
            f'model = "served"\nmodel_name = "m"\nmodel_address = "{chat.address}"\n'
            'model_key = "sk-secretkey"\n'
        )
        done = run("faq", "2401.00001", "--lang", "zh", data=data)
        answers = [said(asked) for asked in chat.chat.asked]
    lines = [line for line in done.stdout.splitlines() if line]
    assert answers == lines[1::2]
    assert QUESTIONS == [line[:4] for line in lines[::2]]
    assert "secretkey" not in done.stdout + done.stderr


def test_the_named_model_answers(data: Path) -> None:
    """`--model` asks that one of several and no other; one that is not there is wrong usage."""
    with ChatServer() as chat:
        (data / "settings.toml").write_text(SETTINGS.format(chat.address))
        run("faq", "2401.00001", "--model", "second", data=data)
        assert {"m-2"} == {asked.body["model"] for asked in chat.chat.asked}
        wrong = run("faq", "2401.00001", "--model", "third", data=data, code=Exit.USAGE)
        assert "first, second" in wrong.stderr
        assert 6 == len(chat.chat.asked)


def test_an_answer_is_printed_while_it_is_written(data: Path) -> None:
    """The first answers are on the screen while the model still holds back the last."""
    held = threading.Event()

    def said(asked: Asked) -> str:
        if "summar" in asked.last.rpartition("\n")[2].lower():
            held.wait(60)
        return "It winds."

    with ChatServer(Chat(text=said)) as chat:
        (data / "settings.toml").write_text(SETTINGS.format(chat.address))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COOLPAPERS_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "coolpapers", "faq", "2401.00001", "--data", str(data)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        early = []
        while early.count("It winds.\n") < 5:
            early.append(process.stdout.readline())
            assert early[-1], "it ended early"
        assert process.poll() is None
        held.set()
        late, _ = process.communicate(timeout=60)
    assert 1 == late.count("It winds.")


def test_as_many_papers_of_a_day_are_prepared_as_wanted(data: Path) -> None:
    """`--limit` is how many, in the order of the list."""
    store = open_store(data)
    store.papers.put(OTHERS, source="test")
    for one in OTHERS:
        PdfCache(data / "pdfs", 10**8).keep(file_name(one), PDF)
    store.database.close()
    done = run("faq", "--day", "cs.CL", "--limit", "2", data=data).stdout.splitlines()
    assert 2 == len(done)
    again = run("faq", "--day", "cs.CL", "--limit", "3", data=data).stdout.splitlines()
    assert (3, True) == (len(again), set(done) < set(again))


def test_a_day_is_prepared(data: Path) -> None:
    """A line for each paper, and a word when there is none."""
    done = run("faq", "--day", "cs.CL", data=data)
    assert ["2401.00001", "done"] == done.stdout.split()[:2]
    none = run("faq", "--day", "cs.CL", "--date", "2020-01-01", data=data)
    assert ("", "No papers on that day.\n") == (none.stdout, none.stderr)
    run("faq", "2401.99999", data=data, code=Exit.NOT_FOUND)
