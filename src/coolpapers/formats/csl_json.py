"""Papers as CSL-JSON items, which citation programs such as Zotero and Pandoc read.

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from typing import Any

import msgspec

from coolpapers.formats.bibtex_writing import year_of
from coolpapers.ids import page_url
from coolpapers.records import Paper

_ENCODER = msgspec.json.Encoder()


def to_csl(paper: Paper) -> bytes:
    """The paper as one JSON object; its `id` is the paper's printed id."""
    return _ENCODER.encode({name: value for name, value in _item(paper).items() if value})


def _item(paper: Paper) -> dict[str, Any]:
    venue, year, day = paper.venue, year_of(paper), paper.published_utc
    issued = [day.year, day.month, day.day] if day is not None and venue is None else [year]
    return {
        "id": str(paper.id),
        "type": "paper-conference" if venue is not None else "article",
        "title": paper.title,
        "author": [_person(author.name) for author in paper.authors],
        "issued": {"date-parts": [issued]} if year else None,
        "container-title": (venue.booktitle or venue.edition.replace(".", " ")) if venue else "",
        "event-title": venue.edition.replace(".", " ") if venue else "",
        "page": venue.pages if venue else "",
        "publisher": "" if venue else "arXiv",
        "number": "" if venue else f"arXiv:{paper.id.local}",
        "DOI": paper.doi,
        "URL": paper.page_url or page_url(paper.id),
        "abstract": paper.abstract,
        "keyword": ", ".join((*paper.subjects, *paper.keywords)),
    }


def _person(name: str) -> dict[str, str]:
    """Family and given name, as far as a printed name tells."""
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": name}
