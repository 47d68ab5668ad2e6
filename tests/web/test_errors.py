"""Errors as pages."""

import logging

import pytest

from coolpapers import errors
from coolpapers.library import Library
from coolpapers.records import Edition
from coolpapers.web.app import create_app
from coolpapers.web.errors import row_for
from coolpapers.web.views.missing import near_editions
from tests.web.browsing import Browser, browsing

MISSING = [
    ("/arxiv/cs.XY", "No such category", "Perhaps you meant"),
    ("/arxiv/machine learning", "No such category", "cs.LG"),
    ("/arxiv/2401.99999", "This paper is not in the library", "Its page at the source"),
    ("/arxiv/99.99", "No such category", "neither a category nor a paper id"),
    ("/venue/ICRL", "No such conference", "ICLR 2024"),
    ("/venue/ICLR.1999", "No such edition", "ICLR 2023"),
    ("/nowhere", "There is no such page", "Nothing is at /nowhere."),
    ("/all/2401.00001", "There is no such page", "To the home page"),
]


@pytest.mark.parametrize(("address", "heading", "words"), MISSING)
def test_not_found(browser: Browser, address: str, heading: str, words: str) -> None:
    """A 404 says what is not there and what was probably meant."""
    page = browser.get(address)
    assert (404, [heading]) == (page.status, page.texts("h1"))
    assert words in page.said


def test_markup_in_addresses(browser: Browser) -> None:
    """What stands in an address is shown as text."""
    page = browser.get("/arxiv/<img src=x onerror=alert(1)>")
    assert 404 == page.status
    assert [] == page.all("main img")
    assert "<img" in page.said


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.StoreBusyError("busy"), 503),
        (errors.StoreError("broken"), 503),
        (errors.IndexMissingError("none"), 503),
        (errors.EngineError("broken"), 503),
        (errors.PaperIdError("x"), 400),
        (errors.SubjectError("x"), 404),
        (errors.PaperNotFoundError("x"), 404),
        (errors.SettingError("x", "y"), 500),
        (ZeroDivisionError("x"), 500),
    ],
)
def test_every_error_has_its_page(library: Library, error: Exception, status: int) -> None:
    """Each class has its status and its page, without a trace of the program."""

    class Breaking:
        def __getattr__(self, _name: str) -> object:
            raise error

    logging.getLogger("coolpapers.web").setLevel(logging.CRITICAL)
    broken = library._replace(engine=Breaking())
    with browsing(create_app(broken)) as browser:
        page = browser.get("/all/search?query=graphs")
    logging.getLogger("coolpapers.web").setLevel(logging.NOTSET)
    assert status == page.status == row_for(error).status
    assert "Traceback" not in page.text
    assert "Error" not in page.said
    assert "content-security-policy" in page.headers


def test_near_editions_are_those_nearest_in_time() -> None:
    """Of a conference that is held its own years, around the one that was asked for."""
    held = [Edition(name, year, 1) for year in range(2023, 2000, -1) for name in ("ICLR", "ICML")]
    assert [2023, 2022, 2021, 2020, 2019, 2018, 2017, 2016] == years("iclr.2024", held)
    assert [2013, 2012, 2011, 2010, 2009, 2008, 2007, 2006] == years("ICLR.2009", held)
    assert {"ICLR", "ICML"} == {one.venue for one in near_editions("ICKL.2020", held)}


def years(text: str, held: list[Edition]) -> list[int]:
    """The years that are offered, of one conference alone."""
    found = near_editions(text, held)
    assert {"ICLR"} == {one.venue for one in found}
    return [one.year for one in found]
