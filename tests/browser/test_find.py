"""Search within the open list."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched

LIST = "/all/search?query=learning&show=25&highlight=0"
WITHOUT_HIGHLIGHTS = "delete window.Highlight; delete CSS.highlights;"
PAINTED = """() => CSS.highlights
    ? [...CSS.highlights.get('found')].map(range => {
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        return live.toString().toLowerCase();
    }) : []"""


def find(page: Page, words: str, without: str = "") -> None:
    """Opens the sheet by its key and writes what to find."""
    page.keyboard.press("/")
    expect(page.locator("#find-words")).to_be_focused()
    page.locator("#find-words").fill(words)
    page.locator("#find-without").fill(without)


def shown(page: Page) -> list[str]:
    """The text of the cards one sees, in small letters."""
    texts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.papers > .paper')]
            .filter(card => card.checkVisibility())
            .map(card => [...card.querySelectorAll('.title-link, .authors, .summary, .subjects')]
                .map(field => field.textContent).join(' ').toLowerCase())"""
    )
    return texts


def settled(page: Page, said: str) -> None:
    """Waits for what the sheet says."""
    expect(page.locator("#find output")).to_contain_text(said)


def test_words_are_highlighted_without_changing_the_page(watched: Watched) -> None:
    """Every match is painted, formulas are left out, and the document stays as it is."""
    page = watched.open(LIST)
    before = page.locator(".papers").evaluate("list => list.textContent.length")
    find(page, "neural, policy gradient")
    settled(page, "Matches: ")
    found = page.evaluate(PAINTED)

    assert found
    assert {"neural"} <= set(found) <= {"neural", "policy gradient"}
    assert before == page.locator(".papers").evaluate("list => list.textContent.length")


def test_only_matching_papers_can_be_shown(watched: Watched) -> None:
    """With the filter on, each card one sees has the word; the line above says how many are not."""
    page = watched.open(LIST)
    find(page, "policy")
    page.get_by_label("Show only papers found").check()
    expect(page.locator("#hidden-line")).to_be_visible()
    texts = shown(page)

    assert texts
    assert all("policy" in text for text in texts)
    page.locator("#hidden-line button").click()
    assert len(texts) < len(shown(page))


def test_all_words_or_any(watched: Watched) -> None:
    """“All words” shows fewer papers than “any word”, each with all."""
    page = watched.open(LIST)
    find(page, "agent policy")
    page.get_by_label("Show only papers found").check()
    expect(page.locator("#hidden-line")).to_be_visible()
    several = len(shown(page))
    page.get_by_label("All words").check()
    page.wait_for_function(
        "n => [...document.querySelectorAll('.paper')].filter(c => c.checkVisibility()).length < n",
        arg=several,
    )
    assert all("agent" in text and "policy" in text for text in shown(page))


def test_papers_with_unwanted_words_are_left_out(watched: Watched) -> None:
    """Unwanted words hide a paper, but not papers with a word that only contains them."""
    page = watched.open(LIST)
    before = shown(page)
    find(page, "", "network")
    expect(page.locator("#hidden-line")).to_be_visible()
    after = shown(page)

    assert len(before) > len(after) > 0
    assert not any(" network" in text for text in after)


def test_next_and_previous_match(watched: Watched) -> None:
    """Enter goes to the next match and Shift with Enter back, into the window."""
    page = watched.open(LIST)
    find(page, "representation")
    settled(page, "Matches: ")
    page.locator("#find-words").press("Enter")
    settled(page, "1 of")
    page.locator("#find-words").press("Enter")
    settled(page, "2 of")
    page.locator("#find-words").press("Shift+Enter")
    settled(page, "1 of")
    page.locator('[data-way="-1"]').click()
    page.wait_for_function("() => scrollY > 1000")
    page.wait_for_function(
        """() => {
            const [place] = CSS.highlights.get('found-one');
            const range = document.createRange();
            range.setStart(place.startContainer, place.startOffset);
            range.setEnd(place.endContainer, place.endOffset);
            const { top, bottom } = range.getBoundingClientRect();
            return top > 0 && bottom < innerHeight && bottom > top;
        }"""
    )


