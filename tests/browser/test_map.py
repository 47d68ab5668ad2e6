"""The map of a list in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coolpapers.flows.latent import build_space
from coolpapers.library import SPACE_DIRECTORY
from coolpapers.store import open_store
from tests.browser.conftest import Watched
from tests.semantic.test_space import papers
from tests.serving import serving

LIST = "/arxiv/cs.CL/map"
COUNT = 90


@pytest.fixture(scope="module")
def map_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of ninety papers of three topics, with their space."""
    data = tmp_path_factory.mktemp("map")
    store = open_store(data)
    store.papers.put(papers(COUNT), source="test")
    build_space(store, data / SPACE_DIRECTORY)
    store.database.close()
    with serving(data) as site:
        yield site.url


@pytest.fixture
def page(map_site: str, browser: Browser) -> Iterator[Page]:
    """The map, as a reader with a mouse sees it."""
    context = browser.new_context(
        base_url=map_site, locale="en-GB", viewport={"width": 1000, "height": 900}
    )
    watched = Watched(context)
    yield drawn(watched)
    context.close()
    assert [] == watched.said


def drawn(watched: Watched) -> Page:
    """The map once its script has taken the place of the picture."""
    page = watched.open(LIST)
    expect(page.locator("#map-still")).to_have_count(0)
    return page


def pixels(page: Page) -> str:
    """What the canvas shows once the next frame is drawn."""
    drawn: str = page.evaluate(
        """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
            done(document.querySelector("#map canvas").toDataURL()))))"""
    )
    return drawn


def test_every_paper_can_be_reached_by_keys(page: Page) -> None:
    """Arrows go from paper to paper and say each title; Enter opens its card, which works."""
    page.locator("#map").focus()
    titles = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        title = page.locator(".map-title").text_content() or ""
        expect(page.locator("#said")).to_have_text(title)
        titles.add(title)
    assert len(titles) > 1
    page.keyboard.press("Enter")
    card = page.locator("#map-card > .paper")
    expect(card.locator(".title-link")).to_have_text(title)
    expect(card.locator(".title-link")).to_be_focused()
    expect(card.locator(".title-copy")).to_be_visible()


def test_hover_names_and_click_opens(page: Page) -> None:
    """The mouse over a point shows its title, a click its card; a drag opens nothing."""
    page.locator("#map").scroll_into_view_if_needed()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    box = page.locator("#map").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 20, steps=4)
    page.mouse.up()
    assert 0 == page.locator("#map-card > .paper").count()
    page.get_by_role("button", name="Whole map").click()
    x, y = hovered(page, box)
    title = page.locator(".map-title").text_content()
    page.mouse.click(x, y)
    expect(page.locator("#map-card .title-link")).to_have_text(str(title))


def hovered(page: Page, box: dict[str, float] | object) -> tuple[float, float]:
    """Somewhere on the map with a paper under the mouse."""
    assert isinstance(box, dict)
    for down in range(1, 40):
        for across in range(1, 40):
            x = box["x"] + box["width"] * across / 40
            y = box["y"] + box["height"] * down / 40
            page.mouse.move(x, y)
            if page.locator("#map.on-paper").count():
                return x, y
    raise AssertionError("there is no paper anywhere")


def test_zoom_and_whole_map(page: Page) -> None:
    """Wheel, buttons and keys bring the map nearer, 0 brings all of it back."""
    whole = pixels(page)
    page.locator("#map").hover()
    for nearer in (
        lambda: page.mouse.wheel(0, -400),
        lambda: page.locator('[data-do="in"]').click(),
        lambda: page.locator("#map").press("+"),
    ):
        nearer()
        expect(page.locator("#map")).to_have_class(re.compile("close"))
        page.mouse.move(0, 0)
        assert whole != pixels(page)
        page.locator("#map").press("0")
        expect(page.locator("#map")).not_to_have_class(re.compile("close"))
        assert whole == pixels(page)


def test_colours_change_without_a_request(page: Page) -> None:
    """Date instead of subject: other colours, its legend, an address to keep."""
    before = pixels(page)
    page.get_by_role("link", name="Date").click()
    expect(page).to_have_url(re.compile(r"map\?colour=date$"))
    expect(page.locator(".legend.date")).to_be_visible()
    expect(page.locator(".legend.subject")).not_to_be_visible()
    assert before != pixels(page)


