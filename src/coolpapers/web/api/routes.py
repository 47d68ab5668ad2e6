"""Every address of the API, one table; what each may be asked and what it answers."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from starlette.responses import Response

from coolpapers import wire
from coolpapers.web.api import asked, citations, lists, papers, reading, search, shelves
from coolpapers.web.respond import packed
from coolpapers.web.site import Visit

BASE = "/api/v1"
JSON = "application/json"

View = Callable[[Visit], Response]


class Row(NamedTuple):
    """A path, what answers it, the struct of its parameters, and the type of its answer.

    Parameters named in the path are taken from it, the others from the query string. What `view`
    says of itself is the documentation. `kind` is the media type.
    """

    path: str
    view: Callable[[Visit, Any], object]
    asked: type[msgspec.Struct]
    answer: type[Any]
    group: str
    kind: str = JSON
    is_slow: bool = False
    is_short: Callable[[Visit], bool] | None = None


ROWS = (
    Row("/library", shelves.service, asked.Nothing, wire.Service, "library"),
    Row(
        "/search",
        search.search,
        search.SearchAsked,
        wire.SearchPage,
        "search",
        is_short=search.is_short,
    ),
    Row("/papers", papers.batch, papers.Ids, wire.Batch, "papers"),
    Row(
        "/papers/{paper:path}/related",
        papers.related,
        papers.RelatedAsked,
        wire.RelatedPage,
        "papers",
    ),
    Row("/papers/{paper:path}/keywords", papers.keywords, asked.OnePaper, wire.Keywords, "papers"),
    Row("/papers/{paper:path}/answers", reading.answers, asked.OnePaper, wire.Answers, "papers"),
    Row(
        "/papers/{paper:path}/text",
        reading.text,
        reading.TextAsked,
        wire.TextPage,
        "papers",
        is_slow=True,
    ),
    Row("/papers/{paper:path}", papers.one, asked.OnePaper, wire.Paper, "papers"),
    Row("/lists/arxiv/{subjects:path}", lists.of_days, lists.DaysAsked, wire.DayPage, "lists"),
    Row("/lists/venue/{edition}", lists.of_edition, lists.EditionAsked, wire.EditionPage, "lists"),
    Row("/venues", shelves.venues, asked.Nothing, wire.Editions, "library"),
    Row("/categories", shelves.categories, asked.Nothing, wire.Categories, "library"),
    Row("/days", shelves.days, shelves.DaysAsked, wire.Days, "library"),
    Row("/ledger", shelves.ledger, shelves.LedgerAsked, wire.LedgerPage, "library"),
    Row(
        "/citations",
        citations.citations,
        citations.CitationsAsked,
        str,
        "papers",
        kind="*/*",
    ),
)

_ENCODER = msgspec.json.Encoder()


def answering(row: Row) -> View:
    """What answers a row's address."""

    def answer(visit: Visit) -> Response:
        given = {**visit.request.query_params, **visit.request.path_params}
        found = row.view(visit, asked.read(given, row.asked))
        if isinstance(found, Response):
            return found
        return packed(visit, _ENCODER.encode(found), JSON)

    return answer
