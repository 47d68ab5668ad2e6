"""What cards of a search say that they say nowhere else."""

from collections.abc import Mapping, Sequence
from html import escape

from coolpapers.flows.related import Near
from coolpapers.records import Other
from coolpapers.web.site import Visit


def said_beside(visit: Visit, numbers: Sequence[int], near: Mapping[int, Near]) -> dict[int, str]:
    """Where else each work stands, and why it is among related papers; by row number, as HTML."""
    lines: dict[int, list[str]] = {}
    for number, others in visit.library.store.works.others(numbers).items():
        links = ", ".join(
            f'<a href="{escape(visit.addresses.paper(other.paper))}">{escape(_named(other))}</a>'
            for other in others
        )
        lines.setdefault(number, []).append(visit.texts("card.also", links=links))
    for number, one in near.items():
        if said := _why(visit, one):
            lines.setdefault(number, []).append(said)
    return {
        number: "".join(f'<p class="metainfo beside notranslate">{line}</p>' for line in some)
        for number, some in lines.items()
    }


def _why(visit: Visit, near: Near) -> str:
    """Why a paper is among the related ones: words it shares, or that it means the like."""
    said = [visit.texts("card.shares", words=escape(", ".join(near.why)))] if near.why else []
    if near.by_meaning:
        said.append(visit.texts("card.near", cosine=f"{near.cosine:.2f}"))
    return " · ".join(said)


def _named(other: Other) -> str:
    if other.venue is None:
        return other.paper.local
    return f"{other.venue.edition} {other.venue.track}".strip()
