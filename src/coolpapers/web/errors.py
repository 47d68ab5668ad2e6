"""From exception classes to status codes and pages; the only place that knows both."""

import logging
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coolpapers.errors import (
    CoolPapersError,
    EngineError,
    IndexMissingError,
    PaperIdError,
    PaperNotFoundError,
    StoreBusyError,
    StoreError,
    SubjectError,
)
from coolpapers.web.api import problems
from coolpapers.web.api.asked import InvalidRequestError, NoTextError, TextLaterError
from coolpapers.web.language import TEXTS
from coolpapers.web.notes import quoted
from coolpapers.web.respond import plain
from coolpapers.web.site import Site, Visit, visit
from coolpapers.web.views import missing

_LOG = logging.getLogger("coolpapers.web")
_RETRY_S = "5"
FOR_PROGRAMS = frozenset({"star", "kimi", "progress", "config", "health", "metrics", "unapi"})
"""The last part of addresses that answer programs: their errors are a line of plain text."""


class Row(NamedTuple):
    """How a class of errors is shown: status, heading and sentence as keys of texts."""

    status: int
    heading: str
    said: str


# The most particular class that an exception belongs to counts.
ROWS: dict[type[Exception], Row] = {
    InvalidRequestError: Row(400, "error.bad_request", "error.bad_request"),
    NoTextError: Row(404, "error.no_text", "error.no_text"),
    TextLaterError: Row(503, "error.unavailable", "error.text_later"),
    PaperIdError: Row(400, "error.bad_request", "error.bad_id"),
    SubjectError: Row(404, "error.no_category", "error.no_category_said"),
    PaperNotFoundError: Row(404, "error.no_paper", "error.no_paper_said"),
    IndexMissingError: Row(503, "error.unavailable", "error.no_index"),
    EngineError: Row(503, "error.unavailable", "error.index_broken"),
    StoreBusyError: Row(503, "error.unavailable", "error.busy"),
    StoreError: Row(503, "error.unavailable", "error.store_broken"),
    CoolPapersError: Row(500, "error.crash", "error.crash_said"),
    Exception: Row(500, "error.crash", "error.crash_said"),
}
# What the server itself refuses, by status.
REFUSALS = {
    400: Row(400, "error.bad_request", "error.bad_request"),
    403: Row(403, "error.forbidden", "error.forbidden_said"),
    404: Row(404, "error.not_found", "error.not_found_said"),
    405: Row(405, "error.method", "error.method_said"),
    406: Row(406, "error.bad_request", "error.bad_request"),
    413: Row(413, "error.too_large", "error.too_large_said"),
}


def row_for(error: Exception) -> Row:
    """The row of an exception."""
    if isinstance(error, HTTPException):
        return REFUSALS.get(error.status_code, ROWS[Exception])
    return next(ROWS[kind] for kind in type(error).__mro__ if kind in ROWS)


def respond(site: Site, request: Request, error: Exception) -> Response:
    """The answer to a request that raised; never a stack trace."""
    row, asked = row_for(error), visit(site, request)
    if row.status >= 500:
        _LOG.log(
            logging.ERROR if row.status == 500 else logging.WARNING,
            "%s %s: %s",
            request.method,
            quoted(request.url.path),
            error,
            exc_info=error if row.status == 500 else None,
        )
    if problems.concerns(asked.path):
        response = _problem(asked, row, error)
    else:
        response = _shown(asked, row, _values(asked, error))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    if row.status == 503:
        response.headers["Retry-After"] = _RETRY_S
    return response


def _problem(asked: Visit, row: Row, error: Exception) -> Response:
    """The error as a program reads it, in English."""
    texts = TEXTS["en"]
    said = texts(row.said, **_values(asked, error))
    found = problems.problem(
        asked.request, asked.site_url, error, row.status, texts(row.heading), said
    )
    return problems.as_response(found)


def _shown(asked: Visit, row: Row, values: dict[str, object]) -> Response:
    said = asked.texts(row.said, **values)
    if asked.path.rpartition("/")[2] in FOR_PROGRAMS:
        return plain(said, row.status)
    return missing.say(asked, row.status, asked.texts(row.heading), said)


def _values(asked: Visit, error: Exception) -> dict[str, object]:
    """What the sentences may speak of."""
    allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
    return {
        "path": quoted(asked.path),
        "method": asked.request.method,
        "allowed": allowed,
        "text": quoted(getattr(error, "text", "")),
        "paper": quoted(getattr(error, "paper", "")),
    }
