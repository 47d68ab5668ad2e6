"""The star list, copying, and subjects: what one does with a paper on its card."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched

ATTENTION, POWER = "1706.03762", "0706.1062"


def starred(page: Page, *papers: str) -> None:
    """Has the browser remember papers as opened, the last one first."""
    for at, printed in enumerate(papers):
        branch, _, local = printed.partition(":")
        page.evaluate(
            "([name, value]) => localStorage.setItem(name, value)",
            [f"[PDF]-stared-{branch}-{local}", str(1000 + at)],
        )


def venue_id(page: Page) -> str:
    """The id of some conference paper of the demo library."""
    page.goto("/venue/NeurIPS")
    return page.locator(".papers > .paper").first.get_attribute("id") or ""


def test_the_star_list_has_papers_of_other_pages(watched: Watched) -> None:
    """Every starred paper is listed with its title, those of this page above."""
    page = watched.open("/")
    starred(page, f"arxiv:{POWER}", f"arxiv:{ATTENTION}", "arxiv:2401.99999")
    page.goto(f"/arxiv/{ATTENTION}")
    page.locator("#app-bar-star summary").click()
    elsewhere = page.locator("#stars-elsewhere .i-title")
    elsewhere.get_by_text("Power-law distributions").wait_for()

    assert [
        "2401.99999",
        "Power-law distributions in empirical data",
    ] == elsewhere.all_inner_texts()
    assert page.locator(f'[id="app-bar-star-{ATTENTION}"]').is_visible()
    elsewhere.nth(1).click()
    assert page.url.endswith(f"/arxiv/{POWER}")


def test_a_paper_whose_faq_was_opened_is_on_the_list(watched: Watched) -> None:
    """On its own page and elsewhere; it can be taken off, and its PDF still counts."""
    page = watched.open("/")
    page.evaluate(f"localStorage.setItem('[Kimi]-stared-arxiv-{ATTENTION}', '1')")
    page.goto("/venue/latest")
    page.locator("#app-bar-star summary").click()
    page.locator("#stars-elsewhere").get_by_text("Attention Is All You Need").click()
    page.locator("#app-bar-star summary").click()
    line = page.locator(f'[id="app-bar-star-{ATTENTION}"]')
    assert line.is_visible()
    assert 0 == page.locator("#stars-elsewhere p").count()
    line.locator(".i-unstar").click()
    assert not line.is_visible()
    assert page.evaluate(f"localStorage.getItem('[Kimi]-stared-arxiv-{ATTENTION}')") is None


def test_opening_a_faq_stars_the_paper(watched: Watched) -> None:
    """It is counted beside [FAQ], and the paper is on the list, until it is taken off."""
    page = watched.open(f"/arxiv/{POWER}")
    count = page.locator(f'[id="kimi-stars-{POWER}"]')
    assert "" == count.inner_text()
    with page.expect_response("**/arxiv/star?key=kimi**"):
        page.locator(".title-kimi").click()
    page.locator(f'[id="kimi-stars-{POWER}"]:has-text("1")').wait_for()
    name = f"localStorage.getItem('[Kimi]-stared-arxiv-{POWER}')"
    assert page.evaluate(name)
    assert page.evaluate(f"localStorage.getItem('[PDF]-stared-arxiv-{POWER}')") is None
    page.locator("#app-bar-star summary").click()
    line = page.locator(f'[id="app-bar-star-{POWER}"]')
    assert line.is_visible()
    line.locator(".i-unstar").click()
    assert not line.is_visible()
    assert page.evaluate(name) is None


def test_a_paper_elsewhere_can_be_taken_off_the_list(watched: Watched) -> None:
    """Unstarring is remembered under the names that other clients know, and counted."""
    page = watched.open("/")
    starred(page, f"arxiv:{POWER}", f"arxiv:{ATTENTION}")
    page.goto("/venue/latest")
    page.locator("#app-bar-star summary").click()
    with page.expect_response("**/arxiv/star?key=unstar**"):
        page.locator("#stars-elsewhere .i-unstar").first.click()

    assert 1 == page.locator("#stars-elsewhere p").count()
    assert page.evaluate(f"localStorage.getItem('[Unstar]-arxiv-{ATTENTION}')")
    assert page.evaluate(f"localStorage.getItem('[PDF]-stared-arxiv-{ATTENTION}')") is None


def test_the_star_list_opens_as_a_page_of_exactly_its_papers(watched: Watched) -> None:
    """One page for each branch, to be shared."""
    page = watched.open("/")
    venue = venue_id(page)
    starred(page, f"venue:{venue}", f"arxiv:{POWER}", f"arxiv:{ATTENTION}")
    page.locator("#app-bar-star summary").click()
    links = page.locator("#stars-export .stars-page")
    links.first.wait_for()
    addresses = [unquote(links.nth(at).get_attribute("href") or "") for at in range(links.count())]
    page.goto(addresses[0])

    assert [f"/arxiv/{ATTENTION},{POWER}", f"/venue/{venue}"] == addresses
    ids = page.locator(".papers > .paper").evaluate_all("cards => cards.map(card => card.id)")
    assert [ATTENTION, POWER] == ids


def test_the_star_list_is_saved_for_reference_managers(watched: Watched, tmp_path: Path) -> None:
    """BibTeX, RIS and CSL-JSON have the same papers."""
    page = watched.open("/")
    venue = venue_id(page)
    starred(page, f"venue:{venue}", f"arxiv:{ATTENTION}")
    page.locator("#app-bar-star summary").click()
    texts = {}
    for name in ("BibTeX", "RIS", "JSON"):
        with page.expect_download() as download:
            page.locator("#stars-export a", has_text=name).click()
        download.value.save_as(tmp_path / name)
        texts[name] = (tmp_path / name).read_text()

    assert 2 == texts["BibTeX"].count("\n}\n")
    assert 2 == texts["RIS"].count("ER  - ")
    ids = [item["id"] for item in json.loads(texts["JSON"])]
    assert [f"arxiv:{ATTENTION}", f"venue:{venue}"] == ids


def test_copy_offers_bibtex_and_a_citation(watched: Watched) -> None:
    """After [Copy], the same paper can be had in two more forms."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(f"/arxiv/{ATTENTION}")
    page.locator(".title-copy").click()
    read = "navigator.clipboard.readText()"
    page.locator(".copy-menu").get_by_role("button", name="BibTeX").click()
    page.locator(".copy-menu").get_by_text("Copied", exact=True).wait_for()
    bibtex = page.evaluate(read)
    page.locator(".copy-menu").get_by_role("button", name="Citation").click()
    page.wait_for_function("async () => !(await navigator.clipboard.readText()).startsWith('@')")
    citation = page.evaluate(read)
    page.keyboard.press("Escape")

    assert bibtex.startswith("@misc{vaswani2017attention,")
    assert citation.startswith("Ashish Vaswani, ")
    assert "et al. Attention Is All You Need. arXiv:1706.03762, 2017. http" in citation
    assert 0 == page.locator(".copy-menu").count()


