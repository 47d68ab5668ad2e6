"""`/opml?lists=`: the feeds of some lists as one file for a feed reader."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from starlette.responses import Response

from coolpapers.formats.opml import KIND, Subscription, write_opml
from coolpapers.subjects import SubjectExpression, parse_lenient
from coolpapers.web.params import MOST_SHOWN
from coolpapers.web.respond import packed, plain
from coolpapers.web.site import Visit
from coolpapers.web.views.branch import edition_of
from coolpapers.web.views.days import heading_of
from coolpapers.web.views.edition import editions_of
from coolpapers.web.views.lists import EVERYTHING

MOST_LISTS = 200
_SEARCH = re.compile(r"(?P<branch>arxiv|venue|all)/search\?(?P<query>.+)")
_WHOLE = f"show={MOST_SHOWN}"
"""A feed shows a page of its list unless told; who follows a list wants its whole day."""


def opml(visit: Visit) -> Response:
    """Categories with one feed each and one for all of them; editions; searches."""
    given = visit.request.query_params.getlist("lists")[:MOST_LISTS]
    lists = [one for text in given for one in _named(visit, text)]
    if given and not lists:
        return plain(visit.texts("opml.none"), 404)
    if not given:
        lists = [_subjects(visit, EVERYTHING)]
    body = write_opml(visit.site.title, list(dict.fromkeys(lists)))
    return packed(visit, body, f"{KIND}; charset=utf-8")


def _named(visit: Visit, text: str) -> Iterator[Subscription]:
    """The lists that a text names: a path of this site, or a subject expression."""
    path = text.strip().removeprefix(visit.site_url).lstrip("/")
    if found := _SEARCH.fullmatch(path):
        yield from _search(visit, found["branch"], found["query"])
    elif path.startswith("venue/"):
        yield from _edition(visit, path.removeprefix("venue/"))
    else:
        # A plus sign that nobody escaped arrives as a space.
        expression = path.removeprefix("arxiv/").replace(" ", "+")
        subjects = parse_lenient(expression)[0]
        if subjects is not None:
            yield from _together_and_each(visit, subjects)


def _together_and_each(visit: Visit, subjects: SubjectExpression) -> Iterator[Subscription]:
    yield _subjects(visit, subjects)
    for code in subjects.include:
        yield _subjects(visit, SubjectExpression((code,), subjects.exclude))


def _subjects(visit: Visit, subjects: SubjectExpression) -> Subscription:
    address = visit.absolute(visit.addresses.subjects(subjects))
    return Subscription(heading_of(visit, subjects), f"{address}/feed?{_WHOLE}", address)


def _edition(visit: Visit, name: str) -> Iterator[Subscription]:
    """An edition that the library holds; a venue's name alone follows its latest one."""
    found = edition_of(name, editions_of(visit))
    if found is not None:
        year = found[1] if name.lower() != found[0].lower() else None
        address = visit.absolute(visit.addresses.edition(found[0], year))
        title = f"{found[0]} {year}" if year else found[0]
        yield Subscription(title, f"{address}/feed?{_WHOLE}", address)


def _search(visit: Visit, branch: str, query_string: str) -> Iterator[Subscription]:
    query = " ".join(parse_qs(query_string).get("query", []))
    if query:
        page = visit.absolute(visit.addresses.search(branch, query))
        feed = page.replace("/search?", "/search/feed?", 1)
        yield Subscription(query, f"{feed}&sort=0", page)
