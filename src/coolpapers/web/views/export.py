"""`/export/<format>?ids=`: papers as a file for a reference manager or another library."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from coolpapers.formats.bibtex_writing import to_bibtex
from coolpapers.formats.csl_json import to_csl
from coolpapers.formats.jsonl import to_json
from coolpapers.formats.ris import to_ris
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.web.respond import plain
from coolpapers.web.site import Visit
from coolpapers.web.views.branch import read_ids

MOST_PAPERS = 5_000
_BATCH = 100


class Form(NamedTuple):
    """A format: its media type, the file's name, one paper, and what stands around papers."""

    kind: str
    name: str
    write: Callable[[Paper], bytes]
    begin: bytes = b""
    between: bytes = b""
    end: bytes = b""


def _bibtex(paper: Paper) -> bytes:
    return to_bibtex(paper).encode()


def _ris(paper: Paper) -> bytes:
    return to_ris(paper).encode()


FORMS = {
    "bibtex": Form("application/x-bibtex", "papers.bib", _bibtex, between=b"\n"),
    "ris": Form("application/x-research-info-systems", "papers.ris", _ris),
    "json": Form(
        "application/vnd.citationstyles.csl+json", "papers.json", to_csl, b"[", b",\n", b"]\n"
    ),
    "jsonl": Form("application/jsonl", "papers.jsonl", to_json),
}


def export(visit: Visit) -> Response:
    """The papers that the library holds, in the order asked; `ids` is a comma list."""
    form = FORMS.get(visit.request.path_params["format"])
    if form is None:
        raise HTTPException(404)
    named, _ = read_ids(visit.request.query_params.get("ids", ""))
    if not named:
        return plain(visit.texts("starlist.no_ids"), 400)
    papers = list(dict.fromkeys(one.paper for one in named))[:MOST_PAPERS]
    return StreamingResponse(
        _written(visit, papers, form),
        media_type=f"{form.kind}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{form.name}"',
            "Cache-Control": "no-cache",
        },
    )


def _written(visit: Visit, papers: Sequence[PaperId], form: Form) -> Iterator[bytes]:
    """The file in pieces: no more than a batch of papers is in memory."""
    yield form.begin
    between = b""
    for batch in _batches(papers):
        for held in visit.library.store.papers.get(batch):
            yield between + form.write(held.paper)
            between = form.between
    yield form.end


def _batches(papers: Sequence[PaperId]) -> Iterator[Sequence[PaperId]]:
    for at in range(0, len(papers), _BATCH):
        yield papers[at : at + _BATCH]
