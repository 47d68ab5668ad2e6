"""Site: what every page is made from; Visit: one request for a page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import jinja2
from starlette.datastructures import URL
from starlette.requests import Request

from coolpapers import __version__
from coolpapers.flows.desk import Desk
from coolpapers.flows.pdfs import Pdfs
from coolpapers.flows.translating import Translator
from coolpapers.flows.wanted import Wanted
from coolpapers.library import Library
from coolpapers.web.addresses import Addresses
from coolpapers.web.cache import Cache
from coolpapers.web.cards import Cards
from coolpapers.web.faq.following import Following
from coolpapers.web.indexing import IndexWatch
from coolpapers.web.language import COOKIE, Texts, choose

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
VERSION = __version__


class Site(NamedTuple):
    """One library's site: its parts, the compiled templates, and what is kept between requests."""

    library: Library
    templates: Mapping[str, jinja2.Environment]
    addresses: Addresses
    assets_version: str
    cards: Cards
    remembered: Cache[Any]
    homes: Cache[bytes]
    validators: Cache[str]
    maps: Cache[Any]
    index_watch: IndexWatch
    pdfs: Pdfs
    desk: Desk
    following: Following
    translator: Translator
    wanted: Wanted | None = None

    @property
    def title(self) -> str:
        """The name of the site."""
        return self.library.settings.text("title")


class Visit(NamedTuple):
    """One request: what it asks, in which language and colours it wants its answer.

    A POST has its fields in `form`, or its bytes in `body` where a view wants them raw.
    `is_short`: the row it came to has found it so.
    """

    site: Site
    request: Request
    texts: Texts
    theme: str
    form: Mapping[str, str] = {}
    body: bytes = b""
    is_short: bool = False

    @property
    def addresses(self) -> Addresses:
        """Addresses of our own pages."""
        return self.site.addresses

    @property
    def library(self) -> Library:
        """The library of the site."""
        return self.site.library

    @property
    def path(self) -> str:
        """The path that was asked for, below the site's base."""
        path: str = self.request.scope["path"]
        base = self.site.addresses.base
        return path.removeprefix(base) if path.startswith(f"{base}/") else path

    @property
    def own_address(self) -> str:
        """The address of this very page, with its query string, as links have it."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def site_url(self) -> str:
        """The absolute address of the site, without a slash at its end."""
        configured = self.library.settings.text("site_url").rstrip("/")
        if configured:
            return configured
        scope = self.request.scope
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        server = scope.get("server")  # none behind a Unix socket
        origin = _origin(scope["scheme"], tuple(server) if server else None, host)
        return origin + self.site.addresses.base

    def absolute(self, address: str) -> str:
        """One of our own addresses with scheme and host."""
        return self.site_url + address.removeprefix(self.site.addresses.base)


def visit(
    site: Site, request: Request, form: Mapping[str, str] | None = None, body: bytes = b""
) -> Visit:
    """The visit that a request is; never raises, whatever its cookies say."""
    cookies = request.cookies
    accepted = request.headers.get("accept-language", "")
    configured = site.library.settings.text("language")
    texts = choose(cookies.get(COOKIE, ""), accepted, configured)
    theme = cookies.get(THEME_COOKIE, "")
    return Visit(site, request, texts, theme if theme in THEMES else "", form or {}, body)


@lru_cache(maxsize=100)
def _origin(scheme: str, server: tuple[Any, ...] | None, host: bytes) -> str:
    """Scheme and host as a request has them; a host that is none is not believed."""
    headers = [(b"host", host)]
    url = URL(scope={"scheme": scheme, "server": server, "path": "/", "headers": headers})
    return f"{url.scheme}://{url.netloc}"
