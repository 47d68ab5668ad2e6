"""[PDF] opens a paper under its card."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from coolpapers.flows.pdfs import file_name
from tests.browser.conftest import Watched, violations
from tests.builders import paper
from tests.pdfs import made_pdf
from tests.serving import serving
from tests.web.conftest import fill

PAGES = 9
KEPT, BROKEN = paper("2401.00001", "Kept"), paper("2401.00003", "Broken")
# An address of this very machine: refused, whatever listens there.
LOST_ADDRESS = "http://127.0.0.1:9/lost.pdf"


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that has the PDF of one of its papers already."""
    data = tmp_path_factory.mktemp("pdfs")
    library = fill(data, [KEPT, paper("2401.00002", "Lost", pdf_url=LOST_ADDRESS), BROKEN])
    library.store.database.close()
    (data / "pdfs").mkdir()
    (data / "pdfs" / file_name(KEPT)).write_bytes(made_pdf(PAGES))
    (data / "pdfs" / file_name(BROKEN)).write_bytes(b"%PDF-1.7 and then nothing")
    with serving(data) as served:
        yield served.url


@pytest.fixture
def reader(browser: Browser, pdfs: str) -> Iterator[Watched]:
    """A reader of that site."""
    context = browser.new_context(base_url=pdfs, viewport={"width": 1280, "height": 900})
    yield Watched(context)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_pdf_is_accessible(scheme: str, browser: Browser, pdfs: str, axe: Path) -> None:
    """axe-core finds no violation with a PDF under its card, nor where one cannot be had."""
    context = browser.new_context(base_url=pdfs, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = opened(Watched(context).open("/arxiv/2401.00001,2401.00002"))
    page.locator('[id="pdf-2401.00002"]').click()
    page.locator(".pdf-said a").wait_for()
    found = violations(page, axe)
    context.close()
    assert [] == found


def opened(page: Page, local: str = "2401.00001") -> Page:
    """The page, once the text of the PDF's first page is there."""
    page.locator(f'[id="pdf-{local}"]').click()
    page.locator(".textLayer span").first.wait_for()
    return page


def test_a_pdf_opens_under_its_card(reader: Watched) -> None:
    """It is drawn, its text can be selected, and no console speaks: the policy holds."""
    page = opened(reader.open("/arxiv/cs.CL"))
    card = page.locator('[id="2401.00001"]')
    box = card.locator('[id="pdf-container-2401.00001"] canvas').first.bounding_box()
    page.locator(".textLayer span").first.dblclick(position={"x": 20, "y": 10})

    assert box is not None
    assert 500 < box["width"]
    assert "Attention" == page.evaluate("getSelection().toString().trim()")
    assert "true" == card.locator(".title-pdf").get_attribute("aria-expanded")
    assert [] == reader.said


def test_what_is_drawn_has_its_colours(reader: Watched) -> None:
    """A colour that a PostScript function computes comes out, without WebAssembly or eval."""
    page = opened(reader.open("/arxiv/2401.00001"))
    colour = page.evaluate(
        """() => {
            const canvas = document.querySelector('.pdf-page canvas');
            const [x, y] = [canvas.width * 150 / 612, canvas.height * 250 / 792];
            return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3)];
        }"""
    )

    assert all(abs(seen - meant) < 4 for seen, meant in zip(colour, (89, 77, 77), strict=True))


def test_pages_are_drawn_as_they_come_near_and_let_go(reader: Watched) -> None:
    """Of a long paper only the pages near the window of the box take memory."""
    page = opened(reader.open("/arxiv/2401.00001"))
    assert PAGES > page.locator(".pdf-page canvas").count()
    page.locator(".pdf-number").fill(str(PAGES))
    page.locator(".pdf-number").press("Enter")
    page.get_by_text(f"Attention to page {PAGES}").wait_for()
    page.get_by_text("Attention to page 1", exact=True).wait_for(state="detached")

    assert 4 > page.locator(".pdf-page canvas").count()


def test_the_page_number_follows(reader: Watched) -> None:
    """Scrolling in the box shows where one is."""
    page = opened(reader.open("/arxiv/2401.00001"))
    page.evaluate("document.querySelector('.pdf-pages').scrollTop = 1e6")
    page.wait_for_function(f"() => document.querySelector('.pdf-number').value === '{PAGES}'")


def test_a_page_can_be_made_larger_and_smaller(reader: Watched) -> None:
    """Zooming changes the width of what is drawn, and what was read stays in sight."""
    page = opened(reader.open("/arxiv/2401.00001"))
    width = "document.querySelector('.pdf-page').offsetWidth"
    before = page.evaluate(width)
    page.get_by_role("button", name="Larger").click()
    assert before * 1.24 < page.evaluate(width)
    page.get_by_role("button", name="Smaller").click()
    page.get_by_role("button", name="Smaller").click()
    assert before * 0.81 > page.evaluate(width)
    page.get_by_text("Attention to page 1", exact=True).wait_for()


@pytest.mark.parametrize("way", ["fold bar", "cross", "again", "Escape"])
def test_it_closes_and_everything_is_let_go(way: str, reader: Watched) -> None:
    """The box is empty afterwards, no worker runs on, and the focus is back on [PDF]."""
    page = opened(reader.open("/arxiv/2401.00001"))
    assert 1 == len(page.workers)
    if way == "fold bar":
        page.locator(".fold").click()
    elif way == "cross":
        page.get_by_role("button", name="Close the PDF").click()
    elif way == "again":
        page.locator(".title-pdf").click()
    else:
        page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.pdf-container').hasChildNodes()")
    for _ in range(50):
        if not page.workers:
            break
        page.wait_for_timeout(20)

    assert [] == page.workers
    assert "pdf-2401.00001" == page.evaluate("document.activeElement.id")
    opened(page)


def test_a_pdf_on_its_way_has_its_height(reader: Watched) -> None:
    """What is below moves when [PDF] is pressed, not when the file comes, and back if none does."""
    page = reader.open("/arxiv/2401.00001")
    held: list[Route] = []
    page.route("**/pdf/arxiv/2401.00001*", lambda route: held.append(route), times=1)  # noqa: PLW0108
    page.locator(".title-pdf").click()
    page.locator(".pdf-said").wait_for()
    height = "document.querySelector('.pdf-container').offsetHeight"
    assert 0.88 * 900 == pytest.approx(page.evaluate(height), abs=1)
    while not held:
        page.wait_for_timeout(20)
    held[0].abort("aborted")
    page.locator(".pdf-said button").wait_for()
    assert 200 > page.evaluate(height)


def test_why_a_pdf_cannot_be_shown_is_said_with_a_link(reader: Watched) -> None:
    """A source that must not be asked, or a broken file: a sentence and the plain link."""
    page = reader.open("/arxiv/cs.CL")
    page.locator('[id="pdf-2401.00002"]').click()
    said = page.locator('[id="2401.00002"] .pdf-said')
    said.get_by_text("did not give the PDF").wait_for()
    page.locator('[id="pdf-2401.00003"]').click()
    page.locator('[id="2401.00003"] .pdf-said').get_by_text("cannot be reached").wait_for()

    assert LOST_ADDRESS == said.locator("a").get_attribute("href")


def test_a_pdf_that_was_not_to_be_had_is_asked_for_again(reader: Watched) -> None:
    """Beside the sentence a button asks once more, and then the PDF opens."""
    page = reader.open("/arxiv/cs.CL")
    page.route("**/pdf/arxiv/2401.00001*", lambda route: route.abort("aborted"), times=1)
    page.locator('[id="pdf-2401.00001"]').click()
    page.locator('[id="2401.00001"] .pdf-said button').click()
    page.locator('[id="2401.00001"] .pdf-page canvas').first.wait_for()


def test_a_click_for_a_new_tab_goes_to_the_source(reader: Watched) -> None:
    """With a modifier [PDF] is a plain link, as it is without scripts."""
    page = reader.open("/arxiv/2401.00001")
    page.evaluate(
        """() => addEventListener('click', (event) => {
            window.wasLeftAlone = !event.defaultPrevented;
            event.preventDefault();
        })"""
    )
    page.locator(".title-pdf").click(modifiers=["Control"])

    assert page.evaluate("window.wasLeftAlone")
    assert "https://arxiv.org/pdf/2401.00001" == page.locator(".title-pdf").get_attribute("href")
    assert 0 == page.locator(".pdf-reader").count()


def test_a_pdf_fits_a_phone(browser: Browser, pdfs: str) -> None:
    """The box is as wide as the window and the page does not scroll sideways."""
    context = browser.new_context(
        base_url=pdfs, viewport={"width": 390, "height": 800}, is_mobile=True
    )
    page = context.new_page()
    page.goto("/arxiv/cs.CL")
    opened(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    box = page.locator(".pdf-reader").bounding_box()
    context.close()

    assert 390 == wide
    assert box is not None
    assert 380 < box["width"]
