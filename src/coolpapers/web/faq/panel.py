"""The panel of questions and answers: what it shows of an answer, whole, growing or failed."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from coolpapers.faq.configured import EXTRACT
from coolpapers.faq.prompts import LANGUAGES
from coolpapers.flows.questions import PARTS, Progress, current, progress_of
from coolpapers.records import Answer, Paper
from coolpapers.web.faq.asked import Asked
from coolpapers.web.faq.blocks import shown_answer
from coolpapers.web.faq.reasons import reason_said
from coolpapers.web.language import TEXTS, Texts
from coolpapers.web.site import Visit


class Pair(NamedTuple):
    """A question, and its answer as far as it is whole."""

    number: int
    question: str
    answer: Markup
    is_done: bool


class Choice(NamedTuple):
    """A language or a model that may be chosen."""

    value: str
    name: str
    is_current: bool


class Panel(NamedTuple):
    """Everything the template of a panel shows; addresses are of this site."""

    state: str
    said: str
    fields: Sequence[tuple[str, str]]
    languages: Sequence[Choice]
    models: Sequence[Choice]
    pairs: Sequence[Pair]
    action: str
    events: str
    prompt: str
    further: str
    html_lang: str
    is_quoted: bool
    is_old: tuple[int, int] | None = None
    left_out: str = ""
    facts: str = ""


def panel_of(visit: Visit, asked: Asked, refused: str = "") -> Panel:
    """The panel of what a visit asks for; `refused` says why nothing is begun."""
    desk, question = visit.site.desk, asked.question
    answer = current(desk, question)
    progress = progress_of(desk, answer)
    base = visit.addresses.at(f"/{asked.branch}/faq")
    query = urlencode(asked.query)
    model = desk.models[question.model]
    can_ask = visit.library.settings.number("follow_ups") > 0 and not desk.is_extractive
    is_done = answer is not None and answer.state == "done"
    return Panel(
        state="refused" if refused else progress.state,
        said=refused or progress_said(visit.texts, progress),
        fields=tuple(asked.query.items()),
        languages=[
            Choice(one, visit.texts(f"faq.language_{one}"), one == question.language)
            for one in LANGUAGES
        ],
        models=[
            Choice(one.name, one.shown, one.name == model.name) for one in desk.models.values()
        ],
        pairs=_pairs(question.language, answer, pdf_address(visit, asked, answer)),
        action=base,
        events=f"{base}/events?{query}",
        prompt="" if desk.is_extractive else f"{base}/prompt?{query}",
        further=f"{base}/further?{query}" if can_ask and is_done else "",
        html_lang=TEXTS[question.language].html_lang,
        is_quoted=question.model == EXTRACT,
        is_old=_age(answer, question.version),
        left_out=left_out_said(visit.texts, answer),
        facts=_facts(visit.texts, answer) if answer is not None else "",
    )


def pdf_address(visit: Visit, asked: Asked, answer: Answer | None) -> str:
    """Where page references lead to: the PDF of the version that was read.

    A reader's own PDF is in their browser only: its answers' own page, where our script opens it.
    """
    if asked.paper is None:
        return f"{visit.addresses.at(f'/{asked.branch}/faq')}?{urlencode(asked.query)}"
    return pdf_of(visit, asked.paper, answer)


def pdf_of(visit: Visit, paper: Paper, answer: Answer | None) -> str:
    """Where the PDF of a paper of the library is; nothing if none are served."""
    if not visit.library.settings.flag("pdfs"):
        return ""
    version = answer.version if answer is not None and answer.version else 0
    suffix = f"v{version}" if version and paper.id.branch == "arxiv" else ""
    return visit.addresses.at(f"/pdf/{paper.id.branch}/{paper.id.path}{suffix}")


def _pairs(language: str, answer: Answer | None, pdf: str) -> list[Pair]:
    texts = TEXTS[language]
    done = {part.part: part.text for part in answer.parts if part.is_done} if answer else {}
    return [
        Pair(
            number,
            texts(f"faq.q{number}"),
            shown_answer(done[number], pdf) if number in done else Markup(""),
            number in done,
        )
        for number in range(1, PARTS + 1)
    ]


def progress_said(texts: Texts, progress: Progress) -> str:
    """How far an answer is, as a sentence."""
    if progress.state == "failed":
        return reason_said(texts, progress.reason)
    if progress.state == "waiting":
        said = texts("faq.waiting", n=progress.position)
        again = f" {reason_said(texts, progress.reason)}" if progress.reason else ""
        return said + again + (f" {texts('faq.again')}" if again else "")
    if progress.state == "writing":
        return texts("faq.writing", percent=int(progress.fraction * 100))
    return texts("faq.none") if progress.state == "none" else ""


def _age(answer: Answer | None, newest: int) -> tuple[int, int] | None:
    """The version an answer is of and the paper's newest one, if these differ."""
    if answer is None or answer.state != "done" or not 0 < answer.version < newest:
        return None
    return answer.version, newest


def left_out_said(texts: Texts, answer: Answer | None) -> str:
    """What did not fit the model, as a sentence."""
    if answer is None or not answer.left_out:
        return ""
    parts = [
        texts("faq.left_section", heading=heading or "–", percent=percent)
        if kind == "section"
        else texts(f"faq.left_{kind}")
        for kind, heading, percent in answer.left_out
    ]
    return texts("faq.left_out", what="; ".join(parts))


def _facts(texts: Texts, answer: Answer) -> str:
    """Who answered when, by which prompt, and what it took."""
    if answer.model == EXTRACT or answer.state != "done":
        return ""
    seconds = int(sum(part.seconds for part in answer.parts))
    return texts(
        "faq.facts",
        model=answer.said_model or answer.model,
        prompt=answer.prompt,
        tokens=answer.tokens,
        seconds=seconds,
    )
