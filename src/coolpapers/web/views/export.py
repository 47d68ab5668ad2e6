"""`/export/<format>?ids=`: papers as a file for a reference manager or another library."""

from collections.abc import Iterator, Sequence

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
    return file_of(_batches(visit, papers), form, f"papers.{form.suffix}")


def _batches(visit: Visit, papers: Sequence[PaperId]) -> Iterator[Sequence[Paper]]:
    for at in range(0, len(papers), BATCH):
        yield [held.paper for held in visit.library.store.papers.get(papers[at : at + BATCH])]
