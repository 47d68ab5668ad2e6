"""The search box as a combobox."""

from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Watched


def box(page: Page) -> None:
    """Types the beginning of a word as a person does."""
    page.locator("main input[name=query]").press_sequentially("attenti", delay=5)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_keys_choose_a_suggestion(watched: Watched) -> None:
    """Arrows go through the suggestions, Escape brings back what was typed, Enter searches."""
    page = watched.open("/")
    asked: list[Request] = []
    page.on("request", lambda request: request.url.endswith("/suggest") and asked.append(request))
    box(page)
    field = page.get_by_role("combobox")
    assert "true" == field.get_attribute("aria-expanded")
    field.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    assert "attention" == field.input_value()
    field.press("Escape")
    assert ("attenti", "false") == (field.input_value(), field.get_attribute("aria-expanded"))
    assert {"POST"} == {one.method for one in asked}
    assert not any("attenti" in one.url.partition("?")[2] for one in asked)
    field.press_sequentially("o")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/all/search?query=attention")


def test_fast_typing_asks_once(watched: Watched) -> None:
    """What is typed without a pause is one request, for all of it."""
    page = watched.open("/")
    box(page)
    asked: list[str | None] = []
    page.on("request", lambda one: one.url.endswith("/suggest") and asked.append(one.post_data))
    page.locator("main input[name=query]").evaluate(
        """field => { for (const text of ["l", "la", "lan", "lang", "langu"]) {
        field.value = text; field.dispatchEvent(new InputEvent("input", { bubbles: true })); } }"""
    )
    expect(page.locator(".suggest li").first).to_contain_text("language")
    assert ["q=langu"] == asked


def test_a_tap_searches(watched: Watched) -> None:
    """A suggestion that is tapped or clicked is searched."""
    page = watched.open("/")
    box(page)
    page.get_by_role("option").first.click()
    page.wait_for_url("**/all/search?query=attention")
