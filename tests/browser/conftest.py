"""A real Chromium before the real app with the demo papers."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.pdfs import made_pdf
from tests.serving import serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Scripts go on after a page has loaded, in turns; asked for again, a module is there when it ends.
STARTED = """async () => {
    if (!matchMedia("(scripting: enabled)").matches) return;
    const scripts = [...document.querySelectorAll("script[type=module]")];
    await Promise.allSettled(scripts.map((script) => import(script.src)));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


# Of this package alone: while Playwright runs, no other test of the process can run a loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; `make test` finds or installs it."""
    given = os.environ.get("COOLPAPERS_TEST_BROWSER")
    path = given or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here; `make test` installs it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app serving the demo papers."""
    with serving(tmp_path_factory.mktemp("library"), "--demo") as served:
        yield served.url


class Watched:
    """Pages of a context, and what their consoles said."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.said: list[str] = []
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("console", self._heard)
        context.on("requestfailed", self._failed)

    def with_pdfs(self) -> None:
        """Gives every paper one short PDF: without it the site would ask the paper's publisher."""
        pdf = made_pdf(1)
        self.context.route(
            "**/pdf/**", lambda route: route.fulfill(body=pdf, content_type="application/pdf")
        )

    def _heard(self, message: object) -> None:
        if message.type in ("error", "warning"):  # type: ignore[attr-defined]
            self.said.append(message.text)  # type: ignore[attr-defined]

    def _failed(self, request: object) -> None:
        # A page that is left while it loads drops its requests: that is no failure.
        if request.failure != "net::ERR_ABORTED":  # type: ignore[attr-defined]
            self.said.append(f"failed: {request.url}")  # type: ignore[attr-defined]

    def open(self, address: str) -> Page:
        """A new page on an address, loaded, with all that its scripts attach."""
        page = self.context.new_page()
        page.goto(address, wait_until="load")
        page.evaluate(STARTED)
        return page


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[Watched]:
    """An English desktop reader; the console must have stayed silent at the end."""
    context = browser.new_context(
        base_url=site, locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    seen = Watched(context)
    seen.with_pdfs()
    yield seen
    context.close()
    assert [] == seen.said


def violations(page: Page, axe: Path) -> list[list[str]]:
    """What axe-core finds wrong with a page, in a context that lets its script in."""
    page.add_script_tag(path=str(axe))
    found: list[list[str]] = page.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
    )
    return found


@pytest.fixture(scope="session")
def axe() -> Path:
    """The accessibility checker's script, from npm."""
    path = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not installed; `make test` installs it")
    return path
