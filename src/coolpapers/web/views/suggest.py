"""`/suggest?q=`: how a query may go on, as JSON, while it is typed.

Pages ask by POST, so that what is typed stands in no address and in no log on its way.
"""

import msgspec
from starlette.responses import Response

from coolpapers.flows.suggesting import suggest
from coolpapers.web.site import Visit

_KIND = "application/json; charset=utf-8"


def suggestions(visit: Visit) -> Response:
    """The suggestions, each a whole query with its kind, and the papers that have the word."""
    asked = visit.form.get("q") or visit.request.query_params.get("q", "")
    found = [one._asdict() for one in suggest(visit.library, asked)]
    body = msgspec.json.encode({"suggestions": found})
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=_KIND)
