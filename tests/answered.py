"""A paper with answers in the store, as if a model had written them, and with a PDF."""

from collections.abc import Sequence

from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.library import Library
from coolpapers.records import AnswerPart
from coolpapers.store import Store
from tests.pdfs import Set, typeset

SAID = [f"Answer {part} with $x_{part}$ [p. 1]." for part in range(1, 7)]


def answer_it(store: Store, subject: str, version: int = 2) -> None:
    """Answer the six questions about a paper in English."""
    answers = store.answers
    opened = answers.open(subject, version, "en", "m", "a-model", "p1")
    assert answers.take(opened.number, "w")
    for number, text in enumerate(SAID, 1):
        assert answers.finish_part(opened.number, "w", AnswerPart(number, text))
    assert answers.finish(opened.number, "w")


def printed(pages: Sequence[int], size: float = 10) -> bytes:
    """A PDF with so many lines on each page, each line saying where it stands."""
    words = "coasts wind on and on " * round(36 / size)
    return typeset(
        [
            [
                Set(72, 720 - at * size * 1.2, f"Page {page}, line {at}: {words.strip()}.", size)
                for at in range(lines)
            ]
            for page, lines in enumerate(pages, 1)
        ]
    )


def canned_pdfs(library: Library) -> Pdfs:
    """The same three pages as the PDF of every paper; no source is asked."""
    return Pdfs(PdfCache(library.settings.data / "pdfs", 10**8), lambda _: printed((20, 20, 20)))
