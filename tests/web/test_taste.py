"""Order by a reader's own words: private, explained, changed on the card; learned from stars."""

import json
from urllib.parse import quote, unquote

import pytest

from coolpapers.records import Paper
from tests.builders import paper
from tests.web.browsing import Answer, Browser, OpenBrowser

LISTS = (
    "/arxiv/cs.LG?date=2024-01-08",
    "/venue/ACL.2024?show=10",
    "/arxiv/2401.01003,2401.01005,1406.2661?show=10",
    "/all/search?query=graph",
)


def with_words(browser: Browser, address: str, words: str, name: str = "prefer") -> Answer:
    """The page as a browser gets it that keeps these words."""
    return browser.get(address, cookie=f"{name}={quote(words, safe='')}")


def by_words(browser: Browser, address: str) -> Answer:
    """The page in an order by words."""
    return with_words(browser, f"{address}&sort=~", "weekend^2,-spoken")


@pytest.mark.parametrize("address", LISTS)
def test_own_words_order_any_list(browser: Browser, address: str) -> None:
    """`sort=~` orders as the same words in the address do, and no link on the page has them."""
    page = by_words(browser, address)
    named = browser.get(f"{address}&sort=weekend%5E2,-spoken")
    assert named.ids == page.ids != []
    links = [link.get("href", "") for link in page.all("a[href], link[href]")]
    assert not any(
        "weekend" in unquote(link).partition("?")[2].partition("like=")[0]
        for link in links
        if "sort" in link or "/feed" in link
    )
    assert "weekend^2, -spoken" == page.one("#preference-words").get("value")
    header = browser.get(f"{address}&sort=~", x_prefer="weekend^2,-spoken")
    assert page.ids == header.ids


@pytest.mark.parametrize("address", LISTS)
def test_papers_without_the_words_keep_their_order(browser: Browser, address: str) -> None:
    """Words that no paper has leave the order as it was."""
    usual = browser.get(address.replace("?", "?sort=0&") if "search" not in address else address)
    page = with_words(browser, f"{address}&sort=~", "zzyzx")
    if "1406" in address:
        assert ["2401.01003", "2401.01005", "1406.2661"] == page.ids
    else:
        assert usual.ids == page.ids
    assert [] == page.all(".why")


def test_without_words_a_note_says_so(browser: Browser) -> None:
    """An order by words that are not there is the usual order, and says why."""
    for address in LISTS:
        page = browser.get(f"{address}&sort=~")
        assert browser.get(address).ids == page.ids
        assert "needs words of yours" in page.said
    assert "Nothing has been learned" in browser.get(f"{LISTS[0]}&order=learned").said


def test_unknown_orders_and_modes_are_noted(browser: Browser) -> None:
    """What `order` and `mode` do not know is ignored, and a note names it."""
    assert "order is recent" in browser.get("/all/search?query=graph&order=upside").said
    assert "only a search" in browser.get("/arxiv/cs.LG?order=recent").said
    assert "mode is blend" in browser.get("/all/search?query=graph&mode=best").said


def test_a_card_says_why(browser: Browser) -> None:
    """Each card has the words it was placed by, with what they added, and buttons for them."""
    page = by_words(browser, LISTS[0])
    first = page.all(".paper .why")[0]
    assert first.cssselect("summary")[0].text_content().startswith("Why here: weekend +")
    buttons = first.cssselect("button[form=taste]")
    assert ["boost", "mute"] == [button.get("name") for button in buttons]
    assert {"weekend^2"} == {button.get("value") for button in buttons}
    assert all(button.get("aria-label") for button in buttons)
    named = browser.get(f"{LISTS[0]}&sort=weekend,graph")
    links = {
        link.get("class"): link.get("href") for link in named.all(".why li[data-word=weekend] a")
    }
    assert "sort=weekend%5E2%2Cgraph" in links["boost"]
    assert "sort=graph" in links["mute"]


def test_a_word_is_boosted_and_muted_without_scripts(browser: Browser) -> None:
    """A button on a card changes the words in the cookie and leads back to that card."""
    cookie = {"cookie": "prefer=weekend%5E2%2Cgraph"}
    form = {"back": "/arxiv/cs.LG?sort=~", "whose": "mine"}
    answers = [
        browser.post("/preferences?at=2401.01003", {**form, act: word}, **cookie)
        for act, word in (("boost", "weekend^2"), ("mute", "graph"), ("boost", "other"))
    ]
    assert {(303, "/arxiv/cs.LG?sort=~#2401.01003")} == {(a.status, a.location) for a in answers}
    kept = [unquote(a.headers["set-cookie"].split(";")[0]) for a in answers]
    assert ["prefer=weekend^4,graph", "prefer=weekend^2", "prefer=weekend^2,graph"] == kept
    hostile = browser.post("/preferences?at=%22%3E%0d", {**form, "mute": "x"}, **cookie)
    assert "/arxiv/cs.LG?sort=~" == hostile.location


