"""`/citations`: papers as text for a reference manager."""

from typing import Literal

import msgspec
from starlette.responses import Response

from coolpapers.flows.asking import papers_named
from coolpapers.formats.citations import FORMS, written
from coolpapers.web.api.asked import PaperNames, names_in
from coolpapers.web.respond import packed
from coolpapers.web.site import Visit


class CitationsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Papers by id, and the form of the text."""

    ids: PaperNames
    format: Literal["bibtex", "biblatex", "ris", "json", "plain", "jsonl"] = "bibtex"


def citations(visit: Visit, asked: CitationsAsked) -> Response:
    """Papers as BibTeX and in the other forms of citations; ids not held are left out."""
    form = FORMS[asked.format]
    held = papers_named(visit.library, names_in(asked.ids)).held
    body = b"".join(written([[one.paper for one in held]], form))
    return packed(visit, body, f"{form.kind}; charset=utf-8")
