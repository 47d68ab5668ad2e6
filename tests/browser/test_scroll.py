"""Long lists: pages come by themselves, and reload and Back return to the same card."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Watched

LIST = "/all/search?query=learning&show=5"
LONG = "/all/search?query=learning"
COPIES = 1000
UNASKED = 4


def count(page: Page) -> int:
    """How many cards there are."""
    return page.locator(".papers > .paper").count()


def indices(page: Page) -> list[int]:
    """The places in the list that the cards show."""
    found: list[str] = page.locator(".papers .index").all_text_contents()
    return [int(text.lstrip("#")) for text in found]


def go_to(page: Page, index: int) -> None:
    """Scrolls to a card, fetching what is missing."""
    while count(page) < index:
        before = count(page)
        page.locator("nav.paging").last.scroll_into_view_if_needed()
        page.wait_for_function(
            "before => document.querySelectorAll('.paper').length > before", arg=before
        )
    page.evaluate(
        "index => document.querySelectorAll('.papers > .paper')[index - 1].scrollIntoView()", index
    )


def top_of(page: Page, index: int) -> float:
    """Where a card's upper edge is in the window."""
    top: float = page.evaluate(
        """index => [...document.querySelectorAll('.papers > .paper')]
            .find(card => card.querySelector('.index').textContent === `#${index}`)
            .getBoundingClientRect().top""",
        index,
    )
    return top


def test_a_list_whose_end_stays_near_goes_on_when_the_reader_does(watched: Watched) -> None:
    """Four pages come unasked; one turn of the wheel later there are more."""
    page = watched.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto("/all/search?query=learning&show=1")
    expect(page.locator(".papers > .paper")).to_have_count(1 + UNASKED)
    page.mouse.wheel(0, 50)
    page.wait_for_function(
        "most => document.querySelectorAll('.paper').length > most", arg=1 + UNASKED
    )


def test_the_next_pages_come_by_themselves(watched: Watched) -> None:
    """Scrolling puts each card of the whole list in once, in order, then says that it ends."""
    page = watched.open(LIST)
    total = int(page.locator(".total").inner_text().split()[-1])
    go_to(page, total)

    assert list(range(1, total + 1)) == indices(page)
    expect(page.locator("nav.paging")).to_contain_text(f"That is all: {total} papers.")
    expect(page.locator("#said")).to_contain_text(f"{total} of {total}")
    assert 0 == page.locator("nav.paging .next").count()


def test_what_one_reads_does_not_jump_when_cards_arrive(watched: Watched) -> None:
    """A card stays where it is in the window while pages are put in below."""
    page = watched.open(LIST)
    page.evaluate(
        """() => {
            window.shifts = [];
            const isCard = source => source.node?.parentElement?.closest('.papers');
            new PerformanceObserver(list => window.shifts.push(
                ...list.getEntries().filter(entry => entry.sources.some(isCard)).map(e => e.value)
            )).observe({ type: 'layout-shift' });
        }"""
    )
    go_to(page, 5)
    before = top_of(page, 5)
    page.wait_for_function("() => document.querySelectorAll('.paper').length > 9")

    assert before == pytest.approx(top_of(page, 5), abs=1)
    assert 0.01 > sum(page.evaluate("window.shifts"))


def test_reload_returns_to_the_same_card(watched: Watched) -> None:
    """The address grows with what was read, and a reload shows the same card at the same height."""
    page = watched.open(LIST)
    go_to(page, 13)
    page.wait_for_url(re.compile(r"show=15"))
    page.wait_for_function("() => history.state?.card")
    before = top_of(page, 13)
    page.reload()
    page.wait_for_function("() => scrollY > 0")
    page.wait_for_function(
        """([index, top]) => Math.abs([...document.querySelectorAll('.papers > .paper')][index - 1]
            .getBoundingClientRect().top - top) < 3""",
        arg=[13, before],
    )
    assert 15 <= count(page)


def test_back_returns_to_the_same_card(watched: Watched) -> None:
    """After a paper's own page, Back leads to the card one came from."""
    page = watched.open(LIST)
    go_to(page, 13)
    card = page.locator(".papers > .paper").nth(12)
    title = card.locator(".title-link").text_content()
    before = top_of(page, 13)
    card.locator(".title-link").click()
    page.wait_for_url(re.compile(r"/(arxiv|venue)/[^?]+$"))
    page.go_back()
    page.wait_for_function(
        """([title, top]) => [...document.querySelectorAll('.papers > .paper')]
            .some(card => card.querySelector('.title-link').textContent === title
                && Math.abs(card.getBoundingClientRect().top - top) < 3)""",
        arg=[title, before],
    )


