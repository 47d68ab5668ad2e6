"""`python -m benchmarks.readers`: two hundred readers of twenty papers that a model answers."""

import argparse
import asyncio
import json
import re
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.builders import paper
from tests.pdfs import Set, typeset

from benchmarks.served import Site, serving
from benchmarks.table import Row, show, spread
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.texts import Texts
from coolpapers.library import open_library
from coolpapers.records import Paper
from coolpapers.settings import read_settings

PAPERS, READERS, QUESTIONS = 20, 200, 6
PIECES, PAUSE_S = 40, 0.05
"""A question is answered in two seconds, a dozen words at a time."""
LINES = 20


class Read(NamedTuple):
    """When a reader saw the first text, and how many answers were whole in the end."""

    paper: int
    first_s: float
    parts: int


class SlowModel:
    """A chat-completions endpoint that knows when it first said something about each paper."""

    def __init__(self) -> None:
        self.first_s: dict[tuple[str, int], float] = {}
        self.asked = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, and the connection is over."""
        head = await reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(found[1]) if found else 0)
        named = re.search(rb"Paper number (\d+)", body)
        assert named is not None
        self.asked += 1
        language = "en" if b"You read scientific papers" in body else "zh"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                     b"Connection: close\r\n\r\n")  # fmt: skip
        for at in range(PIECES):
            self.first_s.setdefault((language, int(named[1])), perf_counter())
            writer.write(_chunk({"content": f"Some twelve words or so of piece {at}, and on. "}))
            await writer.drain()
            await asyncio.sleep(PAUSE_S)
        writer.write(_chunk({}, "stop") + b"data: [DONE]\n\n")
        await writer.drain()
        writer.close()


def _chunk(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    told = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps({**told, "choices": [choice]}).encode() + b"\n\n"


def rows() -> list[Row]:
    """What readers wait beyond the model, and what they cost the serving process."""
    with tempfile.TemporaryDirectory() as place:
        papers = [paper(f"2401.{at:05}", f"Paper number {at}") for at in range(1, PAPERS + 1)]
        _fill(Path(place), papers)
        return asyncio.run(_measured(Path(place)))


def _fill(data: Path, papers: list[Paper]) -> None:
    """A library of these papers, whose texts have been read."""
    words = "We propose a method for winding coasts and show results on all of them"
    pdf = typeset([[Set(54, 700 - 12 * at, f"{words}, line {at}.") for at in range(LINES)]])
    library = open_library(read_settings({"data": str(data)}, environment={}))
    library.store.papers.put(papers, source="bench")
    texts = Texts(data, Pdfs(PdfCache(data / "pdfs", 10**8), lambda _: pdf))
    for one in papers:
        texts.of(one)
    library.store.database.close()


async def _measured(data: Path) -> list[Row]:
    model = SlowModel()
    server = await asyncio.start_server(model.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    given = {
        "COOLPAPERS_MODEL": "vllm", "COOLPAPERS_MODEL_ADDRESS": f"http://127.0.0.1:{port}/v1",
        "COOLPAPERS_FAQ_VISITOR": "0", "COOLPAPERS_FAQ_AT_ONCE": str(PAPERS),
        "COOLPAPERS_SYNC": "no",
    }  # fmt: skip
    with serving(data, **given) as site:
        # As many readers as papers first: what the process needs to begin with is no reader's.
        few, _ = await _round(site, "zh", PAPERS)
        grown, found = await _round(site, "en", READERS)
    server.close()
    assert model.asked == 2 * PAPERS * QUESTIONS
    behind = spread([one.first_s - model.first_s["en", one.paper] for one in found])
    return [
        Row("first text after the model's, p50", behind.p50 / 1000, "s", None, "", "< 1 s"),
        Row("first text after the model's, p99", behind.p99 / 1000, "s", None, "", "< 1 s"),
        Row(f"memory for the first {PAPERS} readers", few, "MB"),
        Row(f"more for {READERS} readers after them", grown, "MB", None, "", "flat"),
    ]


async def _round(site: Site, language: str, readers: int) -> tuple[float, list[Read]]:
    """By how many MB the process grows while so many readers follow every paper's answers."""
    before = site.peak_mb(reset=True)
    await asyncio.gather(*(_begin(site, language, at + 1) for at in range(PAPERS)))
    found = await asyncio.gather(*(_read(site, language, at % PAPERS + 1) for at in range(readers)))
    assert all(one.parts == QUESTIONS for one in found)
    return site.peak_mb() - before, found


async def _request(site: Site, text: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(text.replace("\n", "\r\n").encode())
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def _begin(site: Site, language: str, number: int) -> None:
    body = f"paper=2401.{number:05}&lang={language}&quiet=1"
    _, writer = await _request(
        site,
        "POST /arxiv/faq HTTP/1.1\nHost: localhost\nConnection: close\nContent-Type: "
        f"application/x-www-form-urlencoded\nContent-Length: {len(body)}\n\n{body}",
    )
    writer.close()


async def _read(site: Site, language: str, number: int) -> Read:
    """A reader who follows the answers to their end."""
    address = f"/arxiv/faq/events?paper=2401.{number:05}&lang={language}"
    reader, writer = await _request(
        site, f"GET {address} HTTP/1.1\nHost: localhost\nConnection: close\n\n"
    )
    first, parts, kind = 0.0, set[int](), ""
    async for line in reader:
        if line.startswith(b"event: "):
            kind = line[7:].strip().decode()
        elif line.startswith(b"data: ") and kind == "block":
            first = first or perf_counter()
            parts.add(json.loads(line[6:])["part"])
    writer.close()
    return Read(number, first, len(parts))


def main() -> None:
    """The rows as a table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    show(f"{READERS} readers of {PAPERS} papers", rows())


if __name__ == "__main__":
    main()
