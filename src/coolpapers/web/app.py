"""The application: a library's site as an ASGI app."""

from collections.abc import Awaitable, Callable, Iterator, Mapping

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import Lifespan, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from coolpapers.flows.desk import Desk, open_desk
from coolpapers.flows.pdf_jobs import open_shared_pdfs
from coolpapers.flows.pdfs import Pdfs
from coolpapers.flows.translating import Translator, languages_of
from coolpapers.flows.wanted import Wanted, open_wanted
from coolpapers.library import Library, open_library
from coolpapers.settings import read_settings
from coolpapers.web import errors, logs
from coolpapers.web.addresses import addresses_of
from coolpapers.web.agents import Agents
from coolpapers.web.api.gate import Gate
from coolpapers.web.assets import Assets, version_of
from coolpapers.web.cache import Cache
from coolpapers.web.cards import Cards
from coolpapers.web.ending import telling
from coolpapers.web.faq.following import Following
from coolpapers.web.frames import Partials
from coolpapers.web.guard import read_body, read_form
from coolpapers.web.indexing import IndexWatch, Look, look
from coolpapers.web.routes import ROWS, Row, View
from coolpapers.web.site import VERSION, Site, Visit, visit
from coolpapers.web.table import Table
from coolpapers.web.templating import templates_of
from coolpapers.web.watch import Watch

REMEMBERED = 500
"""Counts of days, editions and months that are kept until the library changes."""
KEPT_HOMES = 16
"""Home pages, one per language and colours; 170 kB each."""
KEPT_VALIDATORS = 4_000
"""Entity tags of feeds, by address; 300 bytes each."""

KEPT_MAPS = 30
"""Maps of lists; 200 bytes a paper, a megabyte for the longest."""

WAITING = 8
"""Threads for views that wait for other sites, so that pages never wait for those."""

Runner = Callable[[View, Visit], Awaitable[Response | Awaitable[Response]]]


def create_app(
    library: Library,
    *,
    look_at_index: Look | None = None,
    pdfs: Pdfs | None = None,
    desk: Desk | None = None,
    wanted: Wanted | None = None,
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """The site of a library.

    Args:
        library: Its store answers lists, its engine searches; the engine may have no index yet.
        look_at_index: How far the index is, asked at most once a second.
        pdfs: What gets the PDFs of papers; from their sources unless given.
        desk: What answers questions about papers; as the settings say unless given.
        wanted: What fetches papers that are not held; nothing unless given.
        lifespan: What is to be done when the site begins and ends.
    """
    pdfs = pdfs or open_shared_pdfs(library)
    desk = desk or open_desk(library.settings, library.store, pdfs)
    site = _site(library, look_at_index, pdfs, desk)._replace(wanted=wanted)
    static = GZipMiddleware(Assets(site.assets_version), minimum_size=1000)
    texts = desk.texts if library.settings.flag("pdfs") else None
    agents = Agents(library, texts)
    refusing = Refusing(site)
    table = Table(list(_routes(site)), refusing.refuse)
    app = Starlette(
        routes=[table, Route("/mcp", agents), Mount("/static", static)], lifespan=lifespan
    )
    app.router.redirect_slashes = False
    app.router.default = refusing
    app.state.site = site
    # In the place of Starlette's own layers around the router, which every request would pay for.
    base = site.addresses.base
    gate = Gate(app.router, library.settings, base)
    app.middleware_stack = Watch(gate, refusing.refuse, base)
    return app


def _routes(site: Site) -> Iterator[Route]:
    run = in_threads(site.library.settings.number("threads"))
    run_slow = in_threads(WAITING)
    for row in ROWS:
        answering = Answering(site, row, run_slow if row.is_slow else run)
        yield Route(row.path, answering, methods=list(row.methods))


def app_from_environment() -> Starlette:
    """The site of the library that the settings name; what each serving process runs."""
    settings = read_settings()
    logs.set_up(settings)
    library = open_library(settings)
    wanted = open_wanted(library) if settings.flag("sync") else None
    return create_app(
        library, wanted=wanted, lifespan=telling(lambda app: app.state.site.following.end())
    )


# --- running views


def in_threads(threads: int) -> Runner:
    """Views run on a few threads: a slow phrase query holds no other page up."""
    limiter = anyio.CapacityLimiter(max(1, threads))

    async def run(view: View, visit: Visit) -> Response | Awaitable[Response]:
        return await to_thread.run_sync(view, visit, limiter=limiter)

    return run


class Answering:
    """Answers the requests of one row; whatever a view raises becomes an answer too."""

    def __init__(self, site: Site, row: Row, run: Runner) -> None:
        self._site, self._row, self._run = site, row, run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope, receive, send)
        try:
            response = await _answered(self._site, self._row, request, self._run)
        except Exception as error:
            response = errors.respond(self._site, request, error)
        await response(scope, receive, send)


async def _answered(site: Site, row: Row, request: Request, run: Runner) -> Response:
    form: Mapping[str, str] = {}
    body = b""
    if row.largest_body is not None:
        body = await read_body(request, row.largest_body(site.library.settings))
    elif request.method == "POST":
        form = await read_form(request)
    asked = visit(site, request, form, body)
    if row.is_short is not None and row.is_short(asked):
        found = row.view(asked._replace(is_short=True))
    else:
        found = row.view(asked) if row.is_async else await run(row.view, asked)
    return await found if isinstance(found, Awaitable) else found


class Refusing:
    """Answers what no row answers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request for an address that is none."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        await self.refuse(scope, receive, send, HTTPException(404))

    async def refuse(self, scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
        """A request that raised."""
        response = errors.respond(self._site, Request(scope, receive), error)
        await response(scope, receive, send)


class _BranchConvertor(Convertor[str]):
    """The three branches, as part of a path."""

    regex = "arxiv|venue|all"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("branch", _BranchConvertor())


# --- what a site is made of


def _site(library: Library, look_at_index: Look | None, pdfs: Pdfs, desk: Desk) -> Site:
    addresses = addresses_of(library.settings)
    version = version_of()
    templates = templates_of(addresses, version)
    for environment in templates.values():
        environment.globals["partial"] = Partials(
            environment,
            to=addresses,
            version=VERSION,
            settings=library.settings,
            translated_into=" ".join(languages_of(desk)),
        )
    return Site(
        library=library,
        templates=templates,
        addresses=addresses,
        assets_version=version,
        cards=Cards(addresses, templates, library.store),
        remembered=Cache(REMEMBERED),
        homes=Cache(KEPT_HOMES),
        validators=Cache(KEPT_VALIDATORS),
        maps=Cache(KEPT_MAPS),
        index_watch=IndexWatch(look_at_index or (lambda: look(library))),
        pdfs=pdfs,
        desk=desk,
        following=Following(desk),
        translator=Translator(desk),
    )