def test_what_one_looks_for_is_remembered(watched: Watched) -> None:
    """Words and manner stay in this browser under their known names and work on the next page."""
    page = watched.open(LIST)
    find(page, "policy", "survey")
    page.get_by_label("Show only papers found").check()
    expect(page.locator("#hidden-line")).to_be_visible()
    kept = page.evaluate(
        "[localStorage.appSearchKeywords, localStorage['appSearchKeywords-Excluded']]"
    )
    page.reload()
    expect(page.locator("#hidden-line")).to_be_visible()

    assert ["policy", "survey"] == kept
    assert all("policy" in text for text in shown(page))


def test_cards_that_arrive_are_searched(watched: Watched) -> None:
    """Matches in later pages are painted too."""
    page = watched.open("/all/search?query=learning&show=5&highlight=0")
    find(page, "learning")
    settled(page, "Matches: ")
    before = len(page.evaluate(PAINTED))
    page.keyboard.press("Escape")
    page.locator("nav.paging").scroll_into_view_if_needed()
    page.wait_for_function(f"before => ({PAINTED})().length > before", arg=before)


def test_a_translated_page_is_searched_as_it_reads_now(watched: Watched) -> None:
    """After a translator replaced the words, the new ones are found."""
    page = watched.open(LIST)
    find(page, "uebersetzt")
    settled(page, "No match")
    page.evaluate(
        """() => {
            const summary = document.querySelector('.summary');
            const walker = document.createTreeWalker(summary, NodeFilter.SHOW_TEXT);
            const nodes = [];
            while (walker.nextNode()) nodes.push(walker.currentNode);
            for (const node of nodes) {
                if (node.parentElement.closest('.notranslate')) continue;
                const font = document.createElement('font');
                font.textContent = 'uebersetzt';
                node.replaceWith(font);
            }
        }"""
    )
    settled(page, "in papers: 1")


@pytest.mark.parametrize("written", ["schölkopf", "Scholkopf", '"bernhard scholkopf"'])
def test_accents_and_case_do_not_matter(written: str, watched: Watched) -> None:
    """A name is found with and without its accents, in any case, as a phrase."""
    page = watched.open("/arxiv/2102.11107,1706.03762")
    find(page, written)
    settled(page, "Matches: 1, in papers: 1")


def test_without_the_highlight_interface_words_are_found_and_gone_to(
    browser: Browser, site: str
) -> None:
    """A browser that cannot paint words counts them, goes to them, and leaves the page as it is."""
    context = browser.new_context(base_url=site, locale="en-GB")
    context.add_init_script(WITHOUT_HIGHLIGHTS)
    seen = Watched(context)
    page = seen.open(LIST)
    before = page.locator(".papers").evaluate("list => list.textContent")
    find(page, "value, network")
    settled(page, "Matches: ")
    page.locator("#find-words").press("Enter")
    settled(page, "1 of ")

    assert before == page.locator(".papers").evaluate("list => list.textContent")
    context.close()
    assert [] == seen.said


def test_the_browsers_own_search_is_left_alone(watched: Watched) -> None:
    """Ctrl-F and Cmd-F are not taken from the browser."""
    page = watched.open(LIST)
    page.evaluate(
        """() => {
            window.taken = [];
            addEventListener('keydown', event => {
                if (event.key === 'f') window.taken.push(event.defaultPrevented);
            });
        }"""
    )
    for keys in ("ControlOrMeta+f", "Control+f", "Meta+f"):
        page.keyboard.press(keys)

    assert [False, False, False] == page.evaluate("window.taken")
    assert not page.locator("#app-bar-search").get_attribute("open")
