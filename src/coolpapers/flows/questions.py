"""Asking for answers: who may, what is there already, and where in the queue one stands."""

from typing import NamedTuple

from coolpapers.errors import AnswerRefusedError
from coolpapers.faq.configured import EXTRACT
from coolpapers.faq.prompts import find_prompt
from coolpapers.flows.desk import Desk, check_budget
from coolpapers.flows.texts import UPLOAD
from coolpapers.records import Answer, Paper
from coolpapers.store.jobs import MODEL, Priority

KIND = "answer"
PARTS = 6
MOST_ATTEMPTS = 6
_USUAL_LENGTH = 1_800
"""Characters of a part, by which the progress within it is guessed."""


class Visitor(NamedTuple):
    """Who asks: a digest of their address, and whether they showed the operator's token."""

    name: str = ""
    is_operator: bool = False


class Question(NamedTuple):
    """What is asked for: a paper or a visitor's own PDF, a language, a model."""

    subject: str
    version: int
    language: str
    model: str
    is_newest: bool = False


def question_about(desk: Desk, paper: Paper, language: str, model: str = "") -> Question:
    """The question about a paper's newest version; an unknown model becomes the default one."""
    version = paper.versions[-1].number if paper.versions else 0
    newest = desk.store.listings.totals().newest
    is_newest = paper.announced is not None and paper.announced == newest
    return Question(str(paper.id), version, language, _known(desk, model), is_newest)


def question_about_own(desk: Desk, token: str, language: str, model: str = "") -> Question:
    """The question about a visitor's own PDF."""
    return Question(UPLOAD + token, 0, language, _known(desk, model), is_newest=True)


def _known(desk: Desk, model: str) -> str:
    return model if model in desk.models else desk.default_model


def current(desk: Desk, asked: Question) -> Answer | None:
    """The answer to show: one that is being made now, else the newest that is done, else any."""
    found = [
        one
        for one in desk.store.answers.of(asked.subject)
        if (one.language, one.model) == (asked.language, asked.model)
    ]
    is_open = next((one for one in found if one.state == "open" and _is_worked_on(desk, one)), None)
    done = next((one for one in found if one.state == "done"), None)
    return is_open or done or next(iter(found), None)


def _is_worked_on(desk: Desk, answer: Answer) -> bool:
    job = desk.store.jobs.get(MODEL, key_of(answer))
    return job is not None and job.is_unfinished


def key_of(answer: Answer) -> str:
    """The key of an answer's job: there is one unfinished job for it, however many ask."""
    return f"{KIND}/{answer.number}"


def ask(desk: Desk, asked: Question, visitor: Visitor, *, renew: bool = False) -> Answer:
    """The answer that there is, is being written, or waits now to be written.

    Args:
        desk: The library's.
        asked: What about.
        visitor: Who asks.
        renew: Whether an answer about an older version will not do.

    Raises:
        AnswerRefusedError: It would have to be written, and may not be now.
    """
    found = current(desk, asked)
    if found is not None and found.state == "done":
        if not renew or found.version == asked.version:
            return found
    elif found is not None and found.state == "open" and _is_worked_on(desk, found):
        _enqueue(desk, found, asked, visitor)  # perhaps this visitor is more urgent
        return found
    _check(desk, visitor)
    prompt = "quoted" if asked.model == EXTRACT else _prompt_version(desk, asked)
    said = desk.models[asked.model].model
    answer = desk.store.answers.open(
        asked.subject, asked.version, asked.language, asked.model, said, prompt
    )
    if answer.state == "open":
        _enqueue(desk, answer, asked, visitor)
    return answer


def _prompt_version(desk: Desk, asked: Question) -> str:
    return find_prompt("faq", asked.language, desk.data).version


def _check(desk: Desk, visitor: Visitor) -> None:
    """Raise if this visitor may not have another answer written now."""
    settings = desk.settings
    if not settings.flag("faq"):
        raise AnswerRefusedError("off")
    check_budget(desk)
    if visitor.is_operator:
        return
    if desk.store.jobs.counts()[MODEL].waiting >= settings.number("faq_queue"):
        raise AnswerRefusedError("queue")
    refused = desk.store.allowances.ask(
        desk.day, KIND, visitor.name, settings.number("faq_visitor"), settings.number("faq_day")
    )
    if refused:
        raise AnswerRefusedError(refused)


def _enqueue(desk: Desk, answer: Answer, asked: Question, visitor: Visitor) -> None:
    priority = Priority.NEWEST if asked.is_newest else Priority.HISTORY
    if visitor.is_operator:
        priority = Priority.OPERATOR
    desk.store.jobs.add(
        MODEL,
        KIND,
        key_of(answer),
        {"answer": answer.number},
        priority=priority,
        most_attempts=MOST_ATTEMPTS,
    )


class Progress(NamedTuple):
    """How far an answer is: `state` is `none`, `waiting`, `writing`, `done` or `failed`.

    `position` counts from 1 while it waits, `fraction` goes from 0 to 1, `reason` says why it
    failed, or why it waits for another attempt.
    """

    state: str
    position: int = 0
    fraction: float = 0.0
    reason: str = ""

    @property
    def number(self) -> float:
        """As one number: minus the position, the fraction, or 1."""
        return -float(self.position) if self.state == "waiting" else self.fraction


def progress_of(desk: Desk, answer: Answer | None) -> Progress:
    """How far an answer is."""
    if answer is None:
        return Progress("none")
    if answer.state != "open":
        return Progress(answer.state, fraction=float(answer.state == "done"), reason=answer.reason)
    job = desk.store.jobs.get(MODEL, key_of(answer))
    if job is None or not job.is_unfinished:
        return Progress("failed", reason="gave_up")
    place = desk.store.jobs.position(MODEL, job.key)
    if place:
        return Progress("waiting", place, reason=answer.reason)
    writing = next((len(part.text) for part in answer.parts if not part.is_done), 0)
    fraction = (answer.done_parts + min(writing / _USUAL_LENGTH, 0.9)) / PARTS
    return Progress("writing", fraction=min(max(fraction, 0.01), 0.99))
