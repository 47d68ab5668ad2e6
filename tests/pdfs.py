"""PDFs made for tests: pages of text set line by line, and pages as papers have them."""

from collections.abc import Sequence
from typing import NamedTuple

PAPER = (612, 792)


def made_pdf(pages: int = 3, words: str = "Attention to page") -> bytes:
    """A small valid PDF; its shade is computed by a PostScript function."""
    first = 6
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (pages, b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(pages))),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: _stream(
            b"/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]",
            b"{ dup 0.5 mul exch 1 exch sub dup }",
        ),
        5: b"[/Separation /Shade /DeviceRGB 4 0 R]",
    }
    for at in range(pages):
        number = first + 2 * at
        text = f"BT /F1 24 Tf 72 700 Td ({words} {at + 1}) Tj ET".encode()
        shade = b"/Shade cs 0.7 scn 72 500 200 100 re f"
        link = b""
        if at == 0:
            link = (
                b"/Annots [<< /Type /Annot /Subtype /Link /Rect [72 690 300 720] /Border [0 0 0]"
                b" /A << /S /URI /URI (https://example.org/) >> >>]"
            )
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R %s /Resources"
            b" << /Font << /F1 3 0 R >> /ColorSpace << /Shade 5 0 R >> >> >>"
            % (*PAPER, number + 1, link)
        )
        objects[number + 1] = _stream(b"", text + b"\n" + shade)
    return _file(objects)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


class Set(NamedTuple):
    r"""A piece of text and where it is set; \x01 is the ligature fi, \xb4 an acute accent."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def typeset(pages: Sequence[Sequence[Set]], *, locked: bool = False) -> bytes:
    """A PDF with this text; `locked` asks for a password that nobody knows."""
    first = 6
    encoding = (
        b"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >>"
    )
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman %s >>" % encoding,
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold %s >>" % encoding,
        5: b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32),
    }
    for at, pieces in enumerate(pages):
        shown = b"\n".join(map(_shown, pieces))
        objects[first + 2 * at] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (*PAPER, first + 2 * at + 1)
        )
        objects[first + 2 * at + 1] = _stream(b"", shown)
    return _file(objects, b"/Encrypt 5 0 R /ID [<00> <00>]" if locked else b"")


def _shown(piece: Set) -> bytes:
    text = piece.text.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    font = b"/F2" if piece.bold else b"/F1"
    place = f"{piece.size} Tf {piece.x} {piece.y} Td".encode()
    return b"BT %s %s (%s) Tj ET" % (font, place, text)


def _file(objects: dict[int, bytes], entries: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in objects.items():
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        entries,
        start,
    )
    return bytes(out)
