"""Whatever is done to a page: whole papers or `SourceFormatError`, nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolpapers.errors import SourceError, SourceFormatError
from coolpapers.records import Paper
from tests.sources.known import PAGES, Known

WITH_PAPERS = [page for page in PAGES if page.expected]
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def read(page: Known, data: bytes) -> tuple[list[Paper], bool]:
    """The papers before the damage, and whether it was noticed."""
    found: list[Paper] = []
    try:
        found.extend(page.parse(data, lambda *_: None))
    except SourceFormatError:
        return found, True
    return found, False


@pytest.mark.parametrize("page", WITH_PAPERS, ids=lambda page: page.file)
@quick
@given(data=st.data())
def test_a_cut_page_yields_whole_papers_and_an_error(page: Known, data: st.DataObject) -> None:
    """A page cut anywhere yields a beginning of its papers, unchanged, and says it is cut."""
    whole = page.data.rstrip()
    if page.file.endswith(".md"):
        whole = whole.removesuffix(b"---").rstrip()
    at = data.draw(st.integers(0, len(whole) - 1))
    found, is_noticed = read(page, whole[:at])

    assert page.expected[: len(found)] == found
    assert is_noticed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
@quick
@given(data=st.data())
def test_flipped_bytes_never_raise_anything_else(page: Known, data: st.DataObject) -> None:
    """Some flipped bytes yield papers with ids and titles, or `SourceFormatError`."""
    changed = bytearray(page.data)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    found, _ = read(page, bytes(changed))

    assert all(paper.id.local and paper.title for paper in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
@quick
@given(data=st.binary(max_size=200))
def test_garbage_is_no_page(page: Known, data: bytes) -> None:
    """Random bytes are not read as a page of any source."""
    with pytest.raises(SourceError):
        list(page.parse(data, lambda *_: None))


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<OAI-PMH><responseDate>&b;</responseDate></OAI-PMH>"
)
ELSEWHERE = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>'
)


@pytest.mark.parametrize(
    "data", [BOMB, ELSEWHERE, b"\xef\xbb\xbf" + BOMB, BOMB.decode().encode("utf-16")]
)
@pytest.mark.parametrize(
    "name", ["arxiv/raw.xml", "arxiv-feed/rss.xml", "acl/W99.xml", "aaai/records.xml"]
)
def test_document_types_and_entities_are_refused(name: str, data: bytes) -> None:
    """XML that declares a document type is refused before anything is expanded."""
    page = next(page for page in PAGES if page.file == name)

    with pytest.raises(SourceFormatError):
        list(page.parse(data))


def test_deep_nesting_is_refused() -> None:
    """Nesting without end is an error, not a crash."""
    page = next(page for page in PAGES if page.file == "openreview/v2.json")
    with pytest.raises(SourceFormatError):
        list(page.parse(b"[" * 100_000))
    page = next(page for page in PAGES if page.file == "arxiv/raw.xml")
    with pytest.raises(SourceFormatError):
        list(page.parse(b"<a>" * 100_000))
