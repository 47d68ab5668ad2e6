"""Writing answers: jobs of the queue, question by question, each piece seen by all who wait."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

from coolpapers.errors import (
    AnswerRefusedError,
    CoolPapersError,
    ModelBusyError,
    ModelError,
    PaperNotFoundError,
    PaperTextError,
    PdfError,
    StoreBusyError,
)
from coolpapers.faq.configured import EXTRACT, ModelSpec
from coolpapers.faq.document import Document
from coolpapers.faq.extractive import readings
from coolpapers.faq.model import Message, Model, Usage
from coolpapers.faq.prompts import Asking, asking, find_prompt
from coolpapers.flows.desk import Desk, check_budget, pay
from coolpapers.flows.questions import PARTS
from coolpapers.flows.texts import UPLOAD
from coolpapers.ids import PaperId
from coolpapers.records import Answer, AnswerPart
from coolpapers.store.jobs import Job, Priority

LEASE_S = 30.0
FLUSH_S = 0.2
"""How often a growing part is written to the store, where everybody reads it."""
LONGEST_WAIT_S = 3600.0
_RETRIED_PDFS = frozenset(("busy", "unreachable"))
_LOG = logging.getLogger("coolpapers.faq")


class _LostError(Exception):
    """The job is another worker's now."""


async def answer(desk: Desk, job: Job) -> None:
    """Do a job: write an answer, or say why there is none and when to try again."""
    number = int(job.payload["answer"])
    try:
        async with _kept(desk, job):
            await _write(desk, job, number)
    except _LostError:
        return
    except asyncio.CancelledError:
        desk.store.jobs.release(job)
        raise
    except Exception as error:
        await asyncio.to_thread(_give_up, desk, job, number, error)
    else:
        await asyncio.to_thread(desk.store.jobs.done, job)


def _give_up(desk: Desk, job: Job, number: int, error: Exception) -> None:
    """Another attempt later, if that may help and is allowed; else the answer has failed."""
    reason, wait = _reason(desk, job, error)
    _LOG.info("answer %d, attempt %d: %s", number, job.attempt, error)
    if reason == "crash":
        _LOG.error("answer %d: %s", number, error, exc_info=error)
    if wait is None or job.attempt >= job.most_attempts:
        desk.store.answers.fail(number, _writer(job), reason)
    else:
        desk.store.answers.say(number, reason)
    desk.store.jobs.fail(job, reason, wait)


def _reason(desk: Desk, job: Job, error: Exception) -> tuple[str, float | None]:
    """Why an attempt failed, in a word, and how long to wait for the next; None for never."""
    wait = desk.wait(job.attempt)
    if isinstance(error, ModelBusyError):
        return error.reason, min(error.retry_after_s or wait, LONGEST_WAIT_S)
    if isinstance(error, ModelError | PaperTextError | AnswerRefusedError):
        return error.reason, None
    if isinstance(error, PdfError):
        return f"pdf_{error.reason}", wait if error.reason in _RETRIED_PDFS else None
    if isinstance(error, PaperNotFoundError):
        return "no_paper", None
    if isinstance(error, StoreBusyError):
        return "store", wait
    return ("failed" if isinstance(error, CoolPapersError) else "crash"), None


@asynccontextmanager
async def _kept(desk: Desk, job: Job) -> AsyncIterator[None]:
    """The job stays ours within the block, which ends early if it is ours no longer."""
    task = asyncio.current_task()
    is_lost = False

    async def renew() -> None:
        nonlocal is_lost
        while True:
            await asyncio.sleep(LEASE_S / 3)
            with suppress(StoreBusyError):
                if not await asyncio.to_thread(desk.store.jobs.renew, job, LEASE_S):
                    is_lost = True
                    if task is not None:
                        task.cancel()
                    return

    renewing = asyncio.create_task(renew())
    try:
        yield
    except asyncio.CancelledError:
        if is_lost:
            raise _LostError from None
        raise
    finally:
        renewing.cancel()


def _writer(job: Job) -> str:
    return f"{job.number}.{job.taking}"


