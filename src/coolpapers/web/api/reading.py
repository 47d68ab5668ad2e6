"""What was said about a paper, and its own text by page."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from coolpapers import records, wire
from coolpapers.errors import PaperTextError, PdfError
from coolpapers.faq.document import Document
from coolpapers.faq.prompts import QUESTIONS
from coolpapers.flows.asking import answers_kept, paper_named
from coolpapers.flows.texts import on_page
from coolpapers.web.api.asked import InvalidRequestError, NoTextError, OnePaper, TextLaterError
from coolpapers.web.language import TEXTS
from coolpapers.web.site import Visit

MOST_PAGES = 2_000
_LATER = ("busy", "unreachable")


class TextAsked(OnePaper, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A page of a paper's PDF."""

    page: Annotated[int, Meta(ge=1, le=MOST_PAGES, description="The page of the PDF.")] = 1


def answers(visit: Visit, asked: OnePaper) -> wire.Answers:
    """What models said about a paper; none are asked."""
    held = paper_named(visit.library, asked.paper)
    found = answers_kept(visit.library, held)
    return wire.Answers(id=str(held.paper.id), answers=tuple(map(_answer, found)))


def text(visit: Visit, asked: TextAsked) -> wire.TextPage:
    """The text of a paper, a page of its PDF at a time; the PDF is fetched where needed."""
    held = paper_named(visit.library, asked.paper)
    document = _document(visit, held.paper)
    if asked.page > document.pages:
        raise InvalidRequestError("page", f"the PDF has {document.pages} pages")
    behind = visit.request.url.include_query_params(page=asked.page + 1)
    is_last = asked.page == document.pages
    return wire.TextPage(
        id=str(held.paper.id),
        page=asked.page,
        pages=document.pages,
        next=None if is_last else visit.absolute(f"{behind.path}?{behind.query}"),
        passages=tuple(
            wire.Passage(
                heading=section.heading,
                kind=section.kind,
                paragraphs=tuple(one.text for one in section.paragraphs),
            )
            for section in on_page(document, asked.page)
        ),
    )


def _document(visit: Visit, paper: records.Paper) -> Document:
    if not visit.library.settings.flag("pdfs"):
        raise NoTextError("the operator has PDFs turned off here")
    try:
        return visit.site.desk.texts.of(paper)
    except (PdfError, PaperTextError) as error:
        kind = TextLaterError if error.reason in _LATER else NoTextError
        raise kind(f"of this paper there is no text: {error.reason}") from error


def _answer(found: records.Answer) -> wire.Answer:
    return wire.Answer(
        language=found.language,
        model=found.said_model or found.model,
        version=found.version,
        written=datetime.fromtimestamp(found.ended_s, UTC),
        replies=tuple(_reply(found.language, part) for part in found.parts),
    )


def _reply(language: str, part: records.AnswerPart) -> wire.Reply:
    return wire.Reply(
        number=part.part,
        about=QUESTIONS[part.part - 1],
        question=TEXTS[language](f"faq.q{part.part}"),
        text=part.text,
    )
