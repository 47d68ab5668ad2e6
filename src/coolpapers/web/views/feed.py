"""Any list as an Atom feed."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from starlette.responses import Response

from coolpapers.formats import atom
from coolpapers.records import Held, Paper
from coolpapers.web.respond import ATOM, packed
from coolpapers.web.site import Visit

_NEVER = datetime(1991, 8, 14, tzinfo=UTC)


def feed(visit: Visit, title: str, papers: Sequence[Held]) -> Response:
    """The feed of some papers, in their order."""
    found = [held.paper for held in papers]
    body = atom.feed(
        found,
        title=f"{title} – {visit.site.title}",
        self_url=_own_address(visit),
        site_url=visit.site_url,
        updated=max(map(_moment, found), default=_NEVER),
    )
    return packed(visit, body, ATOM)


def _own_address(visit: Visit) -> str:
    query = visit.request.url.query
    return (
        visit.site_url
        + visit.request.url.path.removeprefix(visit.addresses.base)
        + (f"?{query}" if query else "")
    )


def _moment(paper: Paper) -> datetime:
    announced = paper.announced
    day = datetime.combine(announced, time(), UTC) if announced else _NEVER
    return max(day, paper.updated_utc or _NEVER, paper.published_utc or _NEVER)
