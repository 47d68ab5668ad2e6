"""The word cloud: gathered from papers one opens, changed and used on the home page."""

import json

from playwright.sync_api import Page

from tests.browser.conftest import Watched


def kept(page: Page) -> dict[str, int]:
    """The cloud as the browser remembers it."""
    found: dict[str, int] = json.loads(page.evaluate("localStorage.getItem('wordCloud') ?? '{}'"))
    return found


def keep(page: Page, cloud: dict[str, int]) -> None:
    """Has the browser remember a cloud."""
    page.evaluate("text => localStorage.setItem('wordCloud', text)", json.dumps(cloud))


def home(page: Page) -> None:
    """The home page with “More” open."""
    page.goto("/")
    page.locator("#more > summary").click()


def test_keywords_of_opened_papers_are_counted(watched: Watched) -> None:
    """Each keyword of a paper counts once, however often its PDF is opened and closed."""
    page = watched.open("/arxiv/1706.03762")
    page.locator(".paper").evaluate(
        "card => card.setAttribute('keywords', 'attention,translation')"
    )
    for _ in range(2):
        page.locator(".title-pdf").click()

    assert {"attention": 1, "translation": 1} == kept(page)


def test_past_300_words_the_first_hundred_stay_halved(watched: Watched) -> None:
    """The cloud stays small, and old tastes fade."""
    page = watched.open("/arxiv/1706.03762")
    keep(page, {f"w{n}": 1000 - n for n in range(300)})
    page.locator(".paper").evaluate("card => card.setAttribute('keywords', 'new')")
    page.locator(".title-pdf").click()
    cloud = kept(page)

    assert 100 == len(cloud)
    assert (500, 451) == (cloud["w0"], cloud["w99"])


def test_words_are_raised_removed_and_cleared(watched: Watched) -> None:
    """A press gives weight, a cross removes; both removal and clearing can be undone."""
    page = watched.open("/")
    keep(page, {"graphs": 3, "<b>bold</b>": 2, "proteins": 1})
    home(page)
    cloud = page.locator("#cloud")
    assert ["<b>bold</b>", "graphs", "proteins"] == cloud.locator(".cloud-word").all_inner_texts()
    cloud.get_by_role("button", name="proteins, 1").click()
    cloud.get_by_role("button", name="Remove graphs").click()
    assert {"<b>bold</b>": 2, "proteins": 2} == kept(page)
    page.locator("#toast button").click()
    assert 3 == kept(page)["graphs"]
    page.locator("#cloud-clear").click()
    assert {} == kept(page)
    assert page.locator("#cloud-empty").is_visible()


def test_frequent_words_are_larger(watched: Watched) -> None:
    """The size of a word tells its count."""
    page = watched.open("/")
    keep(page, {"rare": 1, "common": 40})
    home(page)
    size = "word => parseFloat(getComputedStyle(word).fontSize)"
    sizes = page.locator(".cloud-word").evaluate_all(f"words => words.map({size})")

    assert sizes[0] > 1.5 * sizes[1]


def test_the_top_words_become_preferences(watched: Watched) -> None:
    """One press fills the preference words, most frequent first, and lists are sorted by them."""
    page = watched.open("/")
    keep(page, {"graphs": 3, "proteins": 9})
    home(page)
    page.locator("#cloud-use").click()
    assert "proteins, graphs" == page.evaluate("localStorage.getItem('Prefer')")
    page.goto("/arxiv/cs.CL?from=2017-06-01&to=2017-06-30")
    link = page.locator('.sort-it[data-sort="words"]').get_attribute("href") or ""
    sent = {cookie["name"]: cookie["value"] for cookie in watched.context.cookies()}

    assert link.endswith("sort=~")
    assert "proteins%2Cgraphs" == sent["prefer"]
