"""The bytes of a PDF to a document; to be called only in a process that may die."""

import pypdfium2

from coolpapers.faq.document import Document
from coolpapers.faq.pdf.furniture import without_furniture, without_line_numbers
from coolpapers.faq.pdf.order import lines_of
from coolpapers.faq.pdf.page import Run, runs_of
from coolpapers.faq.pdf.paragraphs import paragraphs
from coolpapers.faq.pdf.sections import sections

_SIGN, _SIGN_WITHIN = b"%PDF-", 1024
_PASSWORD, _SECURITY = 4, 5
_FEWEST_LETTERS = 60
"""On average a page: scanned papers have none, or only a stamp."""
_LONGEST = 6_000_000


class Unreadable(Exception):  # noqa: N818 (it becomes a reason, not an error)
    """Why there is no text: `not_pdf`, `encrypted`, `corrupt`, `too_long`, `scanned`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(data: bytes, most_pages: int) -> Document:
    """The text of a PDF.

    Raises:
        Unreadable: It has none, or not for us.
    """
    pages = [lines_of(without_line_numbers(runs)) for runs in _runs(data, most_pages)]
    document = Document(len(pages), sections(paragraphs(without_furniture(pages))))
    letters = sum(map(str.isalpha, document.text))
    if letters < _FEWEST_LETTERS * len(pages):
        raise Unreadable("scanned")
    if len(document.text) > _LONGEST:
        raise Unreadable("too_long")
    return document


def _runs(data: bytes, most_pages: int) -> list[list[Run]]:
    if _SIGN not in data[:_SIGN_WITHIN]:
        raise Unreadable("not_pdf")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (_PASSWORD, _SECURITY)
        raise Unreadable("encrypted" if locked else "corrupt") from error
    try:
        if len(pdf) > most_pages:
            raise Unreadable("too_long")
        if not len(pdf):
            raise Unreadable("corrupt")
        return [_page(pdf, at) for at in range(len(pdf))]
    finally:
        pdf.close()


def _page(pdf: pypdfium2.PdfDocument, at: int) -> list[Run]:
    """The runs of a page; nothing where this page alone is broken."""
    try:
        page = pdf[at]
    except pypdfium2.PdfiumError:
        return []
    try:
        return runs_of(page, at + 1)
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()
