"""`/status`: how the library's sources, queues and days stand, for its readers and operator."""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from coolpapers.store import Harvest
from coolpapers.web.pages import StatusPage, StatusRow
from coolpapers.web.respond import render
from coolpapers.web.site import Visit

DAYS = 14


def status(visit: Visit) -> Response:
    """The page; reasons are those of the sources, never paths or secrets of this machine."""
    store, title = visit.library.store, visit.texts("status.title")
    today = datetime.now(UTC).date()
    page = StatusPage(
        body="home",
        title=f"{title} – {visit.site.title}",
        is_indexed=False,
        sources=[_source(one) for one in sorted(store.harvests.all(), key=_calm)],
        queues=store.jobs.counts(),
        days=store.ledger.days(today - timedelta(days=DAYS), today + timedelta(days=1)),
    )
    return render(visit, "status.html", page)


def _calm(one: Harvest) -> tuple[bool, bool]:
    """What somebody must look at comes first, then what is tried again."""
    return not one.is_stopped, not one.failures


def _source(one: Harvest) -> StatusRow:
    state = "status.failing" if one.failures else "status.good"
    if one.is_stopped:
        state = "status.stopped"
    return StatusRow(one.name, state, _time(one.succeeded_s), one.reason)


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}" if seconds else ""
