"""`/<list>/map`: a list in the plane."""

import json
import re
from pathlib import Path

import lxml.etree
import msgspec
import pytest

from coolpapers.flows.latent import build_space
from coolpapers.library import SPACE_DIRECTORY
from coolpapers.web.assets import ROOT
from coolpapers.web.colouring import AGE_COLOURS, SUBJECT_COLOURS
from tests.semantic.test_space import TOPICS, papers
from tests.web.browsing import Browser, OpenBrowser

LIST = "/arxiv/cs.CL"


@pytest.fixture
def browser(open_browser: OpenBrowser, tmp_path: Path) -> Browser:
    """Ninety papers of three topics on one day, with their space."""
    opened = open_browser(papers(90))
    build_space(opened.app.state.site.library.store, tmp_path / "library" / SPACE_DIRECTORY)
    return opened


def test_the_page_is_complete_as_a_table(browser: Browser) -> None:
    """Each paper of the list is a row with its address, title, subject and day, in groups."""
    page = browser.get(f"{LIST}/map")
    assert 90 == len(page.all(".map-table tr[data-at]")) == len(page.all(".map-table td a"))
    digest = browser.get(f"{LIST}/digest")
    assert len(digest.ids) == len(page.all("td .count"))
    row = page.all(".map-table tr[data-at]")[0]
    assert "cs.CL" == row[1].text_content()
    assert "2024-01-02" == row[2].text_content()
    link = page.all(".map-table td a")[0].get("href")
    assert 200 == browser.get(link).status
    assert page.one("#map-still img").get("alt")


def test_papers_of_a_topic_lie_together(browser: Browser) -> None:
    """Every group is of one topic, and is named by words of that topic."""
    page = browser.get(f"{LIST}/map")
    for body in page.all(".map-table tbody"):
        links = [link.get("href") for link in body.cssselect("td a")]
        topics = {int(href.rpartition(".")[2]) % 3 for href in links}
        assert 1 == len(topics), links
        assert {*body.get("data-words").split(", ")} <= {*TOPICS[topics.pop()].split()}


def test_every_list_and_search_has_one(browser: Browser) -> None:
    """The button leads from days, searches and papers by name to their map."""
    for address in (f"{LIST}?date=2024-01-02", "/arxiv/search?query=hadron+network+galaxy"):
        page = browser.get(browser.get(address).one("a.map-it").get("href"))
        assert 200 == page.status
        assert page.all(".map-table tr[data-at]")
    assert 2 == len(browser.get("/arxiv/2401.00001,2401.00002/map").all("tr[data-at]"))


def test_picture_and_record(browser: Browser) -> None:
    """The picture is SVG with a point for each paper, the record has the same papers."""
    picture = browser.get(f"{LIST}/map/svg?theme=dark&colour=date")
    assert "image/svg+xml" == picture.headers["content-type"]
    drawn = lxml.etree.fromstring(picture.bytes)
    circles = drawn.findall("{*}circle")
    assert 90 == len(circles)
    assert {AGE_COLOURS["dark"][4]} == {one.get("fill") for one in circles}
    assert "style" not in picture.text
    record = json.loads(browser.get(f"{LIST}/map/json").text)
    assert 90 == len({one["id"] for one in record["papers"]})
    marked = [one["id"].removeprefix("arxiv:") for one in record["papers"] if one["in_digest"]]
    assert browser.get(f"{LIST}/digest").ids == marked
    assert 90 == sum(group["papers"] for group in record["groups"])


def test_the_same_list_is_the_same_map(browser: Browser) -> None:
    """A list drawn again is answered the same, and by what was kept."""
    before = browser.get(f"{LIST}/map/json").text
    assert before == browser.get(f"{LIST}/map/json").text
    assert 1 == len(browser.app.state.site.maps)
    browser.get(f"{LIST}/map?colour=date")
    assert 1 == len(browser.app.state.site.maps)


def test_colours_by_address(browser: Browser) -> None:
    """Without scripts a link colours by date; what is no colouring is by subject."""
    assert "date" == browser.get(f"{LIST}/map?colour=date").one(".legend:not([hidden])").get(
        "data-of"
    )
    assert "subject" == browser.get(f"{LIST}/map?colour=x").one(".legend:not([hidden])").get(
        "data-of"
    )


def test_hostile_titles_stay_text(open_browser: OpenBrowser, tmp_path: Path) -> None:
    """A title with markup is text in table and picture."""
    some = papers(30)
    some[0] = msgspec.structs.replace(some[0], title="<script>alert(1)</script> & \x00\ufffe")
    opened = open_browser(some)
    build_space(opened.app.state.site.library.store, tmp_path / "library" / SPACE_DIRECTORY)
    assert "<script>alert" not in opened.get(f"{LIST}/map").text
    picture = opened.get(f"{LIST}/map/svg")
    assert [] == lxml.etree.fromstring(picture.bytes).findall(".//{*}script")


def test_without_a_space_it_says_so(open_browser: OpenBrowser) -> None:
    """No space, no button, and the map's page says why it is empty; the picture has no points."""
    opened = open_browser(papers(30))
    assert [] == opened.get(LIST).all("a.map-it")
    assert "No map can be drawn" in opened.get(f"{LIST}/map").said
    assert [] == lxml.etree.fromstring(opened.get(f"{LIST}/map/svg").bytes).findall("{*}circle")


def test_colours_are_named_twice_alike() -> None:
    """What the style sheet colours is what pictures have."""
    found = dict(
        re.findall(
            r"^\.([sd]\d) \{ background: (.+); \}$", (ROOT / "css/map.css").read_text(), re.M
        )
    )
    for letter, palette in (("s", SUBJECT_COLOURS), ("d", AGE_COLOURS)):
        pairs = zip(palette["light"], palette["dark"], strict=True)
        for at, (light, dark) in enumerate(pairs):
            assert f"light-dark({light}, {dark})" == found[f"{letter}{at}"]
