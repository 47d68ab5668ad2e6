"""Suggestions while typing, and corrections."""

import json

import pytest

from tests.web.browsing import Browser


def texts(body: str) -> list[str]:
    return [one["text"] for one in json.loads(body)["suggestions"]]


def test_words_and_names(browser: Browser) -> None:
    """A query goes on with title words and authors, by GET and by POST, and is not kept."""
    for answer in (
        browser.get("/suggest?q=attentive+gr"),
        browser.post("/suggest", {"q": "attentive gr"}),
    ):
        assert (200, "no-store") == (answer.status, answer.headers["cache-control"])
        assert ["attentive graphs"] == texts(answer.text)
    assert ['au:"Ada Lovelace"'] == texts(browser.get("/suggest?q=au:love").text)
    assert ['au:"Émilie du Châtelet"'] == texts(browser.get("/suggest?q=emilie").text)


@pytest.mark.parametrize("q", ["", "x", "%00", "%ff%fe", "zzzzz", "(" * 100, "a" * 20_000])
def test_nothing_to_suggest(browser: Browser, q: str) -> None:
    """Where nothing fits the list is empty."""
    assert [] == texts(browser.get(f"/suggest?q={q}").text)


def test_a_phrase_that_no_paper_has_is_offered_as_words(browser: Browser) -> None:
    """A phrase of known words without a paper leads to its words, if they find any."""
    page = browser.ask("GET", "/all/search", params={"query": '"attentive weekend graphs"'})
    assert ["attentive weekend graphs"] == page.texts(".meant a")
    for other in ('"spoken graphs"', '"zzyzzyxx zzyzzyx"'):
        assert [] == browser.ask("GET", "/all/search", params={"query": other}).all(".meant")


def test_did_you_mean(browser: Browser) -> None:
    """An unknown word is answered with a link to the query that was meant, orders kept."""
    page = browser.get("/all/search?query=atentive+graphs&sort=0")
    link = page.one(".meant a")
    assert "attentive graphs" == link.text_content()
    assert "/all/search?query=attentive+graphs&sort=0" == link.get("href")
    assert (
        "attentive graphs"
        == json.loads(browser.get("/api/v1/search?query=atentive+graphs").text)["meant"]
    )
    for known in ("attentive graphs", "zzyzzyxx", "-atentive graphs"):
        assert [] == browser.ask("GET", "/all/search", params={"query": known}).all(".meant")
