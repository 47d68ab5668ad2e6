"""`POST /<branch>/star`: count an opening of a PDF or a FAQ; answers the new count as text."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coolpapers.errors import PaperIdError
from coolpapers.ids import PaperId
from coolpapers.records import Held
from coolpapers.store import Opening
from coolpapers.store.stars import StarKey
from coolpapers.web.networks import network_of
from coolpapers.web.respond import plain
from coolpapers.web.site import Visit

_KEYS: dict[str, tuple[StarKey, int]] = {
    "pdf": ("pdf", 1),
    "kimi": ("faq", 1),
    "unstar": ("pdf", -1),
}
_STEPS = {"1": 1, "+1": 1, "-1": -1}


def star(visit: Visit) -> Response:
    """The new count. A reader counts once, however often their browser says so."""
    asked = {**visit.form, **visit.request.query_params}
    key = _KEYS.get(asked.get("key", ""))
    step = _STEPS.get(asked.get("delta", "1"))
    if key is None or step is None:
        return plain(visit.texts("error.bad_star"), 400)
    held = _held(visit, asked.get("paper", ""))
    if held is None:
        return plain(visit.texts("error.no_paper"), 404)
    return plain(str(_count(visit, held, key[0], step * key[1])))


def only_post(_visit: Visit) -> Response:
    """405: looking must not count."""
    raise HTTPException(405, headers={"Allow": "POST"})


def _held(visit: Visit, text: str) -> Held | None:
    try:
        found = visit.library.store.papers.get([PaperId.parse(text)])
    except PaperIdError:
        return None
    return found[0] if found else None


def _count(visit: Visit, held: Held, key: StarKey, step: int) -> int:
    settings, client = visit.library.settings, visit.request.client
    if not settings.flag("stars"):
        return held.stars.pdf if key == "pdf" else held.stars.faq
    network = network_of(client.host if client else "")
    opening = Opening(held.paper.id, key, step)
    return visit.library.store.stars.count(opening, network, settings.number("stars_per_visitor"))
