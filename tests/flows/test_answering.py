"""Answers: one for all who ask, kept part by part, explained where there is none."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coolpapers.errors import AnswerRefusedError, ModelBusyError, ModelError
from coolpapers.faq.configured import EXTRACT, ModelSpec
from coolpapers.faq.model import CannedModel, Message, Usage
from coolpapers.flows.desk import Desk
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.questions import (
    PARTS,
    Question,
    Visitor,
    ask,
    current,
    progress_of,
    question_about,
)
from coolpapers.flows.texts import Texts
from coolpapers.flows.translating import Translator
from coolpapers.flows.work import work
from coolpapers.records import AnswerPart, Paper, Version
from coolpapers.settings import read_settings
from coolpapers.store import Store, open_store
from coolpapers.store.jobs import MODEL, Priority
from tests.builders import paper
from tests.pdfs import Set, typeset

WORDS = "We propose a method and show results for the problem of winding coasts here"
PDF = typeset([[Set(54, 700 - 12 * at, f"{WORDS}, line {at}.") for at in range(20)]])
PAPER = paper("2401.00001", "Of coasts")
READER = Visitor("reader")

MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(store: Store, tmp_path: Path) -> MakeDesk:
    """Makes the desk of a library with one paper: a script of its model, then settings."""
    store.papers.put([PAPER], source="test")

    def made(
        script: Callable[[Sequence[Message]], Sequence[str | Exception]] | None = None,
        fetch: Callable[[str], bytes] = lambda _: PDF,
        spec: ModelSpec | None = None,
        **settings: object,
    ) -> Desk:
        spec = spec or ModelSpec(name="m", kind="canned" if script else EXTRACT, price_written=10.0)
        return Desk(
            read_settings({"data": str(tmp_path / "library"), **settings}, environment={}),
            store,
            Texts(tmp_path / "library", Pdfs(PdfCache(tmp_path / "pdfs", 10**8), fetch)),
            {spec.name: spec},
            lambda spec: CannedModel(script or (lambda _: ["x"]), spec),
            wait=lambda _: 0.0,
            now=lambda: datetime(2024, 1, 2, tzinfo=UTC),
        )

    return made


def answered(desk: Desk, asked: Question | None = None) -> Question:
    """A question that was asked and worked on until nothing waits."""
    asked = asked or question_about(desk, PAPER, "en")
    ask(desk, asked, READER)
    asyncio.run(work(desk, lambda: False, until_empty=True))
    return asked


def test_six_questions_are_answered_and_kept(make_desk: MakeDesk) -> None:
    """Every answer stores version, model, prompt, language, tokens, cost and time."""
    desk = make_desk(lambda said: [said[-1].text.rpartition("\n")[2], " Yes [p. 1]."])
    found = current(desk, answered(desk))
    assert found is not None
    assert ("done", PARTS, "en", "m", "1") == (
        found.state, found.done_parts, found.language, found.model, found.prompt
    )  # fmt: skip
    assert all(part.text.endswith("Yes [p. 1].") for part in found.parts)
    assert PARTS == len({part.text for part in found.parts})
    assert found.tokens > 0
    assert found.cost > 0
    assert found.tokens == desk.store.allowances.spent("2024-01-02").tokens


def test_however_many_ask_one_answer_is_written(make_desk: MakeDesk) -> None:
    """A hundred readers of a paper cause the model to be asked six times."""
    asked_for: list[int] = []
    desk = make_desk(lambda _: [str(asked_for.append(1))])
    for reader in range(100):
        ask(desk, question_about(desk, PAPER, "en"), Visitor(f"reader {reader}"))
    asyncio.run(work(desk, lambda: False, until_empty=True))
    ask(desk, question_about(desk, PAPER, "en"), READER)
    asyncio.run(work(desk, lambda: False, until_empty=True))
    assert PARTS == len(asked_for)


def test_without_a_model_the_paper_is_quoted(make_desk: MakeDesk) -> None:
    """What is shown then are sentences of the paper with their pages, at no cost."""
    found = current(make_desk(), answered(make_desk()))
    assert found is not None
    assert ("done", PARTS, 0) == (found.state, found.done_parts, found.tokens)
    assert "[p. 1]" in found.parts[0].text
    assert "winding coasts" in found.parts[0].text


def test_a_finished_part_is_never_lost(make_desk: MakeDesk) -> None:
    """After a failure only the parts that are missing are asked for again."""
    calls: list[str] = []

    def failing(said: Sequence[Message]) -> Sequence[str | Exception]:
        calls.append(said[-1].text)
        return ["half ", ModelBusyError("cut")] if len(calls) == 4 else ["whole"]

    desk = make_desk(failing)
    found = current(desk, answered(desk))
    assert found is not None
    assert ("done", ["whole"] * PARTS) == (found.state, [part.text for part in found.parts])
    assert PARTS + 1 == len(calls)
    assert calls[3] == calls[4]


def test_a_partial_answer_is_not_whole(make_desk: MakeDesk) -> None:
    """An answer given up keeps its whole parts, has no half one, and says why."""

    def failing(said: Sequence[Message]) -> Sequence[str | Exception]:
        is_third = "method step by step" in said[-1].text
        return ["half", ModelBusyError("cut")] if is_third else ["whole"]

    desk = make_desk(failing)
    asked = answered(desk)
    found = current(desk, asked)
    assert found is not None
    assert ("failed", "cut", ["whole", "whole"]) == (
        found.state, found.reason, [part.text for part in found.parts]
    )  # fmt: skip
    assert "failed" == progress_of(desk, found).state
    desk = make_desk(lambda _: ["whole"])  # the retry button
    again = current(desk, answered(desk, asked))
    assert again is not None
    assert (found.number, "done") == (again.number, again.state)


@pytest.mark.parametrize(
    ("fetch", "reason"),
    [
        (lambda _: b"<html>", "pdf_not_pdf"),
        (lambda _: b"%PDF-1.4 broken", "corrupt"),
        (lambda _: typeset([[]]), "scanned"),
    ],
)
def test_why_a_paper_cannot_be_read_is_said(
    make_desk: MakeDesk, fetch: Callable[[str], bytes], reason: str
) -> None:
    """An answer that cannot be has the PDF's reason."""
    desk = make_desk(lambda _: ["x"], fetch)
    assert reason == progress_of(desk, current(desk, answered(desk))).reason


