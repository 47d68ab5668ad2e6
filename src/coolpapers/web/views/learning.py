"""`POST /taste`: words of taste learned from starred and skipped papers, as JSON.

The browser sends what it remembers and keeps what it gets; nothing is kept here.
"""

import msgspec
from starlette.responses import Response

from coolpapers.flows.learning import FEWEST, learn
from coolpapers.web.site import Visit
from coolpapers.web.taste import kept_words

_KIND = "application/json; charset=utf-8"


def learned(visit: Visit) -> Response:
    """The words, the cookie that orders lists by them, and of how many papers they came."""
    starred, skipped = (visit.form.get(name, "").split(",") for name in ("starred", "skipped"))
    found = learn(visit.library, starred, skipped)
    told = {**found._asdict(), "fewest": FEWEST, "cookie": kept_words(found.words)}
    return Response(
        msgspec.json.encode(told), headers={"Cache-Control": "no-store"}, media_type=_KIND
    )
