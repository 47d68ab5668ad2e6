"""Any list in another form than a page: feeds, and files of citations.

A form is the last part of a list's address: `/arxiv/cs.CL/feed.json`, `/venue/ACL.2024/bibtex`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import NamedTuple

from starlette.responses import Response, StreamingResponse

from coolpapers.formats import atom, json_feed, rss
from coolpapers.formats.citations import FORMS, Form, written
from coolpapers.formats.feeds import Feed
from coolpapers.records import Held, Paper
from coolpapers.web.faq.below import answers_below
from coolpapers.web.params import ListRequest
from coolpapers.web.respond import packed
from coolpapers.web.site import Visit
from coolpapers.web.validators import validated
from coolpapers.web.views import digest, listmap
from coolpapers.web.views.lists import Found

MOST_PAPERS = 10_000
"""In one file of citations."""
MOST_ANSWERED = 100
"""Papers of a feed with answers below their abstracts: making these readable takes its time."""
BATCH = 1_000
"""Papers of a file that are in memory together; finding the next ones costs a look at all."""

Find = Callable[[ListRequest], Found]

_NEVER = datetime(1991, 8, 14, tzinfo=UTC)
_STRANGE = re.compile(r"[^A-Za-z0-9.]+")


class FeedForm(NamedTuple):
    """A feed format: what writes it, and its media type."""

    write: Callable[[Feed], bytes]
    kind: str


FEEDS = {
    "feed": FeedForm(atom.write_atom, atom.KIND),
    "feed.rss": FeedForm(rss.write_rss, rss.KIND),
    "feed.json": FeedForm(json_feed.write_json_feed, json_feed.KIND),
}
DIGEST = "digest"
DIGESTS = (DIGEST, f"{DIGEST}/json", *(f"{DIGEST}/{name}" for name in FEEDS))
MAP = "map"
MAPS = (MAP, f"{MAP}/svg", f"{MAP}/json")
NAMES = (*FEEDS, *FORMS, *DIGESTS, *MAPS)


class OtherForm(NamedTuple):
    """A list that is asked for in a form: its title, its page's address, and how to find it."""

    title: str
    address: str
    asked: ListRequest
    find: Find


def split_form(path: str) -> tuple[str, str]:
    """A list's path without its form, and the form; nothing if it is to be a page."""
    what, _, form = path.rpartition("/")
    rest, _, last = what.rpartition("/")
    if f"{last}/{form}" in NAMES:
        what, form = rest, f"{last}/{form}"
    return (what, form) if what and form in NAMES else (path, "")


def unless_known(visit: Visit, form: str, make: Callable[[], Response]) -> Response:
    """What `make` makes; for a feed that the reader has, 304 without making it."""
    return validated(visit, make) if form in FEEDS else make()


def in_form(visit: Visit, form: str, wanted: OtherForm) -> Response:
    """The list in the form of this name."""
    if form in FEEDS:
        return _feed(visit, FEEDS[form], wanted)
    if form in DIGESTS:
        return _digest(visit, form, wanted)
    if form in MAPS:
        return _map(visit, form, wanted)
    chosen = FORMS[form]
    return file_of(_batches(visit, wanted), chosen, _file_name(wanted.title, chosen))


def _digest(visit: Visit, form: str, wanted: OtherForm) -> Response:
    """The few papers that span the list: as a page, a record for programs, or a feed."""
    found = digest.digest_of(visit, wanted.asked, wanted.find)
    address = f"{wanted.address}/{DIGEST}"
    title = visit.texts("digest.title", title=wanted.title)
    if form == DIGEST:
        return digest.page(visit, title, address, wanted.asked, found)
    if form == f"{DIGEST}/json":
        return digest.record(visit, found)
    papers = Found(found.papers, len(found.papers))
    chosen = OtherForm(title, address, wanted.asked, lambda _: papers)
    return _feed(visit, FEEDS[form.removeprefix(f"{DIGEST}/")], chosen)


def _map(visit: Visit, form: str, wanted: OtherForm) -> Response:
    """The list in the plane: as a page, a picture, or a record for programs."""
    found = listmap.mapped(visit, wanted.asked, wanted.find)
    title = visit.texts("map.title", title=wanted.title)
    if form == MAP:
        return listmap.page(visit, title, f"{wanted.address}/{MAP}", wanted.asked, found)
    if form == f"{MAP}/svg":
        return listmap.picture(visit, title, found)
    return listmap.record(visit, found)


# --- feeds


def _feed(visit: Visit, form: FeedForm, wanted: OtherForm) -> Response:
    """A page of the list as a feed."""
    asked = _bounded(wanted.asked)
    found = wanted.find(asked)
    papers = [held.paper for held in found.papers]
    path = visit.absolute(f"{visit.addresses.base}{visit.path}")
    body = form.write(
        Feed(
            title=f"{wanted.title} – {visit.site.title}",
            id=path + asked.query_string(skip=0),
            self_url=path + (f"?{visit.request.url.query}" if visit.request.url.query else ""),
            page_url=visit.absolute(wanted.address) + asked.query_string(faq=None),
            site_url=visit.site_url,
            updated=max(map(_moment, papers), default=_NEVER),
            papers=papers,
            paging=dict(_paging(path, asked, found.total)),
            more=answers_below(visit, papers) if asked.faq else {},
        )
    )
    return packed(visit, body, f"{form.kind}; charset=utf-8")


def _bounded(asked: ListRequest) -> ListRequest:
    return replace(asked, show=min(asked.show, MOST_ANSWERED)) if asked.faq else asked


def _paging(path: str, asked: ListRequest, total: int) -> Iterator[tuple[str, str]]:
    """The other pages of the list; none if there is only one."""
    if total <= asked.show and not asked.skip:
        return
    last = max(0, (total - 1) // asked.show * asked.show)
    yield "first", path + asked.query_string(skip=0)
    if asked.skip > 0:
        yield "previous", path + asked.query_string(skip=max(0, asked.skip - asked.show))
    if asked.skip + asked.show < total:
        yield "next", path + asked.query_string(skip=asked.skip + asked.show)
    yield "last", path + asked.query_string(skip=last)


def _moment(paper: Paper) -> datetime:
    announced = paper.announced
    day = datetime.combine(announced, time(), UTC) if announced else _NEVER
    return max(day, paper.updated_utc or _NEVER, paper.published_utc or _NEVER)


# --- citations


def file_of(batches: Iterator[Sequence[Paper]], form: Form, name: str) -> Response:
    """Papers as a file to keep, made while it is sent."""
    return StreamingResponse(
        written(batches, form),
        media_type=f"{form.kind}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache",
        },
    )


def _batches(visit: Visit, wanted: OtherForm) -> Iterator[Sequence[Paper]]:
    """The whole list from `skip` on, or as many papers as `show` says."""
    asked = wanted.asked
    left = asked.show if "show" in visit.request.query_params else MOST_PAPERS
    skip, seen = asked.skip, set[int]()
    while left > 0:
        found = wanted.find(replace(asked, skip=skip, show=min(left, BATCH)))
        if not found.papers:
            return
        # The list may move while it is written: no paper comes twice.
        yield [held.paper for held in _unseen(found.papers, seen)]
        skip, left = skip + len(found.papers), left - len(found.papers)


def _unseen(papers: Sequence[Held], seen: set[int]) -> Iterator[Held]:
    for held in papers:
        if held.number not in seen:
            seen.add(held.number)
            yield held


def _file_name(title: str, form: Form) -> str:
    stem = _STRANGE.sub("-", title).strip("-.")[:60]
    return f"{stem or 'papers'}.{form.suffix}"
