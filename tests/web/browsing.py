"""A browser without a network: requests to an application, answers with their HTML."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import httpx
import lxml.html
from anyio.from_thread import BlockingPortal, start_blocking_portal
from lxml.html import HtmlElement
from starlette.applications import Starlette

HOST = "http://site.test"


class Answer:
    """An answer: status, headers, text, and elements by CSS selector."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.text
        self.bytes = response.content

    @property
    def tree(self) -> HtmlElement:
        return lxml.html.document_fromstring(self.text)

    def all(self, selector: str) -> list[HtmlElement]:
        """The elements that a CSS selector matches, in the page's order."""
        return self.tree.cssselect(selector)

    def one(self, selector: str) -> HtmlElement:
        """The only element that a CSS selector matches."""
        found = self.all(selector)
        assert 1 == len(found), f"{selector}: {len(found)} elements"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """Their texts, white space single."""
        return [" ".join(element.text_content().split()) for element in self.all(selector)]

    @property
    def ids(self) -> list[str]:
        """The papers on the page, in order."""
        return [card.get("id") for card in self.all("div.papers > div.paper")]

    @property
    def said(self) -> str:
        """Everything that a reader reads in the middle of the page, white space single."""
        return " ".join(self.one("main").text_content().split())

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return str(self.headers["location"])


class Browser:
    """Asks an application; follows no redirects."""

    def __init__(self, app: Starlette, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        self._client = httpx.AsyncClient(transport=transport, base_url=HOST)

    def ask(self, method: str, address: str, **more: object) -> Answer:
        """The answer to a request."""
        ask = partial(self._client.request, method, address, follow_redirects=False, **more)
        return Answer(self._portal.call(ask))

    def get(self, address: str, **headers: str) -> Answer:
        """The answer to a GET; header names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", address, headers=named)

    def post(self, address: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        """The answer to a POST of a form."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", address, data=form or {}, headers=named)


@contextmanager
def browsing(app: Starlette) -> Iterator[Browser]:
    """A browser for an application."""
    with start_blocking_portal() as portal:
        yield Browser(app, portal)


OpenBrowser = Callable[..., Browser]
"""Opens a browser for a library of some papers: the papers, then settings by name."""
