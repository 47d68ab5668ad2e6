"""Pages that say what is not here, and what was probably meant."""

import difflib
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from coolpapers.ids import PaperId, page_url
from coolpapers.records import Edition
from coolpapers.subjects import ARCHIVES, CATEGORIES, canonical, name_of
from coolpapers.web.notes import quoted
from coolpapers.web.pages import ErrorPage, Link
from coolpapers.web.respond import render
from coolpapers.web.site import Visit

NEAR = 4
_CODES = {code.lower(): code for code in (*ARCHIVES, *CATEGORIES)}
_NAMES = [name_of(code).lower() for code in CATEGORIES]


def say(
    visit: Visit,
    status: int,
    heading: str,
    said: str,
    *,
    near: Sequence[Link] = (),
    links: Sequence[Link] = (),
) -> Response:
    """A page for a status: its heading and what was wrong, as texts in the reader's language."""
    title = f"{heading} – {visit.site.title}"
    page = ErrorPage(
        body="home",
        title=title,
        is_indexed=False,
        status=status,
        heading=heading,
        said=said,
        near=near,
        links=links,
    )
    return render(visit, "error.html", page, status)


def no_category(visit: Visit, text: str) -> Response:
    """404: neither a category nor an id."""
    said = visit.texts("error.no_category_said", text=quoted(text))
    near = [
        Link(visit.addresses.subjects(code), code, name_of(code)) for code in near_categories(text)
    ]
    links = [_search_link(visit, "arxiv", text)]
    return say(visit, 404, visit.texts("error.no_category"), said, near=near, links=links)


def no_venue(visit: Visit, text: str, editions: Iterable[Edition]) -> Response:
    """404: no such conference, or not of that year."""
    held = list(editions)
    links = [
        Link(visit.addresses.edition(one.venue, one.year), f"{one.venue} {one.year}")
        for one in near_editions(text, held)
    ]
    name = text.lower().partition(".")[0]
    is_held = any(edition.venue.lower() == name for edition in held)
    heading = visit.texts("error.no_edition" if is_held else "error.no_venue")
    said = visit.texts("error.no_venue_said", text=quoted(text))
    every = Link(visit.addresses.at("/venue/latest"), visit.texts("venue.latest"))
    return say(visit, 404, heading, said, near=links, links=[every])


def near_editions(text: str, held: Sequence[Edition]) -> list[Edition]:
    """The editions of a conference nearest in time; else the newest of those named alike."""
    name, _, year = text.lower().partition(".")
    same = [edition for edition in held if edition.venue.lower() == name]
    if same:
        wanted = int(year[:4]) if year[:4].isdecimal() else same[0].year
        nearest = sorted(same, key=lambda edition: abs(edition.year - wanted))[: 2 * NEAR]
        return sorted(nearest, key=lambda edition: -edition.year)
    names = {edition.venue.lower() for edition in held}
    near = difflib.get_close_matches(name, names, NEAR, 0.5)
    alike = ([edition for edition in held if edition.venue.lower() == one] for one in near)
    return [edition for some in alike for edition in some[:2]]


def no_paper(visit: Visit, paper: PaperId) -> Response:
    """404: a good id that the library does not hold."""
    said = visit.texts("error.no_paper_said", paper=paper.local)
    outside = page_url(paper)
    links = [Link(outside, visit.texts("error.no_paper_outside"))] if outside else []
    return say(visit, 404, visit.texts("error.no_paper"), said, links=links)


def no_page(visit: Visit) -> Response:
    """404: nothing is there at all."""
    said = visit.texts("error.not_found_said", path=quoted(visit.path))
    return say(visit, 404, visit.texts("error.not_found"), said)


def near_categories(text: str) -> list[str]:
    """Codes whose code or name is like a text, the likest first, each once."""
    wanted = text.lower().strip()
    codes = [_CODES[near] for near in difflib.get_close_matches(wanted, _CODES, NEAR, 0.6)]
    likely = difflib.get_close_matches(wanted, _NAMES, NEAR, 0.6)
    names = [code for name in likely for code in CATEGORIES if name_of(code).lower() == name]
    return list(dict.fromkeys(map(canonical, codes + names)))[:NEAR]


def _search_link(visit: Visit, branch: str, text: str) -> Link:
    words = " ".join(text.replace("+", " ").split())[:200]
    shown = visit.texts("error.search_for", text=quoted(words))
    return Link(visit.addresses.search(branch, words), shown)
