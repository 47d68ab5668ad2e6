"""`/pdf`: the PDFs of papers in the library, and of no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.web.app import create_app
from tests.builders import paper, venue_paper
from tests.pdfs import made_pdf
from tests.web.browsing import Browser, browsing
from tests.web.conftest import fill

PDF = made_pdf(2)
PAPERS = [
    paper("2401.00001"),
    paper("hep-th/9901001"),
    venue_paper("poster_-2@OpenReview"),
    paper("2401.00008", title="Unreachable"),
    paper("2401.00009", title="Refused"),
    venue_paper("x@y2024@List", title="Without address"),
]


def fetch(address: str) -> bytes:
    """Stands for the sources of all these papers."""
    if address.endswith("2401.00008"):
        raise SourceUnavailableError("pdf", "down")
    if address.endswith("2401.00009"):
        raise SourceFormatError("pdf", "answered 403")
    return PDF


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for a library whose sources are not asked."""
    data = tmp_path_factory.mktemp("pdfs")
    library = fill(data, PAPERS)
    pdfs = Pdfs(PdfCache(data / "pdfs", 10**9), fetch)
    with browsing(create_app(library, pdfs=pdfs)) as opened:
        yield opened
    library.store.database.close()


@pytest.mark.parametrize(
    "path", ["arxiv/2401.00001", "arxiv/hep-th/9901001", "venue/poster_-2@OpenReview"]
)
def test_a_papers_pdf_comes_through_this_server(path: str, reader: Browser) -> None:
    """It is served as a PDF, with the headers that keep browsers from guessing."""
    answer = reader.get(f"/pdf/{path}")

    assert (200, PDF) == (answer.status, answer.bytes)
    assert "application/pdf" == answer.headers["content-type"]
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert answer.headers["content-disposition"].startswith("inline")


def test_a_part_of_a_pdf_can_be_asked_for(reader: Browser) -> None:
    """Ranges are answered, so that readers need not fetch all of a long paper."""
    answer = reader.get("/pdf/arxiv/2401.00001", range="bytes=0-7")

    assert (206, PDF[:8]) == (answer.status, answer.bytes)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("arxiv/2401.99999", 404, "not in the library"),
        ("arxiv/nonsense", 404, "not in the library"),
        ("arxiv/..%2F..%2Fetc%2Fpasswd", 404, "not in the library"),
        ("venue/x@y2024@List", 404, "No address"),
        ("arxiv/2401.00008", 502, "cannot be reached"),
        ("arxiv/2401.00009", 502, "did not give"),
    ],
)
def test_why_there_is_no_pdf_is_said_in_a_line(
    path: str, status: int, words: str, reader: Browser
) -> None:
    """A program gets plain text in the reader's language, never a page of HTML."""
    answer = reader.get(f"/pdf/{path}")

    assert status == answer.status
    assert words in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_an_address_leads_only_to_papers_of_the_library(reader: Browser) -> None:
    """`/pdf?url=` knows the PDFs of papers held here, and fetches nothing else."""
    known = reader.get("/pdf?url=https://arxiv.org/pdf/2401.00001v3.pdf")
    others = [
        reader.get(f"/pdf?url={url}").status
        for url in ("https://arxiv.org/pdf/2401.99999", "http://127.0.0.1/x.pdf", "")
    ]

    assert (302, "/pdf/arxiv/2401.00001") == (known.status, known.location)
    assert [404, 404, 404] == others


def test_an_operator_may_switch_pdfs_off(tmp_path: Path) -> None:
    """Then nothing is fetched, and pages have the plain link only."""
    library = fill(tmp_path, PAPERS[:1], pdfs=False)
    with browsing(create_app(library)) as browser:
        answer, page = browser.get("/pdf/arxiv/2401.00001"), browser.get("/arxiv/2401.00001")
    library.store.database.close()

    assert 404 == answer.status
    assert "no" == page.one("#tools").get("data-pdfs")