def test_a_new_version_is_asked_for_by_renewing(make_desk: MakeDesk) -> None:
    """The answer of an older version stays until somebody renews it."""
    desk = make_desk(lambda _: ["x"])
    answered(desk)
    moment = datetime(2024, 2, 1, tzinfo=UTC)
    newer = paper("2401.00001", "Of coasts", versions=(Version(1, moment), Version(2, moment)))
    asked = question_about(desk, newer, "en")
    assert 0 == ask(desk, asked, READER).version
    renewed = ask(desk, asked, READER, renew=True)
    assert (2, "open") == (renewed.version, renewed.state)
    assert renewed == current(desk, asked)


def refusal(desk: Desk, language: str, name: str) -> str:
    """Why a visitor gets no answer; nothing if it waits now."""
    try:
        ask(desk, question_about(desk, PAPER, language), Visitor(name))
    except AnswerRefusedError as refused:
        return refused.reason
    return ""


def test_limits_and_budgets_are_kept(make_desk: MakeDesk) -> None:
    """A visitor, a day, tokens, money, the queue: each has its reason; the operator passes."""
    for settings, reason in (
        ({"faq_visitor": 1}, "visitor"),
        ({"faq_day": 1}, "day"),
        ({"faq_tokens": 1}, "tokens"),
        ({"faq_money": 0.000001}, "money"),
        ({"faq_queue": 1}, "queue"),
        ({"faq": False}, "off"),
    ):
        desk = make_desk(lambda _: ["x"], **settings)
        desk.store.allowances.spend("2024-01-02", "m", 5, 1.0)
        assert reason in [refusal(desk, language, reason) for language in ("en", "zh")]
    desk = make_desk(lambda _: ["x"], faq_visitor=1, faq_day=1, faq_queue=1)
    assert "open" == ask(desk, question_about(desk, PAPER, "zh"), Visitor("o", True)).state


