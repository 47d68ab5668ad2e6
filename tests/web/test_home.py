"""The home page and the choice of categories."""

import pytest

from tests.web.browsing import Browser


def test_what_is_new(browser: Browser) -> None:
    """The home page tells the newest day, its papers, and how much there is."""
    page = browser.get("/")
    assert "30 papers on Monday, 8 January 2024" in page.said
    assert "40 papers: 34 from arXiv, 6 from conferences" in page.said


def test_every_category_is_there(browser: Browser) -> None:
    """All categories stand on the page, the six twins as references."""
    from coolpapers.subjects import CATEGORIES

    page = browser.get("/")
    links = {link.get("id").removeprefix("cat-") for link in page.all("a[id^='cat-']")}
    assert set(CATEGORIES) <= links
    assert "/arxiv/math.NA" == page.one("#cat-cs\\.NA").get("href")
    assert 6 == sum("same as" in text for text in page.texts(".category"))


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/go?watch=cs.LG&watch=cs.AI&exclude=cs.CY", "/arxiv/cs.AI+cs.LG-cs.CY"),
        ("/go?watch=cs.NA", "/arxiv/math.NA"),
        ("/go?watch=cs.LG&exclude=cs.LG", "/arxiv/cs.LG"),
        ("/go?watch=cs&exclude=cs.CY", "/arxiv/cs-cs.CY"),
        ("/go", "/#categories"),
        ("/go?watch=//evil.test", "/#categories"),
    ],
)
def test_going_to_a_choice(browser: Browser, address: str, location: str) -> None:
    """The ticked boxes lead to their list without scripts."""
    answer = browser.get(address)
    assert (302, location) == (answer.status, answer.location)


def test_a_given_choice_is_ticked(browser: Browser) -> None:
    """The home page can be opened with a choice, whose groups are open."""
    page = browser.get("/?watch=cs.AI,cs.LG-cs.CY")
    assert ["cs.AI", "cs.LG"] == [box.get("value") for box in page.all("input.watch[checked]")]
    assert ["cs.CY"] == [box.get("value") for box in page.all("[name=exclude][checked]")]
    assert "/arxiv/cs.AI+cs.LG-cs.CY" == page.one("#arxiv-allin-link").get("href")
    assert ["Computer Science"] == page.texts("details.group[open] .name")


@pytest.mark.parametrize("address", ["/arxiv", "/arxiv/"])
def test_all_of_arxiv(browser: Browser, address: str) -> None:
    """The bare branch leads to everything."""
    page = browser.get(browser.get(address).location)
    assert ["All of arXiv"] == page.texts("h1")
