"""`/citations`: papers as text for a reference manager."""

from typing import Literal

import msgspec
from starlette.responses import Response

from coolpapers.flows.asking import papers_named
from coolpapers.web.api.asked import PaperNames, names_in
from coolpapers.web.respond import packed
from coolpapers.web.site import Visit
from coolpapers.web.views.export import FORMS


class CitationsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Papers by id, and the form of the text."""

    ids: PaperNames
    format: Literal["bibtex", "ris", "json", "jsonl"] = "bibtex"


def citations(visit: Visit, asked: CitationsAsked) -> Response:
    """Papers as BibTeX, RIS, CSL-JSON or our own JSON lines; ids not held are left out."""
    form = FORMS[asked.format]
    held = papers_named(visit.library, names_in(asked.ids)).held
    text = form.between.join(form.write(one.paper) for one in held)
    return packed(visit, form.begin + text + form.end, f"{form.kind}; charset=utf-8")
