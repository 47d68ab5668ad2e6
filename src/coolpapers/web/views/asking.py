"""Asking: to have an answer written, further questions, reading a PDF of one's own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
from starlette.responses import JSONResponse, Response, StreamingResponse

from coolpapers.errors import (
    AnswerRefusedError,
    CoolPapersError,
    ModelError,
    PaperIdError,
    PaperNotFoundError,
    PaperTextError,
    PdfError,
)
from coolpapers.faq.model import Message, Usage
from coolpapers.faq.prompts import asking, find_prompt
from coolpapers.flows.answering import patiently, text_about
from coolpapers.flows.desk import check_budget, pay
from coolpapers.flows.questions import Visitor, ask
from coolpapers.settings import Settings
from coolpapers.web.faq.asked import Asked, read_asked
from coolpapers.web.faq.blocks import answer_markup, question_markup, shown_block
from coolpapers.web.faq.panel import pdf_address
from coolpapers.web.faq.reasons import reason_said, refusal_said, status_of
from coolpapers.web.faq.visitors import visitor_of
from coolpapers.web.language import TEXTS
from coolpapers.web.markdown import MarkdownStream
from coolpapers.web.markup import render_prose
from coolpapers.web.respond import HTML, plain, see_other
from coolpapers.web.site import Visit
from coolpapers.web.views.answers import EVENTS, STREAMED, show, sse

MOST_TURNS = 40
LONGEST_QUESTION, LONGEST_TURN = 4_000, 40_000
_LOG = logging.getLogger("coolpapers.faq")
_MB = 1_000_000


def start(visit: Visit) -> Response:
    """Have an answer written; back to its page, or 204 for our script (`quiet=1`)."""
    asked = read_asked(visit)
    renew = visit.form.get("renew", "") == "1"
    is_quiet = visit.form.get("quiet", "") == "1"
    try:
        ask(visit.site.desk, asked.question, visitor_of(visit), renew=renew)
    except AnswerRefusedError as error:
        said = refusal_said(visit.texts, error.reason)
        if is_quiet:
            return plain(said, status_of(error))
        return show(visit, asked, said, status_of(error))
    if is_quiet:
        return Response(status_code=204)
    return see_other(f"{visit.addresses.at(f'/{asked.branch}/faq')}?{urlencode(asked.query)}", {})


def stream_answer(visit: Visit) -> Response:
    """The FAQ as other clients read it: a pair as soon as it is whole. Begins it where needed."""
    try:
        asked = read_asked(visit)
    except (PaperIdError, PaperNotFoundError):
        return Response("", 200, {"Cache-Control": "no-store"}, HTML)
    try:
        answer = ask(visit.site.desk, asked.question, visitor_of(visit))
    except AnswerRefusedError as error:
        return plain(refusal_said(visit.texts, error.reason), status_of(error))
    return StreamingResponse(_pairs(visit, answer.number), 200, STREAMED, HTML)


async def _pairs(visit: Visit, number: int) -> AsyncIterator[str]:
    given: set[int] = set()
    following, state = visit.site.following, ""
    async for changes in following.events(number, ""):
        answer = await asyncio.to_thread(visit.site.desk.store.answers.get, number)
        for part in answer.parts if answer else ():
            if part.is_done and part.part not in given:
                given.add(part.part)
                question = TEXTS[answer.language](f"faq.q{part.part}") if answer else ""
                yield question_markup(part.part, question) + answer_markup(part)
        for event in changes:
            state = event.progress.state if event.kind == "state" else state
            if event.progress.state == "failed":
                yield _broken_off(reason_said(visit.texts, event.progress.reason))
    if following.is_over and state not in ("done", "failed"):
        # A client of this stream knows no other end than the last byte: it must be told.
        yield _broken_off(visit.texts("faq.restarting"))


def _broken_off(said: str) -> str:
    return f'<p class="faq-error">{escape(said)}</p>\n'


# --- further questions


class Turn(msgspec.Struct, frozen=True):
    """What the reader or the model said."""

    role: str
    text: str


class Conversation(NamedTuple):
    """Further questions about a paper, the newest last, and who asks."""

    asked: Asked
    turns: list[Message]
    pdf: str
    visitor: Visitor


def largest_conversation(_settings: Settings) -> int:
    """A conversation as JSON; older turns are left out by the page."""
    return 400_000


async def further(visit: Visit) -> Response:
    """The answer to a further question, as Server-Sent Events of blocks."""
    try:
        conversation = await asyncio.to_thread(_conversation, visit)
    except AnswerRefusedError as error:
        return plain(refusal_said(visit.texts, error.reason), status_of(error))
    if conversation is None:
        return plain(visit.texts("error.bad_request"), 400)
    return StreamingResponse(_answered(visit, conversation), 200, STREAMED, EVENTS)


def _conversation(visit: Visit) -> Conversation | None:
    """What is asked; None if the body is no conversation.

    Raises:
        AnswerRefusedError: Nothing more is answered now.
    """
    asked = read_asked(visit)
    try:
        turns = msgspec.json.decode(visit.body, type=list[Turn])
    except msgspec.MsgspecError:
        return None
    is_fine = (
        0 < len(turns) <= MOST_TURNS
        and all(
            one.role == ("assistant" if at % 2 else "user") and 0 < len(one.text) <= LONGEST_TURN
            for at, one in enumerate(turns)
        )
        and len(turns) % 2 == 1
        and len(turns[-1].text) <= LONGEST_QUESTION
    )
    if not is_fine:
        return None
    visitor = visitor_of(visit)
    _check(visit, visitor)
    said = [Message("assistant" if one.role == "assistant" else "user", one.text) for one in turns]
    return Conversation(asked, said, pdf_address(visit, asked, None), visitor)


def _check(visit: Visit, visitor: Visitor) -> None:
    desk, most = visit.site.desk, visit.library.settings.number("follow_ups")
    if not most or not visit.library.settings.flag("faq") or desk.is_extractive:
        raise AnswerRefusedError("off")
    check_budget(desk)
    if visitor.is_operator:
        return
    if refused := desk.store.allowances.ask(desk.day, "further", visitor.name, most, 0):
        raise AnswerRefusedError(refused)


async def _answered(visit: Visit, conversation: Conversation) -> AsyncIterator[str]:
    yield sse("question", {"html": render_prose(conversation.turns[-1].text)})
    stream, text = MarkdownStream(), ""
    try:
        async for piece in _pieces(visit, conversation):
            text += piece
            for update in stream.feed(piece):
                yield _block(update.place, shown_block(update.html, conversation.pdf))
    except CoolPapersError as error:
        _LOG.info("further question: %s", error)
        reason = getattr(error, "reason", "failed")
        yield sse("failed", {"said": refusal_said(visit.texts, reason)})
        return
    for update in stream.close():
        yield _block(update.place, shown_block(update.html, conversation.pdf))
    yield sse("end", {"text": text})


async def _pieces(visit: Visit, conversation: Conversation) -> AsyncIterator[str]:
    """The model's words; what they took is paid for also if they break off.

    Raises:
        ModelError: The model could not.
        PdfError: The paper cannot be had.
        PaperTextError: It has no text for us.
    """
    desk, question = visit.site.desk, conversation.asked.question
    spec = desk.models[question.model]
    title, document = await asyncio.to_thread(text_about, desk, question.subject)
    prompt = await asyncio.to_thread(find_prompt, "faq", question.language, desk.data)
    said = sum(len(turn.text) for turn in conversation.turns)
    room = spec.context - spec.longest_answer - said // 2
    put = await asyncio.to_thread(asking, prompt, title, document, room)
    messages = put.conversation(conversation.turns)
    async for piece in patiently(desk.make(spec), messages, spec.silence_s):
        if isinstance(piece, Usage):
            await asyncio.to_thread(pay, desk, spec, piece)
        else:
            yield piece


def _block(place: int, html: str) -> str:
    return sse("block", {"place": place, "html": html})


# --- a PDF of one's own


def largest_pdf(settings: Settings) -> int:
    """How large a visitor's own PDF may be."""
    return 0 if settings.text("own_pdfs") == "off" else settings.number("own_pdf_mb") * _MB


def own(visit: Visit) -> Response:
    """`{"own": token}` of a PDF that was sent and could be read, or `{"error": ...}`."""
    try:
        token = visit.site.desk.texts.add_own(_name(visit), visit.body)
    except (PaperTextError, PdfError, ModelError) as error:
        return JSONResponse(
            {"error": reason_said(visit.texts, error.reason)}, 422, {"Cache-Control": "no-store"}
        )
    return JSONResponse({"own": token}, headers={"Cache-Control": "no-store"})


def _name(visit: Visit) -> str:
    """What the visitor's file is called, as its page shows it."""
    name = visit.request.query_params.get("name", "")[:200].removesuffix(".pdf")
    return " ".join("".join(c if c.isprintable() else " " for c in name).split()) or "PDF"