def test_a_budget_that_is_spent_on_the_way_is_said(make_desk: MakeDesk) -> None:
    """An answer stops at the end of the budget and keeps what it has."""
    desk = make_desk(lambda _: ["x" * 100], faq_money=0.0005)
    found = current(desk, answered(desk))
    assert found is not None
    assert ("failed", "money") == (found.state, found.reason)
    assert 0 < found.done_parts < PARTS


def test_the_operator_then_the_newest_day_come_first(make_desk: MakeDesk) -> None:
    """Who asks and for which day decides the place in the queue."""
    desk = make_desk(lambda _: ["x"])
    old = paper("2301.00001", "Old", announced=datetime(2023, 1, 2).date())  # noqa: DTZ001
    desk.store.papers.put([old], source="test")
    asked = [question_about(desk, one, "en") for one in (old, PAPER)]
    answers = [ask(desk, one, READER) for one in asked]
    assert [2, 1] == [progress_of(desk, one).position for one in answers]
    ask(desk, asked[0], Visitor("o", is_operator=True))
    assert [1, 2] == [progress_of(desk, one).position for one in answers]
    assert Priority.OPERATOR == desk.store.jobs.get(MODEL, f"answer/{answers[0].number}").priority  # type: ignore[union-attr]


def test_left_out_is_told(make_desk: MakeDesk) -> None:
    """A paper too long for the model is cut, and the answer says what is missing."""
    desk = make_desk(lambda _: ["x"], spec=ModelSpec(name="m", kind="canned", context=4000))
    found = current(desk, answered(desk))
    assert found is not None
    assert "done" == found.state
    assert [] == [row for row in found.left_out if row[0] not in ("section", "references")]


# --- workers that die or come too late


def test_an_answer_lost_to_another_worker_is_left_alone(make_desk: MakeDesk) -> None:
    """A worker whose lease was taken over writes nothing more."""
    desk = make_desk(lambda _: ["x"])
    answer = ask(desk, question_about(desk, PAPER, "en"), READER)
    store = desk.store.answers
    assert store.take(answer.number, "first")
    assert store.write(answer.number, "first", 1, "mine")
    assert store.take(answer.number, "second")
    assert not store.write(answer.number, "first", 1, "late")
    assert not store.finish(answer.number, "first")
    assert store.write(answer.number, "second", 1, "whole")
    found = store.get(answer.number)
    assert found is not None
    assert ["whole"] == [part.text for part in found.parts]


def test_an_answer_with_all_its_parts_is_whole(make_desk: MakeDesk) -> None:
    """Killed between the last part and the end: it ends, though the paper cannot be read now."""
    desk = make_desk(lambda _: ["x"], lambda _: b"<html>")
    answer = ask(desk, question_about(desk, PAPER, "en"), READER)
    assert desk.store.answers.take(answer.number, "killed")
    for part in range(1, PARTS + 1):
        assert desk.store.answers.finish_part(answer.number, "killed", AnswerPart(part, "whole"))
    asyncio.run(work(desk, lambda: False, until_empty=True))
    found = desk.store.answers.get(answer.number)
    assert found is not None
    assert ("done", PARTS) == (found.state, found.done_parts)


KILLED = """
import asyncio, sys
from coolpapers.settings import read_settings
from coolpapers.library import open_library
from coolpapers.cli.options import desk_of
from coolpapers.flows.work import work
library = open_library(read_settings({"data": sys.argv[1], "model": "canned"}, environment={}))
print("ready", flush=True)
asyncio.run(work(desk_of(library), lambda: False))
"""


