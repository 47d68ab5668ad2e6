"""Two hundred readers of twenty papers: each paper is written once, everybody reads all of it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.model import CannedModel, Message
from coolpapers.flows.desk import Desk
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.questions import Visitor, ask, question_about
from coolpapers.flows.texts import Texts
from coolpapers.flows.work import work
from coolpapers.settings import read_settings
from coolpapers.store import Store
from coolpapers.web.faq.following import Following
from tests.builders import paper
from tests.flows.test_answering import PDF

PAPERS = [paper(f"2401.{at:05}", f"Paper {at}") for at in range(1, 21)]


def test_all_read_what_was_written_once(store: Store, tmp_path: Path) -> None:
    """Twenty generations serve two hundred readers, and nothing is left of them afterwards."""
    store.papers.put(PAPERS, source="test")
    asked_for: list[Sequence[Message]] = []

    def script(said: Sequence[Message]) -> Sequence[str]:
        asked_for.append(said)
        return ["First.\n\n", "Second ", "$x^2$.\n\n", "Third."]

    texts = Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), lambda _: PDF))
    document = texts.of(PAPERS[0])
    texts.of = lambda _paper, priority=0: document  # type: ignore[method-assign]
    spec = ModelSpec(name="m", kind="canned")
    settings = read_settings({"data": str(tmp_path), "faq_visitor": 0}, environment={})
    desk = Desk(settings, store, texts, {"m": spec}, lambda _: CannedModel(script, spec, 0.01))

    async def read(following: Following, at: int) -> dict[tuple[int, int], str]:
        answer = ask(desk, question_about(desk, PAPERS[at % 20], "en"), Visitor(f"reader {at}"))
        shown: dict[tuple[int, int], str] = {}
        async for events in following.events(answer.number, ""):
            for event in events:
                if event.kind == "reset":
                    shown = {key: html for key, html in shown.items() if key[0] != event.part}
                elif event.kind == "block":
                    shown[event.part, event.place] = event.html
        return shown

    async def everybody() -> tuple[list[dict[tuple[int, int], str]], int]:
        following = Following(desk)
        is_over = False
        worker = asyncio.create_task(work(desk, lambda: is_over))
        found = await asyncio.gather(*(read(following, at) for at in range(200)))
        is_over = True
        await worker
        return list(found), following.watched

    found, watched = asyncio.run(everybody())
    assert 20 * 6 == len(asked_for)
    assert 0 == watched
    places = {(part, place) for part in range(1, 7) for place in range(3)}
    assert all(places == set(shown) for shown in found)
    assert all(shown == found[0] for shown in found)
    assert "<math" in found[0][1, 1]
