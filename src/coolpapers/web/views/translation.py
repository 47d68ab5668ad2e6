"""`POST /<branch>/translate`: a paper's title and abstract in another language, as safe HTML."""

import asyncio

from starlette.responses import JSONResponse, Response

from coolpapers.errors import (
    AnswerRefusedError,
    ModelError,
    PaperIdError,
    PaperNotFoundError,
)
from coolpapers.faq.prompts import LANGUAGES
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.web.faq.reasons import refusal_said, status_of
from coolpapers.web.faq.visitors import visitor_of
from coolpapers.web.markup import render_prose, render_title
from coolpapers.web.site import Visit


async def translated(visit: Visit) -> Response:
    """`{"title": html, "abstract": html}` with formulas as MathML, or `{"error": sentence}`."""
    given = {**visit.request.query_params, **visit.form}
    language = given.get("lang", "")
    if language not in LANGUAGES:
        return _json({"error": visit.texts("translate.no_language")}, 400)
    try:
        paper = await asyncio.to_thread(_paper, visit, given.get("paper", ""))
        visitor = await asyncio.to_thread(visitor_of, visit)
        found = await visit.site.translator.of(paper, language, visitor)
    except (PaperIdError, PaperNotFoundError):
        return _json({"error": visit.texts("error.no_paper")}, 404)
    except (AnswerRefusedError, ModelError) as error:
        return _json({"error": refusal_said(visit.texts, error.reason)}, status_of(error))
    return _json({"title": render_title(found.title), "abstract": render_prose(found.abstract)})


def _paper(visit: Visit, text: str) -> Paper:
    asked = PaperId.parse(text)
    found = visit.library.store.papers.get([asked])
    if not found:
        raise PaperNotFoundError(str(asked))
    return found[0].paper


def _json(value: dict[str, str], status: int = 200) -> Response:
    return JSONResponse(value, status, headers={"Cache-Control": "no-store"})
