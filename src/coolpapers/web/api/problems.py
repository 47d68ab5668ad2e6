"""What went wrong, for programs: RFC 9457."""

import re

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coolpapers.errors import CoolPapersError
from coolpapers.web.api.asked import InvalidRequestError
from coolpapers.web.notes import quoted
from coolpapers.wire import Problem

KIND = "application/problem+json"
PREFIXES = ("/api/", "/mcp")
"""Below these addresses every error is a problem."""

_CAPITALS = re.compile(r"(?<!^)(?=[A-Z])")
_NAMES = {400: "bad-request", 401: "key-needed", 403: "forbidden", 404: "no-such-address"}
_NAMES |= {405: "method-not-allowed", 413: "too-large", 429: "too-many-requests"}


def concerns(path: str) -> bool:
    """Whether who asks here is a program."""
    return path.startswith(PREFIXES) or path in ("/api", "/mcp")


def problem(
    request: Request, site_url: str, error: Exception, status: int, title: str, said: str
) -> Problem:
    """The problem that an exception is; its own words only where a reader caused it."""
    retry = 5 if status == 503 else None
    wrong = error.wrong if isinstance(error, InvalidRequestError) else ()
    detail = str(error) if isinstance(error, CoolPapersError) and status < 500 else said
    if isinstance(error, HTTPException) and error.status_code == 404 and error.detail:
        detail = error.detail if error.detail != "Not Found" else said
    return Problem(
        type=f"{site_url}/api#{name_of(error)}",
        title=title,
        status=status,
        detail=detail,
        instance=quoted(request.url.path),
        retry_after_s=retry,
        errors=wrong,
    )


def name_of(error: Exception) -> str:
    """What a kind of problem is called: `paper-not-found`."""
    if isinstance(error, HTTPException):
        return _NAMES.get(error.status_code, "refused")
    if not isinstance(error, CoolPapersError):
        return "internal"
    return _CAPITALS.sub("-", type(error).__name__.removesuffix("Error")).lower()


def as_response(found: Problem) -> Response:
    """The problem as a response."""
    return Response(
        msgspec.json.encode(found), found.status, {"Cache-Control": "no-store"}, media_type=KIND
    )
