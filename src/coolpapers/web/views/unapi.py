"""`/unapi`: single papers for reference managers that find their ids on a page.

Source: https://web.archive.org/web/2020/http://unapi.info/specs/
"""

from xml.sax.saxutils import quoteattr

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coolpapers.errors import PaperIdError
from coolpapers.formats.citations import FORMS, written
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.web.respond import packed
from coolpapers.web.site import Visit

KIND = "application/xml; charset=utf-8"
NOT_ACCEPTABLE = 406
_OFFERED = ("ris", "bibtex")
_SEVERAL = 300


def unapi(visit: Visit) -> Response:
    """The formats there are; those of a paper; or the paper in one of them."""
    asked = visit.request.query_params
    paper, form = asked.get("id", ""), asked.get("format", "")
    if not paper:
        return packed(visit, _formats(""), KIND)
    found = _held(visit, paper)
    if not form:
        return packed(visit, _formats(paper), KIND, _SEVERAL)
    if form not in _OFFERED:
        raise HTTPException(NOT_ACCEPTABLE)
    body = b"".join(written([[found]], FORMS[form]))
    return packed(visit, body, f"{FORMS[form].kind}; charset=utf-8")


def _held(visit: Visit, text: str) -> Paper:
    try:
        held = visit.library.store.papers.get([PaperId.parse(text)])
    except PaperIdError:
        held = []
    if not held:
        raise HTTPException(404)
    return held[0].paper


def _formats(paper: str) -> bytes:
    named = f" id={quoteattr(paper)}" if paper else ""
    lines = [f'<format name="{name}" type="{FORMS[name].kind}"/>' for name in _OFFERED]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return "\n".join((head, f"<formats{named}>", *lines, "</formats>\n")).encode()
