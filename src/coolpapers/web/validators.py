"""Whether a reader already has a feed, told without making the feed.

What a feed shows follows from its address, the reader's language and the state of the library.
The entity tag of each feed is remembered under these, so that asking again costs a look-up.
"""

from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from starlette.responses import Response

from coolpapers.errors import EngineError
from coolpapers.web.params import LEARNED, MINE
from coolpapers.web.respond import FRESHNESS
from coolpapers.web.site import Visit

SETTLED = timedelta(seconds=2)
"""A change this young may have company within the same second of `Last-Modified`."""


def validated(visit: Visit, make: Callable[[], Response]) -> Response:
    """What `make` makes, or 304 without making it if the reader has it already."""
    key, modified = _key(visit), ""
    if key is not None:
        modified = _modified(visit)
        tag = visit.site.validators.known(key)
        if _has(visit, tag, modified):
            return _marked(Response(status_code=304, headers=dict(FRESHNESS)), tag, modified)
        _refresh(visit)
    response = make()
    tag = response.headers.get("etag")
    if key is not None and tag and response.status_code in (200, 304):
        visit.site.validators.get(key, lambda: tag)
        return _marked(response, tag, modified)
    return response


def _refresh(visit: Visit) -> None:
    """What the index shows from here on is no older than what the key says."""
    if _needs_index(visit):
        with suppress(EngineError):
            visit.library.engine.refresh()


def _key(visit: Visit) -> Hashable | None:
    """All that a feed depends on; None if it also depends on what is not counted here."""
    asked = visit.request.query_params
    if asked.get("sort", "").strip() in ("1", MINE) or asked.get("order", "").strip() == LEARNED:
        return None  # stars change without a trace, and a reader's words stand in no address
    try:
        index = visit.library.engine.position if _needs_index(visit) else 0
    except EngineError:
        return None
    newest = visit.library.store.changes.newest()
    said = visit.library.store.answers.state() if _has_answers(visit) else None
    address = visit.path, visit.request.url.query, visit.site_url
    return *address, visit.texts.code, newest, index, said


def _has_answers(visit: Visit) -> bool:
    """Answers to questions about papers come from models, at any time."""
    return visit.request.query_params.get("faq", "").strip() == "1"


def _needs_index(visit: Visit) -> bool:
    """Searches, and orders by preference, come from the index."""
    return "/search/" in visit.path or "sort" in visit.request.query_params


def _modified(visit: Visit) -> str:
    """When the library last changed, as `Last-Modified` has it; nothing where that may mislead."""
    moment = visit.library.store.changes.newest_moment()
    if moment is None or datetime.now(UTC) - moment < SETTLED:
        return ""
    if _needs_index(visit) or _has_answers(visit):
        return ""
    return format_datetime(moment, usegmt=True)


def _has(visit: Visit, tag: str | None, modified: str) -> bool:
    headers = visit.request.headers
    if "if-none-match" in headers:
        return tag is not None and (tag in headers["if-none-match"])
    since = headers.get("if-modified-since", "")
    return bool(tag and modified and since) and _is_later(since, modified)


def _is_later(since: str, modified: str) -> bool:
    if since == modified:
        return True
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(modified)
    except (ValueError, TypeError):
        return False


def _marked(response: Response, tag: str | None, modified: str) -> Response:
    if tag:
        response.headers["ETag"] = tag
    if modified:
        response.headers["Last-Modified"] = modified
    return response