def test_subjects_are_watched_and_excluded_from_a_card(watched: Watched) -> None:
    """What one chooses on a card is in the link to all one's categories on the home page."""
    page = watched.open(f"/arxiv/{ATTENTION}")
    page.locator(".subjects-open").click()
    choices = page.locator(".subject-choice")
    assert ["cs.CL", "cs.LG"] == choices.locator("b").all_inner_texts()
    choices.nth(0).get_by_role("button", name="Watch").click()
    choices.nth(1).get_by_role("button", name="Watch").click()
    choices.nth(1).get_by_role("button", name="Exclude").click()
    assert "true" == choices.nth(1).locator(".exclude-it").get_attribute("aria-pressed")
    assert "false" == choices.nth(1).locator(".watch").get_attribute("aria-pressed")
    page.goto("/")
    link = page.locator("#arxiv-allin-link").get_attribute("href") or ""

    assert link.endswith("/arxiv/cs.CL-cs.LG")


def test_cards_that_come_later_have_it_all(watched: Watched) -> None:
    """Papers of the next page can be copied in every form and have their subjects to choose."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open("/all/search?query=learning&show=5")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    later = page.locator(".papers > .paper").nth(7)
    later.wait_for()
    later.locator(".title-copy").click()
    later.locator(".copy-menu").get_by_role("button", name="BibTeX").click()
    later.locator(".copy-menu").get_by_text("Copied", exact=True).wait_for()

    assert 0 < page.locator(".papers > .paper:nth-child(n+6) .subjects-open").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_is_accessible(scheme: str, browser: Browser, site: str, axe: Path) -> None:
    """axe-core finds no violation in the star list, the choices of a card, nor under “More”."""
    context = browser.new_context(base_url=site, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    starred(page, f"arxiv:{POWER}", f"arxiv:{ATTENTION}")
    page.evaluate("localStorage.setItem('wordCloud', '{\"graphs\":2,\"proteins\":1}')")
    found = []
    for address in ("/", "/all/search?query=attention"):
        page.goto(address)
        if address == "/":
            page.locator("#more > summary").click()
        else:
            page.locator(".subjects-open").first.click()
            page.locator(".title-copy").first.click()
        page.locator("#app-bar-star").evaluate("sheet => { sheet.open = true; }")
        page.locator("#stars-export a").first.wait_for()
        page.add_script_tag(path=str(axe))
        found += page.evaluate(
            "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
        )
    context.close()

    assert [] == found
