"""What is known of a paper's FAQ: the page, the panel, the cached answer, progress, events.

Nothing here begins an answer.
"""

import json
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from coolpapers.errors import CoolPapersError
from coolpapers.faq.prompts import find_prompt
from coolpapers.flows.questions import current, progress_of
from coolpapers.records import Answer
from coolpapers.web.faq.asked import Asked, read_asked
from coolpapers.web.faq.blocks import answer_markup, question_markup
from coolpapers.web.faq.following import Event
from coolpapers.web.faq.panel import panel_of, pdf_address, progress_said
from coolpapers.web.language import TEXTS
from coolpapers.web.markup import render_title
from coolpapers.web.pages import FaqPage
from coolpapers.web.respond import HTML, plain, render
from coolpapers.web.site import Visit

EVENTS = "text/event-stream; charset=utf-8"
STREAMED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Streams are neither kept nor gathered on their way."""


def faq(visit: Visit) -> Response:
    """The page of questions and answers; with `part=1` the panel alone, for our script."""
    return show(visit, read_asked(visit))


def show(visit: Visit, asked: Asked, refused: str = "", status: int = 200) -> Response:
    """The page or the panel of what is asked for."""
    panel = panel_of(visit, asked, refused)
    address = visit.addresses.paper(asked.paper.id) if asked.paper else ""
    page = FaqPage(
        body=asked.branch,
        title=f"{asked.title} – {visit.site.title}",
        is_indexed=False,
        panel=panel,
        heading=render_title(asked.title),
        paper=address,
    )
    is_part = visit.request.query_params.get("part") == "1"
    response = render(visit, "_faq.html" if is_part else "faq.html", page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def cached_answer(visit: Visit) -> Response:
    """The cached FAQ of a paper as other clients read it; an empty body while there is none."""
    try:
        asked = read_asked(visit)
    except CoolPapersError:
        return _markup("")
    found = finished(visit, asked)
    return _markup(markup_of(found) if found is not None else "")


def finished(visit: Visit, asked: Asked) -> Answer | None:
    """The newest answer that is whole: in this language by this model, by any model, in any."""
    question = asked.question
    done = [
        one for one in visit.site.desk.store.answers.of(question.subject) if one.state == "done"
    ]
    return max(
        done,
        key=lambda one: (
            one.language == question.language,
            one.model == question.model,
            one.version,
            one.number,
        ),
        default=None,
    )


def markup_of(answer: Answer) -> str:
    """All pairs of an answer."""
    texts = TEXTS[answer.language]
    return "".join(
        question_markup(part.part, texts(f"faq.q{part.part}")) + answer_markup(part)
        for part in answer.parts
        if part.is_done
    )


def _markup(text: str) -> Response:
    return Response(text, 200, {"Cache-Control": "no-store"}, HTML)


def progress(visit: Visit) -> Response:
    """How far the FAQ of a paper is: minus its place in the queue, a fraction, or 1."""
    try:
        asked = read_asked(visit)
    except CoolPapersError:
        return plain("0")
    desk = visit.site.desk
    return plain(f"{progress_of(desk, current(desk, asked.question)).number:.3g}")


def prompt(visit: Visit) -> Response:
    """What the model is asked, word for word."""
    asked = read_asked(visit)
    found = find_prompt("faq", asked.question.language, visit.site.desk.data)
    lines = [
        f"faq.{asked.question.language}, {visit.texts('faq.version', n=found.version)}",
        found.system.strip(),
        found.paper.strip(),
        *(f"{at}. {one}" for at, one in enumerate(found.questions, start=1)),
    ]
    return plain("\n\n".join(lines) + "\n")


def events(visit: Visit) -> Response:
    """Server-Sent Events of an answer being written, until it has ended."""
    asked = read_asked(visit)
    found = current(visit.site.desk, asked.question)
    if found is None or visit.request.method == "HEAD":
        return Response(status_code=204)
    pdf = pdf_address(visit, asked, found)
    return StreamingResponse(_told(visit, found.number, pdf), 200, STREAMED, EVENTS)


async def _told(visit: Visit, number: int, pdf: str) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    async for changes in visit.site.following.events(number, pdf):
        yield "".join(_line(visit, event) for event in changes) or ": \n\n"
    if not visit.site.following.is_over:  # else the page connects again, to whoever serves then
        yield "event: end\ndata: {}\n\n"


def _line(visit: Visit, event: Event) -> str:
    if event.kind == "state":
        progress = event.progress
        told: dict[str, object] = {
            "state": progress.state,
            "number": progress.number,
            "said": progress_said(visit.texts, progress),
        }
    else:
        told = {"part": event.part, "place": event.place, "html": event.html}
    return sse(event.kind, told)


def sse(kind: str, told: dict[str, object]) -> str:
    """An event as the protocol has it."""
    return f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
