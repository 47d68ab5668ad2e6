"""All that a browser remembers, as a file and back."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched

STATE = {
    "[PDF]-stared-arxiv-1706.03762": "1700000000000",
    "[Kimi]-stared-venue-2024.acl-long.1@ACL": "1",
    "[Unstar]-arxiv-0706.1062": "1",
    "wordCloud": '{"graphs":2}',
    "Prefer": "graphs,proteins",
    "Categories": "cs.AI,cs.LG",
    "exCategories": "cs.CY",
    "KimiLang": "zh",
    "appSearchKeywords": "diffusion",
    "appSearchKeywords-Excluded": "survey",
}


def remembered(page: Page) -> dict[str, str]:
    """Everything in the browser's storage."""
    found: dict[str, str] = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return found


def imported(page: Page, path: Path) -> str:
    """What the page says after it read a file."""
    page.goto("/")
    page.locator("#more > summary").click()
    page.locator("#state-import").set_input_files(path)
    page.wait_for_function("() => document.getElementById('state-said').textContent !== ''")
    return page.locator("#state-said").inner_text()


def test_state_goes_into_a_file_and_into_another_browser(watched: Watched, tmp_path: Path) -> None:
    """What one browser saves, an empty one has after reading it; access codes stay."""
    page = watched.open("/")
    page.evaluate(
        "state => Object.entries(state).forEach((pair) => localStorage.setItem(...pair))",
        {**STATE, "MagicToken": "s3cret", "somebody-elses": "x"},
    )
    page.reload()
    page.locator("#more > summary").click()
    with page.expect_download() as download:
        page.locator("#state-export").click()
    path = tmp_path / "state.json"
    download.value.save_as(path)
    page.evaluate("localStorage.clear()")
    imported(page, path)

    assert "s3cret" not in path.read_text()
    assert STATE == {name: value for name, value in remembered(page).items() if name in STATE}


@pytest.mark.parametrize("kind", ["object", "pairs", "values"])
def test_a_dump_of_the_original_sites_storage_is_read(
    kind: str, watched: Watched, tmp_path: Path
) -> None:
    """Its names are ours: as an object, as a list of pairs, or with values that are no text."""
    original: object = STATE
    if kind == "pairs":
        original = [list(pair) for pair in STATE.items()]
    if kind == "values":
        original = {**STATE, "wordCloud": {"graphs": 2}, "Categories": ["cs.AI", "cs.LG"]}
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(original))
    page = watched.open("/")
    said = imported(page, path)
    page.goto("/arxiv/1706.03762")

    assert "10 entries were read." == said
    assert STATE.items() <= remembered(page).items()
    assert page.locator(".title-pdf.stared").is_visible()
    page.goto("/")
    assert "cs.AI+cs.LG-cs.CY" in (page.locator("#arxiv-allin-link").get_attribute("href") or "")


def test_importing_loses_nothing(watched: Watched, tmp_path: Path) -> None:
    """Words and lists are joined, counts are the larger ones, stars stay."""
    path = tmp_path / "state.json"
    path.write_text(json.dumps({"wordCloud": '{"graphs":9}', "Categories": "cs.CV", "odd": "x"}))
    page = watched.open("/")
    page.evaluate(
        "localStorage.setItem('wordCloud', '{\"graphs\":2,\"own\":1}');"
        "localStorage.setItem('Categories', 'cs.AI');"
        "localStorage.setItem('[PDF]-stared-arxiv-1706.03762', '5')"
    )
    said = imported(page, path)
    found = remembered(page)

    assert "2 entries were read. 1 were not understood and left out." == said
    assert {"graphs": 9, "own": 1} == json.loads(found["wordCloud"])
    assert ("cs.AI,cs.CV", "5") == (found["Categories"], found["[PDF]-stared-arxiv-1706.03762"])
    assert "odd" not in found


@pytest.mark.parametrize("text", ["", "hello", "[]", "{}", "null", "[1,2]", '{"format":"x"'])
def test_a_file_that_is_something_else_changes_nothing(
    text: str, watched: Watched, tmp_path: Path
) -> None:
    """It is told, and the browser remembers what it did."""
    path = tmp_path / "other.json"
    path.write_text(text)
    page = watched.open("/")
    page.evaluate("localStorage.setItem('Prefer', 'graphs')")
    said = imported(page, path)

    assert "nothing that can be read" in said or "0 entries" in said
    assert "graphs" == remembered(page)["Prefer"]
