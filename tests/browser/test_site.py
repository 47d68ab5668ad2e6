"""What only a browser shows: that nothing errs, nothing overflows, and all can be reached."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coolpapers.web.assets import is_built
from tests.browser.conftest import Watched, violations

PAGES = {
    "home": "/",
    "days": "/arxiv/cs.CL?from=2017-06-01&to=2017-06-30",
    "edition": "/venue/NeurIPS",
    "venues": "/venue/latest",
    "paper": "/arxiv/1706.03762",
    "search": "/all/search?query=image+recognition&highlight=1",
    "nothing": "/arxiv/cs.CL?date=2017-06-10",
    "missing": "/arxiv/2401.99999",
    "papers": "/arxiv/1706.03762,1406.2661",
    "help": "/all/search",
    "unfound": "/all/search?query=zzzqqqzzz",
    "past the end": "/arxiv/cs.CL?from=2017-06-01&to=2017-06-30&skip=9999",
    "faq": "/arxiv/1706.03762/faq",
    "digest": "/arxiv/cs/digest?from=2012-01-01&to=2022-12-31",
    "status": "/status",
    "api": "/api",
}
LOADED = (
    "performance.getEntriesByType('resource').map(e => e.name.split('/static/')[1] ?? '')"
    ".map(path => path.replace(/^[^/]*\\//, ''))"
)
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
WIDTHS = (320, 390, 768, 1280)


def overflowing(page: Page) -> list[str]:
    """Elements that stick out of the window to the right."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => e.tagName + '.' + e.className).slice(0, 5);
        }"""
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_every_width(name: str, browser: Browser, site: str) -> None:
    """From a narrow phone to a desk, no page scrolls sideways, and no console speaks."""
    for width in WIDTHS:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": 800})
        seen = Watched(context)
        assert [] == overflowing(seen.open(PAGES[name])), width
        context.close()
        # A page that is not there answers 404, which Chromium logs as an error.
        assert [] == [said for said in seen.said if "404" not in said]


def test_the_ways_to_related_papers_fit_a_narrow_phone(watched: Watched) -> None:
    """All four can be read: what does not fit beside the others stands below."""
    page = watched.context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/arxiv/search?query=attention&like=1706.03762")
    ends = page.locator(".modes a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().right)"
    )

    assert 4 == len(ends)
    assert 320 >= max(ends)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(
    name: str, scheme: str, browser: Browser, site: str, axe: Path
) -> None:
    """axe-core finds no violation on any page in either colour scheme."""
    context = browser.new_context(base_url=site, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = Watched(context).open(PAGES[name])
    found = violations(page, axe)
    context.close()
    assert [] == found


def test_everything_can_be_read_without_scripts(browser: Browser, site: str) -> None:
    """With scripts off, lists, maths, calendar and search work by links and forms alone."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").first.fill("attention is all you need")
    page.get_by_role("searchbox").first.press("Enter")
    page.locator('a.title-link[href="/arxiv/1706.03762"]').click()
    assert "Attention Is All You Need" in page.locator("h2.title").inner_text()
    page.goto("/arxiv/hep-th/9711200")
    assert 0 < page.locator(".math math").count()
    context.close()


@pytest.mark.skipif(not is_built(), reason="run by `make test`, which joins the scripts")
def test_a_page_needs_few_requests(watched: Watched) -> None:
    """A list is read with one script and one style; the PDF reader comes when it is asked for."""
    page = watched.open("/arxiv/cs.CL?from=2017-06-01&to=2017-06-30")
    page.wait_for_load_state("networkidle")
    ours = [path for path in page.evaluate(LOADED) if path.endswith((".js", ".css"))]

    assert ["css/site.css", "js/main.js"] == sorted(ours)
    page.evaluate(
        "import(document.querySelector('script[type=module]').src.replace('main', 'reader'))"
    )
    page.wait_for_function(f"({LOADED}).includes('js/reader.js')")
    assert 1 == page.evaluate(LOADED).count("js/main.js")


def test_a_formula_is_drawn_as_mathematics(watched: Watched) -> None:
    """MathML has a size, is marked against translation, and keeps its source."""
    page = watched.open("/arxiv/0706.1062")
    formula = page.locator("p.summary .math").first

    assert "no" == formula.get_attribute("translate")
    assert "notranslate" in (formula.get_attribute("class") or "").split()
    assert formula.get_attribute("data-tex")
    box = formula.bounding_box()
    assert box is not None
    assert box["width"] > 10


def test_the_theme_can_be_switched_and_stays(watched: Watched) -> None:
    """The switch changes the colours, and the next page keeps them."""
    page = watched.open("/")
    before = page.evaluate(BACKGROUND)
    page.locator("#app-bar-config summary").click()
    page.locator('#app-bar-config input[name="theme"][value="dark"]').check()
    page.wait_for_function(f"before => {BACKGROUND} !== before", arg=before)
    page.goto("/venue/latest")

    assert before != page.evaluate(BACKGROUND)


def test_opening_a_pdf_counts_once_and_lists_the_paper(watched: Watched) -> None:
    """A click on [PDF] raises the count, keeps the star in the browser, fills the star list."""
    page = watched.open("/arxiv/1706.03762")
    page.context.route("https://arxiv.org/**", lambda route: route.fulfill(body="pdf"))
    with page.expect_response("**/star?**") as answer:
        page.locator("a.title-pdf").click(modifiers=["Control"])
    assert answer.value.text().isdigit()
    kept = page.evaluate("Object.keys(localStorage).filter(k => k.includes('stared'))")
    assert ["[PDF]-stared-arxiv-1706.03762"] == kept
    assert answer.value.text() == page.locator('[id="pdf-stars-1706.03762"]').inner_text()


def test_copy_puts_title_link_authors_and_abstract_on_the_clipboard(watched: Watched) -> None:
    """[Copy] copies what one pastes into a note."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open("/arxiv/1706.03762")
    page.locator("a.title-copy, button.title-copy").first.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    copied = page.evaluate("navigator.clipboard.readText()")

    for part in ("Attention Is All You Need", "1706.03762", "Ashish Vaswani"):
        assert part in copied


def test_watched_categories_are_remembered(watched: Watched) -> None:
    """Ticked and crossed-out categories stay, and the link to all of them follows."""
    page = watched.open("/")
    page.evaluate(
        "localStorage.setItem('Categories', 'cs.AI,cs.LG');"
        "localStorage.setItem('exCategories', 'cs.CY')"
    )
    page.reload()
    link = page.locator("#arxiv-allin-link").get_attribute("href")

    assert link is not None
    assert link.endswith("/arxiv/cs.AI+cs.LG-cs.CY")


def test_the_interface_speaks_chinese(browser: Browser, site: str) -> None:
    """A Chinese browser gets the page in Chinese, papers as they are."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = Watched(context).open("/")

    assert "zh" in (page.locator("html").get_attribute("lang") or "")
    assert any("\u4e00" <= character <= "\u9fff" for character in page.inner_text("body"))
    context.close()


def test_a_page_prints_black_on_white_without_bars(watched: Watched) -> None:
    """The print style hides the app bar."""
    page = watched.open("/arxiv/1706.03762")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator("#app-bar").is_visible()
    root = "getComputedStyle(document.documentElement)"
    assert "rgb(255, 255, 255)" == page.evaluate(f"{root}.backgroundColor")
