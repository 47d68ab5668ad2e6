"""The interface's languages."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.web.language import TEXTS, choose
from tests.web.browsing import Browser

WEB = Path(str(files("coolpapers.web")))
_ROOMS = "|".join(sorted({key.partition(".")[0] for key in TEXTS["en"].keys}))
_USED = re.compile(rf"""["']((?:{_ROOMS})\.[a-z_]+)["']""")
# Names of texts that are made of parts.
_MADE = re.compile(
    r"^(?:read\.|keys\.|archives\.|search\.(?:all|arxiv|venue)$|search\.mode_|"
    r"faq\.(?:q\d$|config_|language_|left_|reason_|refused_))"
)
_BRACES = re.compile(r"{(\w+)}")


def used_keys() -> set[str]:
    """The names of texts that templates and modules speak of."""
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    found = {key for path in sources for key in _USED.findall(path.read_text(encoding="utf-8"))}
    return {key for key in found if not key.endswith((".html", ".one", "_one"))}


def test_no_text_is_missing() -> None:
    """Every language has every text, and every text that is used exists."""
    english, chinese = TEXTS["en"].keys, TEXTS["zh"].keys
    assert english == chinese
    assert set() == used_keys() - english


def test_no_text_is_idle() -> None:
    """No text stands there that nothing shows."""
    plural = {key.removesuffix("_one") for key in TEXTS["en"].keys}
    assert set() == {key for key in plural if not _MADE.match(key)} - used_keys()


@pytest.mark.parametrize("key", sorted(TEXTS["en"].keys))
def test_texts_name_the_same_values(key: str) -> None:
    """A text speaks of the same values in each language."""
    english, chinese = (set(_BRACES.findall(TEXTS[code].pattern(key))) for code in ("en", "zh"))
    assert english == chinese


@pytest.mark.parametrize(
    ("cookie", "accepted", "configured", "code"),
    [
        ("", "", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "", "zh"),
        ("", "en-US,en;q=0.9,zh-CN;q=0.8", "", "en"),
        ("", "de, zh;q=0.3, en;q=0.5", "", "en"),
        ("", "fr", "", "en"),
        ("", "zh;q=0", "", "en"),
        ("zh", "en", "", "zh"),
        ("", "en", "zh", "zh"),
        ("en", "zh", "zh", "en"),
        ("klingon", "zh", "", "zh"),
    ],
)
def test_choosing(cookie: str, accepted: str, configured: str, code: str) -> None:
    """A reader's own choice wins, then the operator's, then the browser's."""
    assert code == choose(cookie, accepted, configured).code


@given(st.text(), st.text())
def test_any_header_chooses(cookie: str, accepted: str) -> None:
    """Whatever a browser sends, there is a language."""
    assert choose(cookie, accepted, "").code in TEXTS


def test_dates_and_numbers() -> None:
    """Dates are written as each language writes them, numbers are grouped."""
    day = date(2025, 12, 1)
    assert ["Monday, 1 December 2025", "2025年12月1日 星期一"] == [
        texts.day(day) for texts in TEXTS.values()
    ]
    assert "1 paper on Monday, 1 December 2025" == TEXTS["en"]("home.newest", n=1, day=day)
    assert "1,234 papers" == TEXTS["en"]("ids.title", n=1234)


def test_the_chinese_page(browser: Browser) -> None:
    """The interface follows Accept-Language; `Total: N` stays as clients know it."""
    page = browser.get("/arxiv/cs.LG", accept_language="zh-CN")
    assert ["计算机科学"] == browser.get("/arxiv/cs", accept_language="zh-CN").texts("h1")
    assert "zh-Hans" == page.one("html").get("lang")
    assert "Total: 30" in page.one("p.info").text_content()
    assert "偏好" in page.said


def test_preferences_are_kept(browser: Browser) -> None:
    """A choice of language and colours is kept in cookies and leads back."""
    form = {"lang": "zh", "theme": "dark", "back": "/arxiv/cs.LG?show=5"}
    answer = browser.post("/preferences", form)
    assert (303, "/arxiv/cs.LG?show=5") == (answer.status, answer.location)
    cookies = answer.headers.get_list("set-cookie")
    assert ["lang=zh", "theme=dark"] == sorted(cookie.partition(";")[0] for cookie in cookies)
    page = browser.get("/", cookie="lang=zh; theme=dark")
    assert ("zh-Hans", "dark") == (page.one("html").get("lang"), page.one("html").get("data-theme"))


@pytest.mark.parametrize("back", ["//evil.test", "https://evil.test", "/\\evil.test", "", "x\ny"])
def test_preferences_lead_nowhere_else(browser: Browser, back: str) -> None:
    """The way back is always on this site."""
    assert "/" == browser.post("/preferences", {"lang": "en", "back": back}).location


@pytest.mark.parametrize("cookie", ['lang=xx; theme=x"><script>', ";;;=", "lang", "\xff=1"])
def test_strange_cookies(browser: Browser, cookie: str) -> None:
    """Cookies that mean nothing change nothing."""
    page = browser.ask("GET", "/", headers={"cookie": cookie.encode("latin-1")})
    assert 200 == page.status
    assert page.one("html").get("data-theme") is None
