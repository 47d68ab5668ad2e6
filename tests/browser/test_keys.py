"""Keys and swipes for skimming, and that they stay out of the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched

LIST = "/arxiv/cs.LG?from=2014-11-01&to=2014-12-31"
SEARCH = "/all/search?query=learning&show=5"


def focused(page: Page) -> int:
    """The place in the list of the card with the focus, 0 for none."""
    found: str = page.evaluate(
        """() => document.activeElement.closest('.paper')
            ?.querySelector('.index').textContent.slice(1) ?? '0'"""
    )
    return int(found)


def shown(page: Page) -> list[str]:
    """The ids of the cards one sees."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.papers > .paper')]
            .filter(card => card.checkVisibility()).map(card => card.id)"""
    )
    return found


def test_j_and_k_go_from_card_to_card(watched: Watched) -> None:
    """The focus moves to the title of the next or the previous card, at the top of the window."""
    page = watched.open(SEARCH)
    for key, expected in (("j", 1), ("j", 2), ("j", 3), ("k", 2), ("j", 3), ("j", 4)):
        page.keyboard.press(key)
        assert expected == focused(page)
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top < 60
    expect(page.locator("#position")).to_have_text("4 of 46")


def test_j_begins_where_one_reads(watched: Watched) -> None:
    """After scrolling by hand, the next card is the one after what stands at the top."""
    page = watched.open(SEARCH)
    page.evaluate("document.querySelectorAll('.paper')[2].scrollIntoView()")
    page.keyboard.press("j")
    assert 4 == focused(page)


def test_s_keeps_a_paper_and_u_undoes_it(watched: Watched) -> None:
    """A star without opening the PDF, told at the bottom, and taken back."""
    page = watched.open(LIST)
    page.keyboard.press("j")
    with page.expect_response("**/star?key=pdf**"):
        page.keyboard.press("s")
    expect(page.locator("#toast")).to_contain_text("Kept: ")
    expect(page.locator(".title-pdf.stared")).to_have_count(1)
    with page.expect_response("**/star?key=unstar**"):
        page.keyboard.press("u")
    expect(page.locator(".title-pdf.stared")).to_have_count(0)


def test_h_hides_a_paper_until_it_is_undone(watched: Watched) -> None:
    """A hidden paper stays away after a reload; undo, and “show all”, bring it back."""
    page = watched.open(LIST)
    before = shown(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("h")
    assert [before[0], *before[2:]] == shown(page)
    assert 3 == focused(page)
    expect(page.locator("#position")).to_have_text("3 of 4")
    page.reload()
    assert [before[0], *before[2:]] == shown(page)
    expect(page.locator("#hidden-line")).to_contain_text("Papers not shown: 1.")
    page.keyboard.press("a")
    assert before == shown(page)
    page.keyboard.press("a")
    page.keyboard.press("h")
    page.get_by_role("button", name="Undo").first.click()
    assert [before[0], *before[2:]] == shown(page)


def test_hidden_papers_are_found_by_search_and_by_id(watched: Watched) -> None:
    """What was hidden in a list is there when somebody names it or searches for it."""
    page = watched.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.locator("#hidden-line")).to_be_visible()
    for address in (
        "/arxiv/1412.6980,1412.6572",
        "/arxiv/1412.6980",
        "/all/search?query=1412.6980",
    ):
        page.goto(address)
        assert "1412.6980" in shown(page)


def test_o_c_and_r_press_the_links_of_the_card(watched: Watched) -> None:
    """The PDF, the copy and the related papers of the card that is read."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(SEARCH)
    page.evaluate(
        """() => {
            window.pressed = [];
            document.addEventListener('click', event => {
                const link = event.target.closest('.title-pdf, .title-rel');
                if (!link) return;
                window.pressed.push(link.id);
                event.preventDefault();
                event.stopImmediatePropagation();
            }, { capture: true });
        }"""
    )
    page.keyboard.press("j")
    for key in "orc":
        page.keyboard.press(key)
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('/arxiv/')")
    name = page.locator(".paper").first.get_attribute("id")

    assert [f"pdf-{name}", f"rel-{name}"] == page.evaluate("window.pressed")


def test_t_changes_the_colours(watched: Watched) -> None:
    """Light becomes dark and light again."""
    page = watched.open(LIST)
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_question_mark_opens_the_help(watched: Watched) -> None:
    """The help is a dialog: keys do nothing behind it, Escape closes it."""
    page = watched.open(LIST)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    assert 0 == focused(page)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


@pytest.mark.parametrize("address", [LIST, "/"])
def test_keys_do_not_disturb_typing(address: str, watched: Watched) -> None:
    """Letters typed into a field arrive there, and nothing else happens."""
    page = watched.open(address)
    page.keyboard.press("/")
    page.keyboard.type("jhs?/t")

    assert "jhs?/t" == page.evaluate("document.activeElement.value")
    assert not page.locator("html").get_attribute("data-theme")
    assert not page.locator("#keys-help").is_visible()


