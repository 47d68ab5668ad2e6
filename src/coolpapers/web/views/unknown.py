"""Papers that a reader asks for and the library does not hold: fetched, kept and shown."""

import logging
from collections.abc import Awaitable, Callable, Sequence

import anyio
from anyio import to_thread
from starlette.responses import Response

from coolpapers.errors import SourceError
from coolpapers.ids import ARXIV, PaperId
from coolpapers.store.jobs import Priority
from coolpapers.web.faq.visitors import visitor_of
from coolpapers.web.site import Visit
from coolpapers.web.views import missing

_LOG = logging.getLogger("coolpapers.web")
AT_ONCE = 8
"""So many readers may wait for papers in one process; pages never wait for those who do."""
RETRY_S = "10"
_limiter = anyio.CapacityLimiter(AT_ONCE)


def with_missing(
    visit: Visit, papers: Sequence[PaperId], show: Callable[[], Response]
) -> Response | Awaitable[Response]:
    """What `show` answers, after papers of arXiv that are not held were fetched."""
    wanted = visit.site.wanted
    if wanted is None or all(one.branch != ARXIV for one in papers):
        return show()
    held = {one.paper.id for one in visit.library.store.papers.get(papers)}
    absent = [one for one in papers if one.branch == ARXIV and one not in held]
    if not absent:
        return show()

    is_operator = visitor_of(visit).is_operator
    priority = Priority.OPERATOR if is_operator else Priority.NEWEST

    def fetch_and_show() -> Response:
        try:
            wanted.fetch(absent, priority=priority)
        except SourceError as error:
            _LOG.warning("%s", error)
            if not held:
                return _not_now(visit, absent[0])
        return show()

    return to_thread.run_sync(fetch_and_show, limiter=_limiter)


def _not_now(visit: Visit, paper: PaperId) -> Response:
    said = visit.texts("error.no_source_said", paper=paper.local)
    response = missing.say(visit, 503, visit.texts("error.unavailable"), said)
    response.headers["Retry-After"] = RETRY_S
    return response