def test_words_are_kept_without_scripts(browser: Browser) -> None:
    """The form above a list keeps the words in a cookie, and its answer's address has none."""
    form = browser.get(LISTS[0]).one("#by-preference")
    back = form.cssselect("[name=back]")[0].get("value")
    answer = browser.post("/preferences", {"back": back, "prefer": " graph ,-survey, "})
    assert "prefer=graph%2C-survey" == answer.headers["set-cookie"].split(";")[0]
    assert answer.location == back
    assert "sort=%7E" in back.replace("~", "%7E")


def test_too_many_words_fit_in_no_cookie(browser: Browser) -> None:
    """What is kept stays within what browsers keep."""
    words = ",".join(f"词语{n}" * 10 for n in range(50))
    kept = browser.post("/preferences", {"prefer": words}).headers["set-cookie"].split(";")[0]
    assert 1000 < len(kept) < 3100


def test_feeds_do_not_have_own_words(browser: Browser) -> None:
    """A feed of one's own order is made anew each time: what is kept for all never has it."""
    for _ in range(2):
        plain = browser.get("/arxiv/cs.LG/feed?sort=~&date=2024-01-08")
        own = with_words(browser, "/arxiv/cs.LG/feed?sort=~&date=2024-01-08", "graph number 7")
        assert plain.headers["etag"] != own.headers["etag"]


# --- learned ---


def taught() -> list[Paper]:
    """Papers on two matters, in turn."""
    texts = ("galaxies cluster around dark haloes", "robots grasp objects by touch")
    return [
        paper(
            f"2401.{n:05}", f"On {texts[n % 2].split()[0]} {n}", abstract=f"Where {texts[n % 2]}."
        )
        for n in range(1, 21)
    ]


def learnt(browser: Browser, starred: list[int], skipped: list[int]) -> dict[str, object]:
    """What the site makes of stars."""
    named = {
        name: ",".join(f"arxiv:2401.{n:05}" for n in some)
        for name, some in (("starred", starred), ("skipped", skipped))
    }
    answer: dict[str, object] = json.loads(browser.post("/taste", named).text)
    return answer


def test_taste_is_learned_from_stars(open_browser: OpenBrowser) -> None:
    """Words of starred papers weigh more than nothing, those of skipped ones less; it repeats."""
    browser = open_browser(taught())
    told = learnt(browser, [1, 3, 5, 7, 9], [2, 4, 6, 8, 10])
    assert told == learnt(browser, [9, 7, 5, 3, 1], [10, 8, 6, 4, 2])
    words = told["words"]
    assert isinstance(words, list)
    liked = {word.split("^")[0] for word in words if not word.startswith("-")}
    assert {"robots", "grasp", "touch"} <= liked
    assert any(word.startswith("-galaxies") for word in words)
    assert max(map(len, words)) < 60
    address = f"/arxiv/{','.join(f'2401.{n:05}' for n in range(1, 21))}"
    page = browser.get(f"{address}?order=learned", cookie=f"learned={told['cookie']}")
    assert [1] * 10 + [0] * 10 == [int(one[-5:]) % 2 for one in page.ids]
    assert "Ordered by what you starred" in page.said
    assert page.all(".why button[name=mute]")
    asked = browser.ask(
        "GET", "/api/v1/lists/arxiv/cs.CL", params={"sort": ",".join(words), "show": 20}
    )
    by_program = [int(one["id"][-5:]) % 2 for one in json.loads(asked.text)["papers"]]
    assert [1] * 10 + [0] * 10 == by_program


def test_too_little_is_said(open_browser: OpenBrowser) -> None:
    """With fewer than five of either kind nothing is learned, and the answer counts them."""
    browser = open_browser(taught())
    told = learnt(browser, [1, 3, 5, 99], [2, 4, 6, 8, 10, 12])
    assert ([], 3, 6, 5) == tuple(told[name] for name in ("words", "starred", "skipped", "fewest"))
    assert 200 == browser.post("/taste", {"starred": "nonsense,,%", "skipped": ""}).status