def test_the_help_begins_at_its_beginning(watched: Watched) -> None:
    """In a low window the help shows its heading, which has the focus, not its end."""
    page = watched.open(LIST)
    page.set_viewport_size({"width": 320, "height": 300})
    page.keyboard.press("?")

    assert "keys-title" == page.evaluate("document.activeElement.id")
    assert 0 == page.evaluate("document.getElementById('keys-help').scrollTop")


def test_keys_with_modifiers_are_left_alone(watched: Watched) -> None:
    """Ctrl, Alt and Meta combinations are the browser's."""
    page = watched.open(LIST)
    before = shown(page)
    for keys in ("Control+j", "Alt+j", "Meta+j", "Control+h", "Meta+s"):
        page.evaluate(
            """keys => {
                const [modifier, key] = keys.split('+');
                const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true,
                    ctrlKey: modifier === 'Control', altKey: modifier === 'Alt',
                    metaKey: modifier === 'Meta' });
                document.body.dispatchEvent(event);
                if (event.defaultPrevented) throw new Error(keys);
            }""",
            keys,
        )
    assert 0 == focused(page)
    assert before == shown(page)


def test_keys_can_be_switched_off(watched: Watched) -> None:
    """The settings switch them off, also for the next page."""
    page = watched.open(LIST)
    page.locator("#app-bar-config summary").click()
    page.get_by_role("checkbox", name="Keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")

    assert 0 == focused(page)
    assert not page.locator('#reading-settings [name="keys"]').is_checked()


def test_buttons_of_the_app_bar_do_the_same(watched: Watched) -> None:
    """Everything a key or a swipe does, a button does too."""
    page = watched.open(LIST)
    before = shown(page)
    page.locator("#app-bar-position summary").click()
    page.get_by_role("button", name="Hide it").click()
    assert before[1:] == shown(page)
    page.get_by_role("button", name="Undo").last.click()
    assert before == shown(page)


# --- swipes


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Watched]:
    """A phone; its console must have stayed silent."""
    context = browser.new_context(
        base_url=site,
        locale="en-GB",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    seen = Watched(context)
    yield seen
    context.close()
    assert [] == seen.said


def touch(page: Page, x: float, y: float, *, by_x: float = 0, by_y: float = 0) -> None:
    """One finger down, along a straight line, and up."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, points: list[dict[str, float]]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", [{"x": x, "y": y}])
    for step in range(1, 11):
        send("touchMove", [{"x": x + by_x * step / 10, "y": y + by_y * step / 10}])
    send("touchEnd", [])
    session.detach()


def swipe_first(page: Page, by_x: float) -> None:
    """A swipe across the abstract of the first card."""
    box = page.locator(".summary").first.bounding_box()
    assert box is not None
    touch(page, 195, box["y"] + 20, by_x=by_x)


def test_a_swipe_to_the_right_keeps(phone: Watched) -> None:
    """The paper is on the star list, and its card back in place."""
    page = phone.open(LIST)
    with page.expect_response("**/star?key=pdf**"):
        swipe_first(page, 150)
    expect(page.locator(".title-pdf.stared")).to_have_count(1)
    assert [] == page.evaluate(
        "[...document.querySelectorAll('[data-swipe]')].map(card => card.id)"
    )


def test_a_swipe_to_the_left_skips_with_undo(phone: Watched) -> None:
    """The paper is gone; the message at the bottom brings it back."""
    page = phone.open(LIST)
    before = shown(page)
    swipe_first(page, -150)
    expect(page.locator("#toast")).to_contain_text("Hidden: ")
    assert before[1:] == shown(page)
    page.locator("#toast button").click()
    expect(page.locator("#toast")).to_have_text("Undone")
    assert before == shown(page)


def test_a_short_swipe_does_nothing(phone: Watched) -> None:
    """A finger that only slips changes nothing."""
    page = phone.open(LIST)
    before = shown(page)
    swipe_first(page, -60)
    assert before == shown(page)
    expect(page.locator("#toast")).to_be_empty()


def test_scrolling_with_a_finger_stays_scrolling(phone: Watched) -> None:
    """A vertical move, even an oblique one, scrolls and neither keeps nor hides."""
    page = phone.open(LIST)
    before = shown(page)
    touch(page, 195, 700, by_x=60, by_y=-400)
    page.wait_for_function("() => scrollY > 100")

    assert before == shown(page)
    expect(page.locator(".title-pdf.stared")).to_have_count(0)


def test_swipes_can_be_switched_off(phone: Watched) -> None:
    """Without swipes the browser has all gestures for itself."""
    page = phone.open(LIST)
    page.evaluate("localStorage.setItem('coolpapers-swipe', 'off')")
    page.reload()
    before = shown(page)
    swipe_first(page, -200)

    assert before == shown(page)
    assert "auto" == page.locator(".paper").first.evaluate(
        "card => getComputedStyle(card).touchAction"
    )


def test_cards_do_not_move_for_who_wants_less_motion(phone: Watched) -> None:
    """With reduced motion the card stays while the finger moves; the swipe works."""
    page = phone.open(LIST)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(
        """() => {
            const card = document.querySelector('.paper');
            card.style.setProperty('--swipe', '100px');
            card.dataset.swipe = 'Keep';
        }"""
    )
    assert "none" == page.locator(".paper").first.evaluate(
        "card => getComputedStyle(card).translate"
    )
