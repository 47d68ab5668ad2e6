"""What opens over the page closes again, and gives the focus back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

LIST = "/arxiv/cs.CL?from=2017-06-01&to=2017-06-30"
SHEETS = (
    "#app-bar-position",
    "#app-bar-search",
    "#app-bar-star",
    "#app-bar-config",
    "#app-bar-bug",
    ".forms",
)


def opened(page: Page, sheet: str) -> None:
    page.click(f"{sheet} > summary")
    expect(page.locator(f"{sheet}[open]")).to_be_visible()


@pytest.mark.parametrize("sheet", SHEETS)
def test_escape_closes_a_sheet(sheet: str, watched: Watched) -> None:
    """From within it, too, and the focus is back on what opened it."""
    page = watched.open(LIST)
    opened(page, sheet)
    inside = page.locator(f"{sheet} .sheet :is(a, input, button, select):visible").first
    if inside.count():
        inside.focus()
    page.keyboard.press("Escape")

    expect(page.locator(f"{sheet}[open]")).to_have_count(0)
    expect(page.locator(f"{sheet} > summary")).to_be_focused()


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_click_beside_a_sheet_closes_it(sheet: str, watched: Watched) -> None:
    """A click on the page is enough."""
    page = watched.open(LIST)
    opened(page, sheet)
    page.mouse.click(20, 450)

    expect(page.locator(f"{sheet}[open]")).to_have_count(0)


def test_one_sheet_at_a_time(watched: Watched) -> None:
    """Opening another sheet closes the first, wherever they stand."""
    page = watched.open(LIST)
    for sheet in SHEETS:
        opened(page, sheet)
        expect(page.locator("#app-bar details[open], .forms[open]")).to_have_count(1)


def test_the_focus_stays_in_the_help_and_comes_back(watched: Watched) -> None:
    """Tab never reaches what is behind the dialog; closed, the focus is where it was."""
    page = watched.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("?")
    behind = "document.activeElement.matches('main *, header *, #app-bar *')"
    for _ in range(6):
        page.keyboard.press("Tab")
        assert not page.evaluate(behind)
    page.keyboard.press("Escape")

    expect(page.locator(".paper .title-link").first).to_be_focused()


def test_escape_closes_the_forms_of_copying(watched: Watched) -> None:
    """The line that [Copy] opens goes with Escape, and the focus stays on [Copy]."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(LIST)
    page.locator(".title-copy").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".copy-menu")).to_be_visible()
    page.keyboard.press("Tab")
    page.locator(".copy-menu button").first.focus()
    page.keyboard.press("Escape")

    expect(page.locator(".copy-menu")).to_have_count(0)
    expect(page.locator(".title-copy").first).to_be_focused()


def test_escape_closes_what_a_card_opened(watched: Watched) -> None:
    """The choices of a card's subjects go with Escape, and the focus is on what opened them."""
    page = watched.open(LIST)
    page.locator(".subjects-open").first.click()
    page.locator(".subject-choices button").first.focus()
    page.keyboard.press("Escape")

    expect(page.locator(".subject-choices")).to_have_count(0)
    expect(page.locator(".subjects-open").first).to_be_focused()
