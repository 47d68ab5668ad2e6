"""PDFs made for tests: some pages with a line of text, a link and a shade of a computed colour."""

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


def _file(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in objects.items():
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
