"""The application: a library's site as an ASGI app."""

from collections.abc import Awaitable, Callable, Iterator, Mapping

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

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
from coolpapers.web.api.routes import BASE as API
from coolpapers.web.assets import Assets, version_of
from coolpapers.web.cache import Cache
from coolpapers.web.cards import Cards
from coolpapers.web.ending import telling
from coolpapers.web.faq.following import Following
from coolpapers.web.frames import Partials
from coolpapers.web.guard import Guard, read_body, read_form
from coolpapers.web.indexing import IndexWatch, Look, look
from coolpapers.web.prefixed import Prefixed
from coolpapers.web.routes import ROWS, Row, View
from coolpapers.web.site import VERSION, Site, Visit, visit
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
    app = Starlette(
        routes=[*_routes(site), Route("/mcp", agents), Mount("/static", static)],
        middleware=[
            Middleware(Guard),
            Middleware(Below, base=site.addresses.base),
            Middleware(Watch),
            Middleware(Gate, settings=library.settings, base=site.addresses.base),
        ],
        exception_handlers={HTTPException: _refusal(site)},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def _routes(site: Site) -> Iterator[BaseRoute]:
    """The table's routes; those of the API apart, so that its requests pass no others."""
    run = in_threads(site.library.settings.number("threads"))
    run_slow = in_threads(WAITING)
    routes = [
        Route(
            row.path,
            _endpoint(site, row, run_slow if row.is_slow else run),
            methods=list(row.methods),
        )
        for row in ROWS
    ]
    apart = f"{API}/"
    yield Prefixed(apart, [route for route in routes if route.path.startswith(apart)])
    yield from (route for route in routes if not route.path.startswith(apart))


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


def _endpoint(site: Site, row: Row, run: Runner) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await _answered(site, row, request, run)
        except Exception as error:
            return errors.respond(site, request, error)

    return answer


async def _answered(site: Site, row: Row, request: Request, run: Runner) -> Response:
    form: Mapping[str, str] = {}
    body = b""
    if row.largest_body is not None:
        body = await read_body(request, row.largest_body(site.library.settings))
    elif request.method == "POST":
        form = await read_form(request)
    asked = visit(site, request, form, body)
    is_here = row.is_async or (row.is_short is not None and row.is_short(asked))
    found = row.view(asked) if is_here else await run(row.view, asked)
    return await found if isinstance(found, Awaitable) else found


def _refusal(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refuse(request: Request, error: Exception) -> Response:
        return errors.respond(site, request, error)

    return refuse


class Below:
    """Puts the site below its base path, whether or not the proxy in front takes that off."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if self._base and scope["type"] == "http":
            path = scope["path"]
            if path != self._base and not path.startswith(f"{self._base}/"):
                path = self._base + path
            scope = {**scope, "root_path": self._base, "path": path}
        await self._app(scope, receive, send)


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
