"""The pages in a real Firefox: mathematics is drawn, panels open, nothing goes wrong in scripts."""

from collections.abc import Iterator

import pytest

from tests.clients.firefox import Firefox, firefox, installed
from tests.serving import serving

pytestmark = pytest.mark.browser

WAIT = "const look = () => (%s) ? done(true) : setTimeout(look, 20); look();"
PRESS_J = """
document.querySelector(".title-link").focus();
document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
"""
# What scripts did wrong, from Firefox's own console: its errors name the address they are from.
WRONG = """
const told = Cc["@mozilla.org/consoleservice;1"].getService(Ci.nsIConsoleService);
done(told.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError)
  .filter(({ sourceName, flags }) => sourceName.startsWith("%s") && !(flags & 1))
  .map(({ errorMessage }) => errorMessage));
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app serving the demo papers."""
    with serving(tmp_path_factory.mktemp("library"), "--demo") as served:
        yield served.url


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox as it comes."""
    path = installed()
    with firefox(path, tmp_path_factory.mktemp("firefox") / "profile", {}) as opened:
        yield opened


def test_a_list_works_in_firefox(browser: Firefox, site: str) -> None:
    """Formulas are laid out as MathML, [FAQ] opens, j goes on, and the console names no error."""
    browser.do("WebDriver:Navigate", url=f"{site}/arxiv/search?query=formula&show=250")
    browser.run("import(document.querySelector('script[type=module]').src).then(() => done(true));")
    heights = browser.run(
        "done([...document.querySelectorAll('.summary math')].slice(0, 20)"
        ".map((one) => one.getBoundingClientRect().height))"
    )
    assert heights
    assert all(height > 5 for height in heights)
    panel = WAIT % "document.querySelector('.kimi-container .faq')"
    assert browser.run(f"document.querySelector('.title-kimi').click();{panel}")
    next_card = WAIT % "document.activeElement.matches('.paper:nth-child(2) .title-link')"
    assert browser.run(f"{PRESS_J}{next_card}")
    browser.do("Marionette:SetContext", value="chrome")
    wrong = browser.run(WRONG % site)
    browser.do("Marionette:SetContext", value="content")
    assert [] == wrong
