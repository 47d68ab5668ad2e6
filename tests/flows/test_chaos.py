"""Everything that goes wrong at once: a provider that fails in every way, and kill -9."""

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.model import CannedModel
from coolpapers.faq.prompts import find_prompt
from coolpapers.flows.desk import Desk
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.questions import PARTS, Visitor, ask, question_about
from coolpapers.flows.texts import Texts
from coolpapers.records import AnswerPart
from coolpapers.settings import read_settings
from coolpapers.store import Store
from coolpapers.store.jobs import MODEL
from tests.builders import paper
from tests.chat import FAULTS, Asked, Chat, ChatServer

JOBS, AT_ONCE = 500, 16
QUICK = [fault for fault in FAULTS if fault != "silent"]
SILENT_EVERY = 300
"""A silent request holds everything up at the end; other faults cost nothing."""
KILLED_AT = (100, 350)
"""After so many finished parts the worker is killed."""

WORKER = """
import asyncio, random, sys
from coolpapers.errors import PdfError
from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.document import Document, Paragraph, Section
from coolpapers.faq.http_model import HttpModel
from coolpapers.flows import desk as desks, work
from coolpapers.settings import read_settings
from coolpapers.store import database, open_store

data, address = sys.argv[1:]
database._PRAGMAS = (*database._PRAGMAS, "PRAGMA synchronous = OFF")
settings = read_settings({"data": data, "faq_at_once": 16}, environment={})
spec = ModelSpec(name="m", model="m-1", address=address, key="sk-x", silence_s=2.0)
chance = random.Random(3)

class Texts:
    def of(self, paper, **_):
        if chance.random() < 0.05:
            raise PdfError("unreachable" if chance.random() < 0.5 else "not_pdf")
        return Document(1, (Section("", "body", (Paragraph(1, "Coasts wind."),)),))
    def end_sessions(self):
        return []

model = HttpModel(spec)
desk = desks.Desk(settings, open_store(settings.data), Texts(), {"m": spec},
                  lambda spec: model, wait=lambda attempt: 0.0)
asyncio.run(work.work(desk, lambda: False, until_empty=True))
"""


def said(asked: Asked) -> str:
    """The answer to a question says which paper and question it is about."""
    body = "".join(str(one["content"]) for one in asked.body["messages"])
    found = re.search(r"Paper number (\d+)", body)
    assert found is not None
    return f"Of paper {found[1]}: {asked.last.rpartition(chr(10))[2]}"


def failing(number: int) -> str:
    """Every fault that a provider can have, a quarter of the time; silence seldom, as it takes."""
    chance = random.Random(number * 7919)
    if number % SILENT_EVERY == 0:
        return "silent"
    return chance.choice(QUICK) if chance.random() < 0.25 else ""


def before(at: int) -> int:
    """How many parts were answered before, so that a job is cheap; a fifth has several to do."""
    return 3 if at % 5 == 0 else 5


def begin(store: Store, desk: Desk) -> list[int]:
    """Answers that were begun, each with a few whole parts; their numbers."""
    papers = [paper(f"2402.{at + 1:05}", f"Paper number {at}") for at in range(JOBS)]
    store.papers.put(papers, source="test")
    numbers = []
    for at, one in enumerate(papers):
        number = ask(desk, question_about(desk, one, "en"), Visitor("reader")).number
        store.answers.take(number, "before")
        for part in range(1, before(at) + 1):
            store.answers.finish_part(number, "before", AnswerPart(part, "before"))
        numbers.append(number)
    return numbers


@contextmanager
def worker(store: Store, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A working process, gone by kill -9 at the end; its jobs may be taken again at once."""
    data = str(store.database.path.parent)
    process = subprocess.Popen([sys.executable, "-c", WORKER, data, address])
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        store.database.connection.execute("UPDATE jobs SET ready_s = 0 WHERE state = 'taken'")


def finished_parts(store: Store) -> int:
    """How many parts were answered since."""
    found = store.database.connection.execute(
        "SELECT count(*) FROM answer_parts WHERE is_done AND text <> 'before'"
    )
    return int(found.fetchone()[0])


def test_five_hundred_jobs_end_answered_or_explained(store: Store, tmp_path: Path) -> None:
    """With every fault at random and kills between, none is lost, none twice, none half."""
    settings = read_settings(
        {"data": str(tmp_path / "library"), "faq_visitor": 0, "faq_day": 0, "faq_queue": 10**6},
        environment={},
    )
    spec = ModelSpec(name="m", model="m-1")
    texts = Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), lambda _: b""))
    desk = Desk(settings, store, texts, {"m": spec}, lambda one: CannedModel(spec=one))
    numbers = begin(store, desk)
    with ChatServer(Chat(said, failing, largest_piece=2_000)) as server:
        for most in KILLED_AT:
            with worker(store, server.address) as process:
                while finished_parts(store) < most:
                    assert process.poll() is None, "it ended before it was killed"
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(0.02)
        with worker(store, server.address) as process:
            assert 0 == process.wait(300)
        delivered = Counter(
            said(one) for number, one in enumerate(server.chat.asked, 1) if not failing(number)
        )

    questions = find_prompt("faq", "en", tmp_path).questions
    kept = Counter[str]()
    states = Counter[str]()
    for at, number in enumerate(numbers):
        found = store.answers.get(number)
        assert found is not None
        states[found.state] += 1
        assert (found.state == "done") == (found.done_parts == PARTS)
        assert (found.state == "failed") == bool(found.reason)
        for part in found.parts[before(at) :]:
            assert (True, f"Of paper {at}: {questions[part.part - 1]}") == (part.is_done, part.text)
            kept[part.text] += 1
    assert {"done", "failed"} == set(states)
    assert min(states.values()) > 5
    # What a model said whole is kept; only what a kill took on the way was asked for again.
    assert {1} == set(kept.values())
    assert 0 <= delivered.total() - kept.total() <= len(KILLED_AT) * AT_ONCE
    queue = store.jobs.counts()[MODEL]
    assert (0, 0) == (queue.waiting, queue.taken)
