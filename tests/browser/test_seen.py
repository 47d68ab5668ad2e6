"""Where one is in a list, what one has seen, and where one stopped."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STARTED, Watched

SEARCH = "/all/search?query=learning&show=5"
LIST = "/arxiv/cs.LG?from=2014-11-01&to=2014-12-31"
OTHER = "/arxiv/cs.LG+cs.NE?from=2014-11-05&to=2014-12-31"


def seen(page: Page) -> list[str]:
    """The papers this browser keeps as seen."""
    lines: list[str] = page.evaluate(
        "(localStorage.getItem('coolpapers-seen') ?? '').split('\\n').filter(Boolean)"
    )
    return [line.partition("\t")[0] for line in lines]


def read(page: Page, address: str, papers: int) -> None:
    """Opens a list and waits until so many papers are kept as seen."""
    page.goto(address)
    page.mouse.wheel(0, 600)
    page.wait_for_function(
        """n => (localStorage.getItem('coolpapers-seen') ?? '').split('\\n').filter(Boolean)
            .length >= n""",
        arg=papers,
    )


def choose(page: Page, name: str) -> None:
    """Sets what happens to papers seen elsewhere."""
    page.locator("#app-bar-config summary").click()
    page.locator("#reading-settings").get_by_label(name, exact=True).check()
    page.keyboard.press("Escape")


def test_the_position_follows(watched: Watched) -> None:
    """The bar says which paper of how many one reads, with the title behind it."""
    page = watched.open(SEARCH)
    expect(page.locator("#position")).to_have_text("1 of 46")
    page.evaluate("document.querySelectorAll('.paper')[2].scrollIntoView()")
    expect(page.locator("#position")).to_have_text("3 of 46")
    title = page.locator(".paper").nth(2).locator(".title-link").text_content()
    assert title == page.locator("#position-title").text_content()


def test_papers_seen_elsewhere_can_be_dimmed_or_hidden(watched: Watched) -> None:
    """Off at first; then dimmed, with a word that says so; then hidden, and one key away."""
    page = watched.context.new_page()
    read(page, LIST, 2)
    kept = seen(page)
    page.goto(OTHER)
    first = page.locator(f'[id="{kept[0].rpartition("/")[2]}"]')
    plain = first.locator(".summary").evaluate("e => getComputedStyle(e).color")
    expect(first).to_be_visible()
    choose(page, "Dim")
    dimmed = first.locator(".summary").evaluate("e => getComputedStyle(e).color")
    assert plain != dimmed
    said = first.locator(".date").evaluate("e => getComputedStyle(e, '::after').content")
    assert "attr(data-mark)" in said or "seen before" in said
    assert "seen before" == first.locator(".date").get_attribute("data-mark")
    choose(page, "Hide")
    expect(first).not_to_be_visible()
    page.keyboard.press("a")
    expect(first).to_be_visible()
    page.reload()
    expect(first).not_to_be_visible()


def test_the_list_where_a_paper_was_seen_first_shows_it(watched: Watched) -> None:
    """Coming back to the same list, whatever its order or address, nothing is hidden."""
    page = watched.context.new_page()
    page.goto("/")
    page.evaluate("localStorage.setItem('coolpapers-seen-papers', 'hide')")
    read(page, LIST, 2)
    for address in (LIST, f"{LIST}&sort=1", f"{LIST}&show=3"):
        page.goto(address)
        expect(page.locator(".paper").first).to_be_visible()
        expect(page.locator("#hidden-line")).not_to_be_visible()


def test_searches_hide_nothing_that_was_seen(watched: Watched) -> None:
    """What one searches for is shown, seen or not."""
    page = watched.context.new_page()
    page.goto("/")
    page.evaluate("localStorage.setItem('coolpapers-seen-papers', 'hide')")
    read(page, LIST, 1)
    page.goto("/all/search?query=1412.6980,1412.6572,1412.6806,1412.3555")
    assert 0 == page.locator(".paper.seen").count()


def test_one_continues_where_one_stopped(watched: Watched) -> None:
    """The next visit offers the place, in a later part of the list too, and leads there."""
    page = watched.open(SEARCH)
    for at in range(8):
        page.keyboard.press("j")
        page.wait_for_function("n => document.querySelectorAll('.paper').length > n", arg=at + 1)
    expect(page.locator("#position")).to_have_text("8 of 46")
    page.goto("/")
    page.goto(SEARCH)
    expect(page.locator("#toast")).to_contain_text("stopped at 8 of 46")
    page.locator("#toast").get_by_role("button", name="Continue at 8").click()
    expect(page.locator("#position")).to_have_text("8 of 46")


def test_nothing_is_offered_at_the_beginning_of_a_list(watched: Watched) -> None:
    """A list one only glanced at starts as always."""
    page = watched.open(LIST)
    page.reload()
    expect(page.locator("#position")).to_be_visible()
    expect(page.locator("#toast")).to_be_empty()


@pytest.mark.parametrize(
    ("name", "most"),
    [("coolpapers-seen", 5000), ("coolpapers-hidden", 3000), ("coolpapers-places", 100)],
)
def test_storage_is_bounded(name: str, most: int, watched: Watched) -> None:
    """A full store drops its oldest entries when new ones come."""
    page = watched.open("/")
    page.evaluate(
        """([name, most]) => localStorage.setItem(name,
            Array.from({ length: most }, (_, at) => `/old/${at}\\tx`).join('\\n'))""",
        [name, most],
    )
    page.goto(LIST)
    page.evaluate(STARTED)
    page.mouse.wheel(0, 800)
    expect(page.locator("#position")).not_to_have_text(re.compile("^1 "))
    page.keyboard.press("j")
    page.keyboard.press("h")
    page.wait_for_function("name => !localStorage.getItem(name).startsWith('/old/0\\t')", arg=name)
    kept = page.evaluate("name => localStorage.getItem(name).split('\\n')", name)

    assert most == len(kept)
    assert not kept[-1].startswith("/old/")


def test_more_than_forty_authors_fold_and_unfold(watched: Watched) -> None:
    """Forty authors are shown, the rest on request, and the bar below folds them up again."""
    page = watched.open("/arxiv/2204.02311,1706.03762")
    card = page.locator(".paper:has(.fold-authors)").first
    assert 40 == card.locator(".authors > .author").count()
    more = card.locator(".more-authors")
    expect(more).not_to_be_visible()
    card.locator(".fold-authors + label").click()
    expect(more).to_be_visible()
    card.locator("hr.fold").click()
    expect(more).not_to_be_visible()


def test_the_bar_speaks_chinese(browser: Browser, site: str) -> None:
    """Position, help and settings are in the reader's language."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = Watched(context).open(SEARCH)
    expect(page.locator("#position")).to_have_text("1 / 46")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_reading_adds_is_accessible(
    scheme: str, browser: Browser, site: str, axe: object
) -> None:
    """axe-core finds nothing wrong with the sheets, the help, dimmed papers, and a message."""
    context = browser.new_context(
        base_url=site,
        locale="en-GB",
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = Watched(context).open(LIST)
    page.evaluate("localStorage.setItem('coolpapers-seen-papers', 'dim')")
    read(page, LIST, 1)
    page.goto(OTHER)
    page.add_script_tag(path=str(axe))
    found = []
    for keys in (("j", "s"), ("/",), ("?",)):
        for key in keys:
            page.keyboard.press(key)
        found += page.evaluate(
            "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
        )
        page.keyboard.press("Escape")
    for name in ("position", "config"):
        page.locator(f"#app-bar-{name} summary").click()
        found += page.evaluate(
            "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
        )
    context.close()

    assert [] == found
