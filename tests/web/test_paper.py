"""A paper's page."""

from tests.web.browsing import Browser, OpenBrowser


def test_versions(browser: Browser) -> None:
    """Every version is linked; the PDF is of the version that was asked for."""
    page = browser.get("/arxiv/2401.00001v1")
    assert ["Version 1"] == page.texts(".versions [aria-current]")
    assert "https://arxiv.org/pdf/2401.00001v1" == page.one(".title-pdf").get("href")
    assert "https://arxiv.org/pdf/2401.00001" == browser.get("/arxiv/2401.00001").one(
        ".title-pdf"
    ).get("data")


def test_the_canonical_address(browser: Browser) -> None:
    """Whatever the version, the page names the paper's own address."""
    page = browser.get("/arxiv/2401.00001v1")
    assert "http://site.test/arxiv/2401.00001" == page.one("link[rel=canonical]").get("href")
    assert "http://site.test/arxiv/2401.00001" == page.one("meta[property='og:url']").get("content")


def test_text_of_records_is_text(browser: Browser) -> None:
    """Markup in a record is shown, never obeyed; formulas are MathML."""
    page = browser.get("/arxiv/2401.00001")
    assert "<b>bold</b>" in page.one(".title-link").text_content()
    assert [] == page.all(".summary script")
    assert page.all(".summary span.math math")


def test_facts(browser: Browser) -> None:
    """The page tells what is known: announced day, DOI, comment with its link."""
    page = browser.get("/arxiv/2401.00001")
    assert "Friday, 5 January 2024" in page.said
    assert "https://doi.org/10.1000/182" in [a.get("href") for a in page.all(".facts a")]
    assert "https://example.org/code" == page.one(".comment a").get("href")


def test_a_paper_we_do_not_hold(browser: Browser) -> None:
    """A good id that is not held is a 404 with the way to its source."""
    page = browser.get("/arxiv/2401.09999")
    assert 404 == page.status
    assert "https://arxiv.org/abs/2401.09999" in [a.get("href") for a in page.all(".ways a")]


def test_addresses_that_are_no_web_addresses(open_browser: OpenBrowser) -> None:
    """A record cannot smuggle a script into a link."""
    from tests.builders import paper

    bad = paper("2401.00005", pdf_url="javascript:alert(1)", code_url="javascript:alert(2)")
    page = open_browser([bad]).get("/arxiv/2401.00005")
    assert "https://arxiv.org/pdf/2401.00005" == page.one(".title-pdf").get("href")
    assert "javascript:" not in page.text