def test_a_failure_can_be_retried(watched: Watched) -> None:
    """When the server does not answer, a button tries again, and the list goes on."""
    page = watched.context.new_page()
    page.route("**/*skip=*", lambda route: route.fulfill(status=503, body="busy"))
    page.goto(LIST)
    page.locator("nav.paging").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Try again")
    expect(button).to_be_visible()
    page.unroute("**/*skip=*")
    watched.said.clear()  # Chromium logs the 503
    button.click()
    page.wait_for_function("() => document.querySelectorAll('.paper').length > 5")

    assert 0 == button.count()


def test_cards_that_arrive_can_do_everything(watched: Watched) -> None:
    """A later card has its [Copy], its line in the star list, and stars."""
    page = watched.open(LIST)
    go_to(page, 8)
    card = page.locator(".papers > .paper").nth(7)
    expect(card.locator(".title-copy")).to_be_visible()
    card.locator(".title-link").focus()
    with page.expect_response("**/star?**"):
        page.keyboard.press("s")
    line = page.locator(f'[id="app-bar-star-{card.get_attribute("id")}"]')
    page.locator("#app-bar-star summary").click()
    expect(line).to_be_visible()


def test_the_link_stays_without_scripts(browser: Browser, site: str) -> None:
    """Without scripts the next page is a link away."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    page.locator("nav.paging a.next").click()
    assert [6, 7, 8, 9, 10] == indices(page)
    assert not page.locator("#find").is_visible()
    assert not page.locator("#app-bar-position").is_visible()
    context.close()


def copied(route: Route) -> None:
    """The list with its cards repeated until there are a thousand, no next page."""
    answer = route.fetch(headers={**route.request.headers, "accept-encoding": "identity"})
    html = answer.text()
    begin, end = html.index('<div class="papers">'), html.index('<nav class="paging"')
    cards = re.findall(r'<div id="([^"]*)" class="panel paper".*?\n</div>', html, re.DOTALL)
    pieces = re.findall(r'<div id="[^"]*" class="panel paper".*?\n</div>', html, re.DOTALL)
    many = []
    for at in range(COPIES):
        name = cards[at % len(cards)]
        piece = pieces[at % len(pieces)].replace(name, f"{name}x{at}")
        many.append(re.sub(r">#\d+<", f">#{at + 1}<", piece, count=1))
    body = f'{html[:begin]}<div class="papers">{"".join(many)}</div>{html[end:]}'
    route.fulfill(response=answer, body=body)


MOST_DRAWN = 20
MOST_AT_ONCE = 25
WATCH_ARRIVALS = """() => {
    window.arrived = [];
    new MutationObserver((records) => {
        for (const { addedNodes } of records) window.arrived.push(addedNodes.length);
    }).observe(document.querySelector('.papers'), { childList: true });
}"""
DRAWN = """() => new Promise(go => requestAnimationFrame(() => setTimeout(() => {
    const cards = [...document.querySelectorAll('.papers > .paper > .title')];
    go(cards.filter(card => card.checkVisibility({ contentVisibilityAuto: true })).length);
})))"""


def test_a_thousand_papers_hold_nothing_up(watched: Watched) -> None:
    """The few near the window are drawn, others come 25 at a time, and all can be searched.

    How long that takes is for `benchmarks.longlist` to say.
    """
    page = watched.context.new_page()
    page.route(re.compile(r"/all/search\?query=learning$"), copied)
    page.goto(LONG, wait_until="networkidle")
    page.evaluate(WATCH_ARRIVALS)
    drawn = [page.evaluate(DRAWN)]
    for _ in range(20):
        page.mouse.wheel(0, 900)
        drawn.append(page.evaluate(DRAWN))
    page.locator("nav.paging").scroll_into_view_if_needed()
    page.wait_for_function(f"() => document.querySelectorAll('.paper').length > {COPIES}")
    page.keyboard.press("/")
    page.locator("#find-words").fill("neural network")
    page.wait_for_function("() => document.querySelector('#find output').textContent")

    assert 0 < min(drawn) <= max(drawn) <= MOST_DRAWN
    assert 0 < max(page.evaluate("window.arrived")) <= MOST_AT_ONCE
