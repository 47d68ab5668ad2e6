"""PDFs fetched together: once for all processes, the most urgent first, failures told to all."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from coolpapers.errors import PaperTextError, PdfError, SourceFormatError
from coolpapers.flows.pdf_jobs import KIND, SharedPdfs, priority_of, work_pdfs
from coolpapers.flows.pdfs import PdfCache, file_name
from coolpapers.flows.texts import Texts
from coolpapers.records import Paper
from coolpapers.store import Store
from coolpapers.store.jobs import PDFS, Priority
from tests.builders import paper
from tests.month import Month, World
from tests.pdfs import made_pdf
from tests.replay import Replay, Reply, VirtualClock

PDF = made_pdf(1)
PAPERS = {name: paper(f"2401.0000{at}", name) for at, name in enumerate("abc", 1)}
BURST = """
import sys
from coolpapers.flows.pdf_jobs import open_shared_pdfs
from coolpapers.flows.wanted import open_wanted
from coolpapers.ids import PaperId
from coolpapers.library import open_library
from coolpapers.settings import read_settings
data, mirror, known, none = sys.argv[1:]
library = open_library(read_settings(
    {"data": data, "fetch_mirror": mirror, "fetch_private": True, "fetch_interval_s": 0.0}, {}
))
print("ready", flush=True)
sys.stdin.readline()
one = PaperId.parse(known)
open_wanted(library).fetch([one, PaperId.parse(none)])
print(open_shared_pdfs(library).get(library.store.papers.get([one])[0].paper).stat().st_size)
"""


class Upstream:
    """Answers with a PDF, or with an error; remembers whose was asked, in order."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.error = error

    def __call__(self, address: str) -> bytes:
        self.asked.append(address.rpartition("/")[2])
        if self.error:
            raise self.error
        return PDF


@pytest.fixture
def held(store: Store) -> Store:
    """A store with three papers."""
    store.papers.put(PAPERS.values(), source="test")
    return store


def shared(store: Store, folder: Path, upstream: Upstream) -> SharedPdfs:
    """The PDFs as a process of their own would have them."""
    return SharedPdfs(store, PdfCache(folder / "pdfs", 10**9), upstream)


def want(store: Store, one: Paper, priority: Priority) -> None:
    """Somebody wants a PDF and does not wait for it."""
    asked = {"paper": str(one.id), "version": None}
    store.jobs.add(PDFS, KIND, file_name(one), asked, priority=priority)


def test_the_most_urgent_comes_first(held: Store, tmp_path: Path) -> None:
    """Who waits fetches first what the operator wants, then their own; a worker does the rest."""
    upstream = Upstream()
    pdfs = shared(held, tmp_path, upstream)
    want(held, PAPERS["a"], Priority.HISTORY)
    want(held, PAPERS["b"], Priority.OPERATOR)
    assert PDF == pdfs.get(PAPERS["c"], priority=Priority.NEWEST).read_bytes()
    assert ["2401.00002", "2401.00003"] == upstream.asked

    work_pdfs(pdfs, lambda seconds: seconds > 0)
    assert ["2401.00002", "2401.00003", "2401.00001"] == upstream.asked
    assert (0, 0) == (held.jobs.counts()[PDFS].waiting, held.jobs.counts()[PDFS].failed)


def test_a_failure_is_told_to_every_process(held: Store, tmp_path: Path) -> None:
    """What one process was refused another does not ask for in the same minute."""
    upstream = Upstream(SourceFormatError("pdf", "answered 403"))
    for _ in range(2):
        with pytest.raises(PdfError, match="answered 403") as caught:
            shared(held, tmp_path, upstream).get(PAPERS["a"])
        assert "refused" == caught.value.reason

    assert ["2401.00001"] == upstream.asked


def test_reading_and_answering_share_a_fetch(held: Store, tmp_path: Path) -> None:
    """The page with the PDF and the text for the answers come from one fetch."""
    upstream = Upstream()
    texts = Texts(tmp_path, shared(held, tmp_path, upstream))

    def read() -> None:
        with suppress(PaperTextError):  # its one page has too few words
            texts.of(PAPERS["a"])

    reading = [
        threading.Thread(target=one)
        for one in (
            read,
            lambda: shared(held, tmp_path, upstream).get(PAPERS["a"]),
        )
    ]
    for thread in reading:
        thread.start()
    for thread in reading:
        thread.join()

    assert ["2401.00001"] == upstream.asked


def test_a_papers_turn_follows_its_day(held: Store) -> None:
    """The operator's comes before the newest day's, and that before history."""
    new = paper("2401.00009", announced=date(2024, 1, 9))
    held.papers.put([new], source="test")
    old = paper("2301.00009", announced=date(2023, 1, 9))

    assert [Priority.HISTORY, Priority.NEWEST, Priority.OPERATOR] == [
        priority_of(held, old), priority_of(held, new), priority_of(held, old, is_operator=True),
    ]  # fmt: skip


@pytest.fixture
def world() -> Iterator[Replay]:
    """ArXiv after May 2026, with PDFs."""
    hosts = World(Month(2), VirtualClock(1_780_400_000.0)).hosts
    pdf = Reply(PDF, 200, {"Content-Type": "application/pdf"})
    with Replay({**hosts, "arxiv.org": lambda *_: pdf}) as replay:
        yield replay


def test_a_burst_of_processes_makes_one_fetch(tmp_path: Path, world: Replay) -> None:
    """Four processes that want one unknown paper and its PDF at once ask arXiv once for each."""
    arguments = [sys.executable, "-c", BURST, str(tmp_path), world.url, "2605.00001", "2605.09999"]
    running = [
        subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    assert all("ready\n" == one.stdout.readline() for one in running if one.stdout)
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate() for one in running]

    assert [(f"{len(PDF)}\n", "")] * 4 == said
    queries = [one.query["id_list"] for one in world.asked if one.host == "export.arxiv.org"]
    assert ["2605.00001", "2605.09999"] == sorted(",".join(queries).split(","))
    assert ["/pdf/2605.00001"] == [one.path for one in world.asked if one.host == "arxiv.org"]