def test_a_killed_worker_loses_no_finished_part(tmp_path: Path) -> None:
    """Kill -9 in the middle of an answer: another worker finishes it, part by part."""
    store = open_store(tmp_path)
    store.papers.put([PAPER], source="test")
    texts = Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), lambda _: PDF))
    texts.of(PAPER)  # kept, so that the worker needs no network
    spec = ModelSpec(name="canned", kind="canned")
    settings = read_settings({"data": str(tmp_path)}, environment={})
    desk = Desk(
        settings, store, texts, {"canned": spec}, lambda _: CannedModel(lambda _: ["second"])
    )
    answer = ask(desk, question_about(desk, PAPER, "en"), READER)
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], env=dict(os.environ))
    try:
        while (found := store.answers.get(answer.number)) is None or found.done_parts < 2:
            assert process.poll() is None
            asyncio.run(asyncio.sleep(0.02))
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    store.database.connection.execute("UPDATE jobs SET ready_s = 0")  # the lease runs out
    kept = store.answers.get(answer.number)
    assert kept is not None
    asyncio.run(work(desk, lambda: False, until_empty=True))
    found = store.answers.get(answer.number)
    assert found is not None
    assert "done" == found.state
    done = kept.done_parts
    assert [part.text for part in kept.parts[:done]] == [part.text for part in found.parts[:done]]
    assert {"second"} == {part.text for part in found.parts[done:]}
    store.database.close()


# --- translation


def translated(desk: Desk, one: Paper, language: str = "zh") -> tuple[str, str]:
    """Title and abstract in a language."""
    return asyncio.run(Translator(desk).of(one, language, READER))


def test_formulas_survive_translation(make_desk: MakeDesk) -> None:
    """The model sees signs in the place of formulas, and these come back in their new order."""

    def script(said: Sequence[Message]) -> Sequence[str]:
        assert "alpha" not in said[-1].text
        return ["在 ⟦2⟧ 和 ", "⟦1⟧ 之间"] if "⟦1⟧" in said[-1].text else ["海岸"]

    desk = make_desk(script)
    one = paper("2401.00002", "Coasts", abstract=r"Between $\alpha_1 < 2$ and $\beta^{\alpha}$")
    assert ("海岸", r"在 $\beta^{\alpha}$ 和 $\alpha_1 < 2$ 之间") == translated(desk, one)


@pytest.mark.parametrize("answer", ["没有公式", "⟦1⟧ 和 ⟦1⟧", "⟦1⟧ ⟦2⟧", "⟦1⟧ 加 $x$"])
def test_a_translation_that_harms_formulas_is_refused(make_desk: MakeDesk, answer: str) -> None:
    """Lost, doubled or invented formulas: nothing is kept."""
    desk = make_desk(lambda _: [answer])
    one = paper("2401.00002", "With $x$")
    with pytest.raises(ModelBusyError) as refused:
        translated(desk, one)
    assert "garbage" == refused.value.reason


def test_a_translation_is_made_once(make_desk: MakeDesk) -> None:
    """What is translated is kept for everybody; what is in the language is left as it is."""
    model_asked: list[int] = []
    desk = make_desk(lambda _: [str(model_asked.append(1))])
    one = paper("2401.00002", "Coasts", abstract="They wind.")
    first = translated(desk, one)
    assert first == translated(desk, one)
    assert ("Coasts", "They wind.") == translated(desk, one, "en")
    assert 2 == len(model_asked)


def test_without_a_model_nothing_is_translated(make_desk: MakeDesk) -> None:
    """An instance without a model says so."""
    desk = make_desk()
    desk = desk._replace(models={EXTRACT: ModelSpec(name=EXTRACT, kind=EXTRACT)})
    with pytest.raises(ModelError) as none:
        translated(desk, PAPER)
    assert "no_model" == none.value.reason


def test_usage_adds_up() -> None:
    """Tokens are those read and those written."""
    assert 12 == Usage(read=7, cached=3, written=5).tokens
