"""`/pdf/<branch>/<id>`: the PDF of a paper in the library, through this server."""

import logging

from starlette.responses import FileResponse, Response

from coolpapers.errors import PaperIdError, PaperNotFoundError, PdfError
from coolpapers.flows.pdf_jobs import priority_of
from coolpapers.flows.pdfs import Pdfs
from coolpapers.ids import PaperId, parse_versioned
from coolpapers.records import Held
from coolpapers.web.faq.visitors import visitor_of
from coolpapers.web.respond import plain, redirect
from coolpapers.web.site import Visit

_LOG = logging.getLogger("coolpapers.web")
# Why there is no PDF: the text that says so, and the status.
_REASONS = {
    "no_address": ("pdf.no_address", 404),
    "off": ("pdf.off", 404),
    "busy": ("pdf.busy", 503),
    "unreachable": ("pdf.unreachable", 502),
    "refused": ("pdf.refused", 502),
    "not_pdf": ("pdf.not_pdf", 502),
}


def pdf(visit: Visit) -> Response:
    """The file, with ranges; or a line that says why it cannot be had."""
    try:
        paper, version = parse_versioned(visit.request.path_params["what"])
        pdfs, held = _pdfs(visit), _held(visit, paper).paper
        is_operator = visitor_of(visit).is_operator
        priority = priority_of(visit.library.store, held, is_operator=is_operator)
        path = pdfs.get(held, version, priority=priority)
    except (PaperIdError, PaperNotFoundError):
        return plain(visit.texts("pdf.no_paper"), 404)
    except PdfError as error:
        _LOG.info("%s", error)
        return _said(visit, error.reason)
    return FileResponse(
        path,
        media_type="application/pdf",
        filename=path.name,
        content_disposition_type="inline",
        headers={"Cache-Control": "private, max-age=86400"},
    )


def pdf_by_address(visit: Visit) -> Response:
    """`/pdf?url=`: to the PDF of the paper that the address names, if the library holds it."""
    try:
        paper = PaperId.parse(visit.request.query_params.get("url", ""))
        _held(visit, paper)
    except (PaperIdError, PaperNotFoundError):
        return plain(visit.texts("pdf.no_paper"), 404)
    return redirect(visit.addresses.at(f"/pdf/{paper.branch}/{paper.path}"))


def _said(visit: Visit, reason: str) -> Response:
    key, status = _REASONS[reason]
    response = plain(visit.texts(key), status)
    if reason == "busy":
        response.headers["Retry-After"] = "5"
    return response


def _held(visit: Visit, paper: PaperId) -> Held:
    found = visit.library.store.papers.get([paper])
    if not found:
        raise PaperNotFoundError(str(paper))
    return found[0]


def _pdfs(visit: Visit) -> Pdfs:
    if not visit.library.settings.flag("pdfs"):
        raise PdfError("off")
    return visit.site.pdfs
