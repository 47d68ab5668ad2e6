"""The table of routes: as if each were compared in turn, only sooner; and what lies around it."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match, Route

from coolpapers.web.app import Answering
from coolpapers.web.routes import ROWS
from coolpapers.web.table import Table
from tests.web.browsing import Browser
from tests.web.conftest import OpenBrowser


async def _nothing(*_: object) -> None:
    pass


ROUTES = [Route(row.path, Table, methods=list(row.methods)) for row in ROWS]
TABLE = Table(ROUTES, _nothing)
PARTS = ["", "arxiv", "venue", "all", "api", "v1", "search", "latest", "feed", "faq", "pdf", "x"]
PARTS += ["papers", "sitemap", "sitemap.xml", "1.xml", "a:b"]
ANY = st.text(st.characters(exclude_characters="\n"), max_size=3)
PATHS = st.lists(st.sampled_from(PARTS) | ANY, max_size=5).map("/".join)


@given(PATHS | PATHS.map("/".__add__), st.sampled_from(["GET", "HEAD", "POST", "PUT"]))
def test_any_address_finds_the_route_that_comes_first(path: str, method: str) -> None:
    """A request finds the same route and parameters as by asking one after the other."""
    scope = {"type": "http", "path": path, "method": method}
    asked = [(route.matches(scope), route) for route in ROUTES]
    expected = [
        {**child, "route": route}
        for wanted in (Match.FULL, Match.PARTIAL)
        for (match, child), route in asked
        if match is wanted
    ]

    assert (expected or [{}])[0] == TABLE.matches(scope)[1]


@pytest.mark.parametrize(("path", "status"), [("/p", 200), ("/p/", 200), ("/", 200), ("/px", 404)])
def test_the_base_path_needs_no_slash(open_browser: OpenBrowser, path: str, status: int) -> None:
    """The home page is at the base path with or without a slash, and where a proxy cuts it off."""
    assert status == open_browser([], base_path="/p").get(path).status


def test_what_nobody_foresaw_is_an_answer(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault outside of any view is a page without its reason, which is logged."""

    async def fail(*_: object) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(Answering, "__call__", fail)
    with caplog.at_level(logging.ERROR):
        page = browser.get("/arxiv/cs.LG")
    assert (500, False) == (page.status, "secret" in page.text)
    assert page.headers["content-security-policy"]
    assert "a secret" in caplog.text