async def _write(desk: Desk, job: Job, number: int) -> None:
    answer = await asyncio.to_thread(desk.store.answers.get, number)
    if answer is None or answer.state != "open":
        return
    # Before anything can go wrong: who fails an answer must be its writer.
    if not await asyncio.to_thread(desk.store.answers.take, number, _writer(job)):
        return
    if answer.done_parts == PARTS:  # a kill came between the last part and the end
        await asyncio.to_thread(desk.store.answers.finish, number, _writer(job))
        return
    spec = desk.models.get(answer.model)
    if spec is None:
        raise ModelError("no_model")
    title, document = await asyncio.to_thread(text_about, desk, answer.subject, job.priority)
    work = _Work(desk, answer, _writer(job), spec)
    if spec.kind == EXTRACT:
        await work.quote(document)
        return
    prompt = await asyncio.to_thread(find_prompt, "faq", answer.language, desk.data)
    room = spec.context - spec.longest_answer
    asked = await asyncio.to_thread(asking, prompt, title, document, room)
    await work.ask(desk.make(spec), asked)


def text_about(desk: Desk, subject: str, priority: int = Priority.NEWEST) -> tuple[str, Document]:
    """The title and the text of a paper or of a visitor's own PDF.

    Raises:
        PaperNotFoundError: Neither is there.
        PdfError: The paper's PDF cannot be had.
        PaperTextError: It has no text for us.
    """
    if subject.startswith(UPLOAD):
        own = desk.texts.own(subject.removeprefix(UPLOAD))
        return own.title, own.document
    found = desk.store.papers.get([PaperId.parse(subject)])
    if not found:
        raise PaperNotFoundError(subject)
    return found[0].paper.title, desk.texts.of(found[0].paper, priority=priority)


class _Work:
    """An answer being written by one worker."""

    def __init__(self, desk: Desk, answer: Answer, writer: str, spec: ModelSpec) -> None:
        self._desk, self._answer, self._writer, self._spec = desk, answer, writer, spec
        self._done = {part.part for part in answer.parts if part.is_done}

    async def quote(self, document: Document) -> None:
        """The sentences of the paper itself."""
        found = await asyncio.to_thread(readings, document)
        for part, text in enumerate(found, start=1):
            await self._keep(AnswerPart(part, text))
        await self._end()

    async def ask(self, model: Model, asked: Asking) -> None:
        """What a model answers; parts that are done stay as they are."""
        await self._mine(self._desk.store.answers.leave_out, asked.fitted.left_out)
        for part in range(1, PARTS + 1):
            if part not in self._done:
                await asyncio.to_thread(check_budget, self._desk)
                await self._ask(model, asked.question(part), part)
        await self._end()

    async def _ask(self, model: Model, messages: list[Message], part: int) -> None:
        began, text, usage = time.monotonic(), "", Usage()
        flushed = 0.0
        try:
            async for piece in patiently(model, messages, self._spec.silence_s):
                if isinstance(piece, Usage):
                    usage = piece
                    continue
                text += piece
                if time.monotonic() - flushed > FLUSH_S:
                    await self._mine(self._desk.store.answers.write, part, text)
                    flushed = time.monotonic()
        except Exception:
            await self._mine(self._desk.store.answers.drop_part, part)
            raise
        await asyncio.to_thread(pay, self._desk, self._spec, usage)
        seconds = time.monotonic() - began
        cost = usage.cost(self._spec)
        await self._keep(
            AnswerPart(part, text, True, usage.read, usage.cached, usage.written, cost, seconds)
        )

    async def _keep(self, part: AnswerPart) -> None:
        await self._mine(self._desk.store.answers.finish_part, part)

    async def _end(self) -> None:
        await self._mine(self._desk.store.answers.finish)

    async def _mine(self, change: Callable[..., bool], *values: object) -> None:
        """Change the answer, unless it is another worker's by now."""
        call = partial(change, self._answer.number, self._writer, *values)
        if not await asyncio.to_thread(call):
            raise _LostError


async def patiently(
    model: Model, messages: Sequence[Message], silence_s: float
) -> AsyncIterator[str | Usage]:
    """What a model answers; who says nothing for too long has failed.

    Raises:
        ModelBusyError: `silent`, or as the model says.
        ModelError: As the model says.
    """
    pieces = model.answer(messages)
    try:
        while True:
            try:
                async with asyncio.timeout(silence_s):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise ModelBusyError("silent", f"{silence_s:.0f} s") from None
            yield piece
    finally:
        if close := getattr(pieces, "aclose", None):
            await close()
