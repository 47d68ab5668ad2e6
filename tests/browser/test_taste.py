"""Words of taste in a real browser: private, changed on the card, learned from stars."""

from playwright.sync_api import expect

from tests.browser.conftest import Watched

HEIGHT = "document.documentElement.scrollHeight"


def test_words_stay_out_of_addresses(watched: Watched) -> None:
    """A list ordered by one's own words has them in no address that is asked for."""
    page = watched.open("/")
    page.locator("#more > summary").click()
    page.locator("#prefer").fill("attention, -survey")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/arxiv/cs.CL")
    page.locator('.sort-it[data-sort="words"]').click()
    page.wait_for_url("**sort=~*")
    expect(page.locator(".hint.sorted")).to_contain_text("attention, -survey")
    assert [] == [one for one in asked if "attention" in one]
    assert ["attention%2C-survey"] == [
        one.get("value") for one in page.context.cookies() if one.get("name") == "prefer"
    ]


def test_a_word_is_muted_on_its_card(watched: Watched) -> None:
    """A button on a card changes the word in this browser at once, and the list when asked."""
    page = watched.open("/")
    page.evaluate("localStorage.setItem('Prefer', 'attention,language')")
    page.goto("/all/search?query=attention language")
    page.locator('.sort-it[data-sort="words"]').click()
    page.wait_for_url("**sort=~*")
    why = page.locator(".why").first
    why.locator("summary").press("Enter")
    before = page.evaluate(HEIGHT)
    why.locator("li[data-word=attention] .mute").press("Enter")
    expect(page.locator("#toast")).to_contain_text("attention")
    assert before == page.evaluate(HEIGHT)
    assert "language" == page.evaluate("localStorage.getItem('Prefer')")
    page.locator("#toast button").click()
    expect(page.locator(".hint.sorted")).to_contain_text("language")
    expect(page.locator(".hint.sorted")).not_to_contain_text("attention")


def test_top_words_take_weights_along(watched: Watched) -> None:
    """Top words of the cloud, one made heavier on a card, order a list; no address has them."""
    page = watched.open("/")
    page.evaluate("localStorage.setItem('wordCloud', '{\"attention\": 9, \"language\": 4}')")
    page.goto("/")
    page.locator("#more > summary").click()
    page.locator("#cloud-use").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/all/search?query=language")
    page.locator('.sort-it[data-sort="words"]').click()
    page.wait_for_url("**sort=~*")
    why = page.locator(".why", has=page.locator("li[data-word=language]")).first
    why.locator("summary").press("Enter")
    why.locator("li[data-word=language] .boost").press("Enter")
    page.locator("#toast button").click()
    expect(page.locator(".hint.sorted")).to_contain_text("attention, language^2")
    assert ["attention%2Clanguage%5E2"] == [
        one.get("value") for one in page.context.cookies() if one.get("name") == "prefer"
    ]
    assert [] == [one for one in asked if "attention" in one or "^2" in one or "%5E" in one]


def test_stars_teach_an_order(watched: Watched) -> None:
    """Starred and seen papers become an order, whose words are shown; too few say so."""
    page = watched.open("/all/search?query=language&show=20")
    page.locator(".sorted, #by-preference").first.wait_for(state="attached")
    page.goto("/all/search?query=language&show=20#by-preference")
    page.locator("#learn").click()
    expect(page.locator("#learn + output")).to_contain_text("five of each")
    page.evaluate(
        """() => [...document.querySelectorAll(".papers > .paper .title-link")].slice(0, 12)
        .forEach((link, at) => { const [, branch, id] = /^.([^/]+).(.+)$/.exec(
          decodeURIComponent(link.pathname));
          if (at % 2) localStorage.setItem(`[PDF]-stared-${branch}-${id}`, "1"); else
          localStorage.setItem("coolpapers-seen", (localStorage.getItem("coolpapers-seen") || "")
            + link.pathname + "\\t1\\n"); })"""
    )
    page.locator("#learn").click()
    page.wait_for_url("**order=learned*")
    expect(page.locator(".hint.sorted")).to_contain_text("Ordered by what you starred")
