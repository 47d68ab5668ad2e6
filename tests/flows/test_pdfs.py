"""PDFs of the library's papers: what is fetched, what is kept, what is refused."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from coolpapers.errors import PdfError, SourceFormatError, SourceUnavailableError
from coolpapers.flows.pdfs import FRESH_S, PdfCache, Pdfs, file_name, open_pdfs, pdf_address
from coolpapers.records import Version
from coolpapers.settings import read_settings
from tests.builders import paper, venue_paper
from tests.pdfs import made_pdf

PDF = made_pdf(1)
VERSIONS = tuple(Version(n, datetime(2024, n, 1, tzinfo=UTC)) for n in (1, 2))


class Source:
    """A source that answers with what it is told, and remembers what was asked."""

    def __init__(self, answer: bytes | Exception = PDF) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def opened(tmp_path: Path, source: Source, most_bytes: int = 10**9) -> Pdfs:
    return Pdfs(PdfCache(tmp_path / "pdfs", most_bytes), source)


def test_the_address_comes_from_the_record_or_the_id() -> None:
    """A recorded address is taken first; arXiv's follows from the id, with a known version."""
    own = venue_paper("poster_-2@OpenReview", pdf_url="https://example.org/x.pdf")

    assert "https://example.org/x.pdf" == pdf_address(own)
    assert "https://arxiv.org/pdf/2401.00001" == pdf_address(paper(), 7)
    assert "https://arxiv.org/pdf/2401.00001v1" == pdf_address(paper(versions=VERSIONS), 1)
    assert "" == pdf_address(venue_paper("x@y2024@List", pdf_url="file:///etc/passwd"))


def test_a_pdf_is_fetched_once(tmp_path: Path) -> None:
    """The second reader gets the file that is kept."""
    source = Source()
    pdfs = opened(tmp_path, source)
    first = pdfs.get(paper())

    assert PDF == first.read_bytes()
    assert first == pdfs.get(paper())
    assert ["https://arxiv.org/pdf/2401.00001"] == source.asked


def test_a_newer_version_is_another_file() -> None:
    """When the library learns of a version, what was kept of the older one is not shown for it."""
    assert "2401.00001.pdf" == file_name(paper())
    assert "2401.00001v2.pdf" == file_name(paper(versions=VERSIONS))
    assert "2401.00001v1.pdf" == file_name(paper(versions=VERSIONS), 1)
    assert "hep-th%2F9901001.pdf" == file_name(paper("hep-th/9901001"))


def test_an_old_file_is_fetched_anew(tmp_path: Path) -> None:
    """After a month the source may have another one."""
    source = Source()
    pdfs = opened(tmp_path, source)
    path = pdfs.get(paper())
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - FRESH_S - 1))
    pdfs.get(paper())

    assert 2 == len(source.asked)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (SourceUnavailableError("pdf", "down"), "unreachable"),
        (SourceFormatError("pdf", "answered 403"), "refused"),
        (b"<html>Are you a robot?</html>", "not_pdf"),
    ],
)
def test_a_failure_has_a_reason_and_is_not_asked_for_again(
    answer: bytes | Exception, reason: str, tmp_path: Path
) -> None:
    """What failed is said again for a minute, and nothing is kept of it."""
    source = Source(answer)
    pdfs = opened(tmp_path, source)
    for _ in range(2):
        with pytest.raises(PdfError) as caught:
            pdfs.get(paper())
        assert reason == caught.value.reason

    assert 1 == len(source.asked)
    assert not (tmp_path / "pdfs").exists()


def test_a_paper_without_an_address_is_told(tmp_path: Path) -> None:
    """Nothing is guessed."""
    with pytest.raises(PdfError) as caught:
        opened(tmp_path, Source()).get(venue_paper("x@y2024@List"))

    assert "no_address" == caught.value.reason


def test_the_cache_is_bounded_and_drops_the_longest_unread(tmp_path: Path) -> None:
    """Past its size, the file that was read last a longer time ago than any other goes."""
    pdfs = opened(tmp_path, Source(), most_bytes=int(2.5 * len(PDF)))
    papers = [paper(f"2401.0000{n}") for n in (1, 2, 3)]
    for age, one in zip((300, 100), papers[:2], strict=True):
        path = pdfs.get(one)
        os.utime(path, (path.stat().st_atime - age, path.stat().st_mtime))
    pdfs.get(papers[2])

    kept = sorted(path.name for path in (tmp_path / "pdfs").iterdir())
    assert ["2401.00002.pdf", "2401.00003.pdf"] == kept


def test_what_is_too_old_goes_with_the_next_file(tmp_path: Path) -> None:
    """A file older than the operator allows is dropped, however much room there is."""
    cache = PdfCache(tmp_path, 10**6, fresh_s=60)
    old = cache.keep("old.pdf", b"x")
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 61))
    assert cache.find("old.pdf") is None
    new = cache.keep("new.pdf", b"y")

    assert [new] == sorted(tmp_path.iterdir())


def test_what_a_killed_process_left_behind_is_cleared_away(tmp_path: Path) -> None:
    """Half a file does not stay for ever, and is never handed out."""
    (tmp_path / "pdfs").mkdir()
    half = tmp_path / "pdfs" / "2401.00001.pdf.1-1.new"
    half.write_bytes(PDF[:100])
    os.utime(half, (0, 0))
    path = opened(tmp_path, Source()).get(paper())

    assert [path] == list((tmp_path / "pdfs").iterdir())


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A full or forbidden disk is a reason like others."""
    (tmp_path / "pdfs").write_bytes(b"a file where the directory should be")
    with pytest.raises(PdfError) as caught:
        opened(tmp_path, Source()).get(paper())

    assert "unreachable" == caught.value.reason


def test_only_so_many_are_fetched_at_once(tmp_path: Path) -> None:
    """Who comes while all turns are taken is told to come again."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(_address: str) -> bytes:
        begun.set()
        assert go_on.wait(10)
        return PDF

    pdfs = Pdfs(PdfCache(tmp_path / "pdfs", 10**9), slow, at_once=1)
    thread = threading.Thread(target=pdfs.get, args=[paper()])
    thread.start()
    assert begun.wait(10)
    with pytest.raises(PdfError) as caught:
        pdfs.get(paper("2401.00002"))
    go_on.set()
    thread.join(10)

    assert "busy" == caught.value.reason


# --- over a connection


@pytest.fixture
def upstream() -> Iterator[str]:
    """A source on the loopback that gives a PDF, or a redirect to one on request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved.pdf":
                self.send_response(302)
                self.send_header("Location", "/paper.pdf")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PDF)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_a_pdf_comes_over_a_connection(upstream: str, tmp_path: Path) -> None:
    """Redirects are followed, and the file is the source's."""
    pdfs = open_pdfs(
        read_settings({"data": str(tmp_path), "fetch_private": True, "fetch_interval_s": 0.01}, {})
    )

    assert PDF == pdfs.get(paper(pdf_url=f"{upstream}/moved.pdf")).read_bytes()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"])
def test_addresses_that_are_not_public_are_refused(host: str, tmp_path: Path) -> None:
    """A record cannot make the server ask its own network."""
    pdfs = open_pdfs(read_settings({"data": str(tmp_path)}, {}))
    with pytest.raises(PdfError) as caught:
        pdfs.get(paper(pdf_url=f"http://{host}/x.pdf"))

    assert "refused" == caught.value.reason