def test_pictures_can_be_kept(page: Page, tmp_path: Path) -> None:
    """PNG as it is seen, SVG of the whole map."""
    for name, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as started:
            page.locator(".map-keep").get_by_text(name, exact=True).click()
        file = tmp_path / name
        started.value.save_as(file)
        assert file.read_bytes().startswith(start)
        assert f"map.{name.lower()}" == started.value.suggested_filename


def test_a_finger_opens_a_paper_on_a_phone(map_site: str, browser: Browser) -> None:
    """At 320 px nothing is wider than the screen, and a touch of a point opens its card."""
    context = browser.new_context(
        base_url=map_site, viewport={"width": 320, "height": 640}, has_touch=True, locale="zh-CN"
    )
    page = drawn(Watched(context))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    title = page.locator(".map-title").text_content()
    place = page.evaluate(
        """() => {
          const tip = document.querySelector(".map-title").getBoundingClientRect();
          return { x: tip.left + tip.width / 2, y: tip.bottom + 12 };
        }"""
    )
    page.touchscreen.tap(place["x"], place["y"])
    expect(page.locator("#map-card .title-link")).to_be_visible()
    assert title
    context.close()


def test_two_fingers_bring_it_nearer(map_site: str, browser: Browser) -> None:
    """Fingers that part zoom the map, and not the page; together again they show the whole map."""
    context = browser.new_context(
        base_url=map_site, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = drawn(Watched(context))
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y, whole = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, pixels(page)
    hand = context.new_cdp_session(page)

    def touch(kind: str, apart: float) -> None:
        fingers = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        there = [] if kind == "touchEnd" else fingers
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": there})

    for distances in (range(20, 100, 10), range(100, 10, -10)):
        touch("touchStart", distances[0])
        for apart in distances:
            touch("touchMove", apart)
        touch("touchEnd", 0)
        if distances[-1] > distances[0]:
            expect(page.locator("#map")).to_have_class(re.compile("close"))
            assert whole != pixels(page)
    expect(page.locator("#map")).not_to_have_class(re.compile("close"))
    assert 1 == page.evaluate("visualViewport.scale")
    assert 0 == page.locator("#map-card > .paper").count()
    context.close()


def test_without_scripts_there_is_picture_and_table(map_site: str, browser: Browser) -> None:
    """The picture is shown, and the table has every paper."""
    context = browser.new_context(base_url=map_site, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    expect(page.locator("#map-still img")).to_be_visible()
    expect(page.locator("#map")).not_to_be_visible()
    page.locator(".map-table summary").click()
    assert COUNT == page.locator(".map-table td a").count()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_accessible(scheme: str, map_site: str, browser: Browser, axe: object) -> None:
    """axe-core finds nothing wrong with the map, its table and an opened card."""
    context = browser.new_context(
        base_url=map_site,
        color_scheme=scheme,
        bypass_csp=True,  # type: ignore[arg-type]
    )
    page = drawn(Watched(context))
    page.locator(".map-table summary").click()
    page.locator("#map").press("ArrowRight")
    page.locator("#map").press("Enter")
    expect(page.locator("#map-card .title-link")).to_be_visible()
    page.add_script_tag(path=str(axe))
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
    )
    context.close()
    assert [] == found


def test_a_digest_without_what_was_seen(map_site: str, browser: Browser) -> None:
    """The browser sends what it has seen and hidden, and the digest is of the rest."""
    context = browser.new_context(base_url=map_site, locale="en-GB")
    watched = Watched(context)
    page = watched.open("/arxiv/cs.CL/digest?k=3")
    first = [str(one.get_attribute("id")) for one in page.locator(".papers > .paper").all()]
    page.evaluate(
        """([one, other]) => {
            localStorage.setItem("coolpapers-seen", `/arxiv/${one}\\tlist`);
            localStorage.setItem("coolpapers-hidden", `/arxiv/${other}\\t`);
        }""",
        first[:2],
    )
    page.locator(".digest-choices summary").click()
    page.locator("[data-unseen]").check()
    page.locator(".digest-choices button").click()
    expect(page.locator("main")).to_contain_text("2 papers of the list were left out")
    again = [str(one.get_attribute("id")) for one in page.locator(".papers > .paper").all()]
    assert 3 == len(again)
    assert set() == set(first[:2]) & set(again)
    context.close()
    assert [] == watched.said
