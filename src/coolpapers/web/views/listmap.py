"""`/<list>/map`: a list drawn in the plane, the papers of its digest marked."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from starlette.responses import Response

from coolpapers.flows.digest import digest
from coolpapers.flows.listmap import ListMap, Place, map_of
from coolpapers.records import Held
from coolpapers.web import colouring, map_svg
from coolpapers.web.pages import Legend, MapGroup, MapPage, MapRow
from coolpapers.web.params import ListRequest
from coolpapers.web.respond import packed, render
from coolpapers.web.site import THEMES, Visit
from coolpapers.web.views.digest import CHOSEN, JSON, MOST_LISTED, Find, with_fields

COLOURS = ("subject", "date")
SAID = {"subject": "map.by_subject", "date": "map.by_date"}
OTHERS = {"subject": "map.other_subject", "date": "map.other_date"}


class Drawn(NamedTuple):
    """What does not change while a list and its space stay as they are."""

    map: ListMap
    chosen: frozenset[int]


class Mapped(NamedTuple):
    """A map with its papers, how many the list has in all, and which colours are asked for."""

    drawn: Drawn
    held: Mapping[int, Held]
    total: int
    colours: str
    subjects: colouring.Colouring
    ages: colouring.Colouring

    @property
    def places(self) -> tuple[Place, ...]:
        """Where papers stand, in list order."""
        return self.drawn.map.places


def mapped(visit: Visit, asked: ListRequest, find: Find) -> Mapped:
    """The map of the first papers of a list; kept while these and the space stay the same."""
    found = find(replace(asked, skip=0, show=MOST_LISTED))
    held = {one.number: one for one in found.papers}
    drawn = visit.site.maps.get(_key(visit, held), lambda: _drawn(visit, held))
    colours = visit.request.query_params.get("colour", "")
    shown = [held[place.number] for place in drawn.map.places]
    return Mapped(
        drawn,
        held,
        found.total,
        colours if colours in COLOURS else COLOURS[0],
        colouring.by_subject(shown),
        colouring.by_age(shown),
    )


def page(visit: Visit, title: str, address: str, asked: ListRequest, found: Mapped) -> Response:
    """The map as a page, complete as a table."""
    own = asked.query_string(skip=0)
    return render(
        visit,
        "map.html",
        MapPage(
            body=visit.path.split("/")[1],
            title=f"{title} – {visit.site.title}",
            heading=title,
            groups=_groups(visit, found),
            legends=[_legend(visit, found, address + own, by) for by in COLOURS],
            papers=len(found.places),
            total=found.total,
            without=found.drawn.map.without,
            chosen=len(found.drawn.chosen),
            whole=address.removesuffix("/map") + own,
            digest=f"{address.removesuffix('/map')}/digest{own}",
            svg=with_fields(f"{address}/svg{own}", _colour(found.colours)),
            record=f"{address}/json{own}",
            is_indexed=False,
        ),
    )


def picture(visit: Visit, title: str, found: Mapped) -> Response:
    """The map as a picture to keep."""
    theme = visit.request.query_params.get("theme", "")
    theme = theme if theme in THEMES else THEMES[0]
    is_by_age = found.colours == "date"
    palette = colouring.AGE_COLOURS if is_by_age else colouring.SUBJECT_COLOURS
    classes = (found.ages if is_by_age else found.subjects).classes
    names = {place.number: found.held[place.number].paper.title for place in found.places}
    look = map_svg.Look(theme, classes, palette[theme])
    text = map_svg.svg_of(found.drawn.map, title, names, found.drawn.chosen, look)
    answer = packed(visit, text.encode("utf-8", "replace"), map_svg.KIND)
    answer.headers["Content-Disposition"] = "inline; filename=map.svg"
    return answer


def record(visit: Visit, found: Mapped) -> Response:
    """The map for programs."""
    body = {
        "papers": [
            {
                "id": str(found.held[place.number].paper.id),
                "x": place.x,
                "y": place.y,
                "group": place.group,
                "in_digest": place.number in found.drawn.chosen,
            }
            for place in found.places
        ],
        "groups": [group._asdict() for group in found.drawn.map.groups],
        "without_vector": found.drawn.map.without,
    }
    return packed(visit, msgspec.json.encode(body), JSON)


def _key(visit: Visit, held: Mapping[int, Held]) -> tuple[str, str]:
    """Names the papers as they are, what is known of their words, and the space."""
    digested = blake2b(digest_size=16)
    for one in held.values():
        has_words = bool(one.chosen or one.keywords)
        digested.update(b"%d %d %b," % (one.number, has_words, one.hash))
    return visit.library.space.version, digested.hexdigest()


def _drawn(visit: Visit, held: Mapping[int, Held]) -> Drawn:
    space = visit.library.space
    chosen = digest(space, list(held), CHOSEN).chosen
    return Drawn(map_of(space, list(held.values())), frozenset(one.number for one in chosen))


def _groups(visit: Visit, found: Mapped) -> list[MapGroup]:
    rows: dict[int, list[MapRow]] = {}
    for place in found.places:
        rows.setdefault(place.group, []).append(_row(visit, found, place))
    return [
        MapGroup(", ".join(group.words), _thousandths(group.x), _thousandths(group.y), rows[at])
        for at, group in enumerate(found.drawn.map.groups)
    ]


def _row(visit: Visit, found: Mapped, place: Place) -> MapRow:
    paper = found.held[place.number].paper
    return MapRow(
        href=visit.addresses.paper(paper.id),
        title=paper.title,
        subject=colouring.subject_of(paper),
        day=colouring.day_of(paper),
        x=_thousandths(place.x),
        y=_thousandths(place.y),
        subject_class=found.subjects.classes[place.number],
        age_class=found.ages.classes[place.number],
        is_chosen=place.number in found.drawn.chosen,
    )


def _legend(visit: Visit, found: Mapped, address: str, by: str) -> Legend:
    colours = found.subjects if by == "subject" else found.ages
    names = [(at, name) for at, name in enumerate(colours.names) if name]
    if colours.has_rest:
        names.append((colours.rest, visit.texts(OTHERS[by])))
    href = with_fields(address, _colour(by))
    return Legend(by, visit.texts(SAID[by]), href, names, by == found.colours)


def _colour(by: str) -> dict[str, str]:
    """The field that asks for colours; by subject they are without asking."""
    return {} if by == COLOURS[0] else {"colour": by}


def _thousandths(value: float) -> int:
    return round(1000 * value)
