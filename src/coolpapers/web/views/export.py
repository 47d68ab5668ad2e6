"""`/export/<format>?ids=`: papers as a file for a reference manager or another library."""

from collections.abc import Iterator, Sequence
from itertools import chain

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coolpapers.formats.citations import FORMS
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.web.respond import plain
from coolpapers.web.site import Visit
from coolpapers.web.views.branch import read_ids
from coolpapers.web.views.forms import BATCH, MOST_PAPERS, file_of


def export(visit: Visit) -> Response:
    """The papers that the library holds, in the order asked; `ids` is a comma list."""
    form = FORMS.get(visit.request.path_params["format"])
    if form is None:
        raise HTTPException(404)
    named, _ = read_ids(visit.request.query_params.get("ids", ""))
    if not named:
        return plain(visit.texts("starlist.no_ids"), 400)
    papers = list(dict.fromkeys(one.paper for one in named))[:MOST_PAPERS]
    batches = _batches(visit, papers)
    first = next(batches, None)
    if first is None:
        return plain(visit.texts("starlist.none_held"), 404)
    return file_of(chain([first], batches), form, f"papers.{form.suffix}")


def _batches(visit: Visit, papers: Sequence[PaperId]) -> Iterator[Sequence[Paper]]:
    """Those that are held, in pieces none of which is empty."""
    for at in range(0, len(papers), BATCH):
        if held := visit.library.store.papers.get(papers[at : at + BATCH]):
            yield [one.paper for one in held]
