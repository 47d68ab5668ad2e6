"""What stands behind `/arxiv/` and `/venue/`: papers by id, categories, conferences."""

import re
from collections.abc import Awaitable
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.errors import PaperIdError
from coolpapers.ids import PaperId, parse_versioned
from coolpapers.records import Edition
from coolpapers.subjects import parse_lenient
from coolpapers.web.respond import only_get, redirect
from coolpapers.web.site import Visit
from coolpapers.web.views import missing
from coolpapers.web.views.days import days
from coolpapers.web.views.edition import editions_of, show_edition
from coolpapers.web.views.forms import DIGEST, split_form, unless_known
from coolpapers.web.views.lists import EVERYTHING
from coolpapers.web.views.paper import show_paper
from coolpapers.web.views.papers import show_papers
from coolpapers.web.views.unknown import with_missing

_EDITION = re.compile(r"(?P<name>.+?)\.(?P<year>\d{4})", re.ASCII)


class Named(NamedTuple):
    """A paper that an address names, perhaps in one version."""

    paper: PaperId
    version: int | None

    @property
    def text(self) -> str:
        """The canonical spelling."""
        return f"{self.paper.local}v{self.version}" if self.version else self.paper.local


def arxiv(visit: Visit) -> Response | Awaitable[Response]:
    """A paper, papers, or a list of categories."""
    what, form = _what(visit)
    named, _ = read_ids(what)
    show = partial(unless_known, visit, form, lambda: _arxiv(visit, what, form))
    return with_missing(visit, [one.paper for one in named], show)


def digest_by_post(visit: Visit) -> Response | Awaitable[Response]:
    """The digest of a list without what the browser that asks has seen: nothing else is posted."""
    if _what(visit)[1] != DIGEST:
        only_get()
    return arxiv(visit) if visit.path.startswith("/arxiv/") else venue(visit)


def _arxiv(visit: Visit, what: str, form: str) -> Response:
    if not what:
        return redirect(visit.addresses.subjects(EVERYTHING))
    named, bad = read_ids(what)
    if named:
        return _papers(visit, "arxiv", named, bad, form)
    subjects, unknown = parse_lenient(what)
    if subjects is None:
        return missing.no_category(visit, what)
    if not unknown and _codes(what) != str(subjects):
        return _moved(visit, visit.addresses.subjects(subjects), form)
    return days(visit, subjects, unknown, form)


def venue(visit: Visit) -> Response:
    """A paper, papers, or an edition of a conference."""
    what, form = _what(visit)
    return unless_known(visit, form, lambda: _of_venue(visit, what, form))


def _of_venue(visit: Visit, what: str, form: str) -> Response:
    if not what:
        return redirect(visit.addresses.at("/venue/latest"))
    editions = editions_of(visit)
    edition = edition_of(what, editions)
    if edition is not None:
        name, year = edition
        if what != (f"{name}.{year}" if _has_year(what) else name):
            address = visit.addresses.edition(name, year if _has_year(what) else None)
            return _moved(visit, address, form)
        return show_edition(visit, name, year, editions, form)
    named, bad = read_ids(what)
    if named:
        return _papers(visit, "venue", named, bad, form)
    return missing.no_venue(visit, what, editions)


def _what(visit: Visit) -> tuple[str, str]:
    """The part of the path that says what, and in which form it is wanted, if not as a page."""
    return split_form(visit.request.path_params.get("what", ""))


def _codes(what: str) -> str:
    """An expression with its signs of union alike; the address may have either."""
    return what.replace(",", "+")


def edition_of(what: str, editions: list[Edition]) -> tuple[str, int] | None:
    """The name and year of the edition that a text means, the latest one without a year."""
    found = _EDITION.fullmatch(what)
    name, year = (found["name"], int(found["year"])) if found else (what, None)
    for edition in editions:
        if edition.venue.lower() == name.lower() and year in (None, edition.year):
            return edition.venue, edition.year
    return None


def _has_year(what: str) -> bool:
    return _EDITION.fullmatch(what) is not None


def read_ids(what: str) -> tuple[list[Named], list[str]]:
    """The ids in a comma list, each once, and the parts that are none."""
    named: dict[Named, None] = {}
    bad: list[str] = []
    for part in filter(None, map(str.strip, what.split(","))):
        try:
            named[Named(*parse_versioned(part))] = None
        except PaperIdError:
            bad.append(part)
    return list(named), bad


def _papers(visit: Visit, branch: str, named: list[Named], bad: list[str], form: str) -> Response:
    """A paper's page or a list, at the canonical address."""
    branches = {one.paper.branch for one in named}
    text = ",".join(one.text for one in named)
    what, _ = _what(visit)
    if branch not in branches or (not bad and what != text):
        own = branch if branch in branches else named[0].paper.branch
        address = visit.addresses.at(f"/{own}/{','.join(_path(one) for one in named)}")
        return _moved(visit, address, form)
    if len(named) == 1 and not bad and not form:
        return show_paper(visit, named[0].paper, named[0].version)
    return show_papers(visit, branch, [one.paper for one in named], bad, form)


def _path(named: Named) -> str:
    return f"{named.paper.path}v{named.version}" if named.version else named.paper.path


def _moved(visit: Visit, address: str, form: str) -> Response:
    """To the canonical address, the query string unchanged."""
    query = visit.request.url.query
    suffix = (f"/{form}" if form else "") + (f"?{query}" if query else "")
    return redirect(address + suffix, is_permanent=True)
