"""The text of PDFs: reading order, joined words, what is dropped, and why there may be none."""

import hashlib
import os
import random
import re
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest

from coolpapers.errors import PaperTextError
from coolpapers.faq.document import Document
from coolpapers.faq.pdf import ReadingLimits, read_pdf
from coolpapers.faq.pdf.glyphs import meaning, with_accent
from coolpapers.faq.pdf.reading import read
from tests.pdfs import Set, made_pdf, typeset

LEFT, RIGHT = 54.0, 317.0
FILLER = "the long measure of every winding coast is found anew by careful hands"


def column(x: float, lines: list[str], top: float = 700) -> list[Set]:
    """Lines set below one another."""
    return [Set(x, top - 12 * at, line) for at, line in enumerate(lines)]


def texts(document: Document, kind: str = "") -> list[str]:
    """The paragraphs, of one kind of section if it is named."""
    return [
        paragraph.text
        for section in document.sections
        for paragraph in section.paragraphs
        if kind in ("", section.kind)
    ]


def prose(at: int) -> str:
    """A line of words, another one for every number."""
    words = (FILLER + " " + FILLER).split()
    return " ".join(words[(at * 3) % 13 :][:13])


def wide(word: str, at: int) -> str:
    """A line that fills a column."""
    return f"{word} line {at} {FILLER}"[:56]


def test_columns_are_read_one_after_the_other() -> None:
    """A page drawn row by row, from left to right, is read column by column."""
    rows: list[Set] = []
    for at in range(20):
        rows += [
            Set(LEFT, 700 - 12 * at, wide("left", at)),
            Set(RIGHT, 700 - 12 * at, wide("right", at)),
        ]
    text = " ".join(texts(read(typeset([rows]), 10)))
    order = re.findall(r"(left|right) line (\d+)", text)
    assert [
        *(("left", str(n)) for n in range(20)),
        *(("right", str(n)) for n in range(20)),
    ] == order


def test_what_spans_both_columns_stands_between_them() -> None:
    """A line over both columns is read after the columns above it and before those below."""
    above = [*column(LEFT, [wide("a", n) for n in range(9)])]
    above += column(RIGHT, [wide("b", n) for n in range(9)])
    across = [Set(LEFT, 560, f"Across {FILLER} {FILLER[:36]}")]
    below = column(LEFT, [wide("c", n) for n in range(9)], 520)
    below += column(RIGHT, [wide("d", n) for n in range(9)], 520)
    text = " ".join(texts(read(typeset([[*below, *across, *above]]), 10)))
    order = re.findall(r"\b(?:[abcd](?= line)|Across)", text)
    assert ["a", "b", "Across", "c", "d"] == list(dict.fromkeys(order))


def test_divided_words_are_joined_and_compounds_kept() -> None:
    """A hyphen at the end of a line goes with a divided word and stays with a compound."""
    lines = [
        "A careful measurement needs a two-body force, a measure-",
        "ment of the force between them, and a theory of the two-",
        "body problem that a non-",
        "Hermitian operator describes with its usual precision here.",
    ]
    assert [
        (
            "A careful measurement needs a two-body force, a measurement of the force between "
            "them, and a theory of the two-body problem that a non-Hermitian operator describes "
            "with its usual precision here."
        )
    ] == texts(read(typeset([column(LEFT, lines)]), 10))


def test_ligatures_and_accents_become_letters() -> None:
    """A ligature becomes its letters, an accent set over a letter becomes part of it."""
    pieces = [
        Set(LEFT, 700, "A \x01eld of e\x01cient signs that Poincar"),
        Set(198.7, 700, "\xb4"),
        Set(198.1, 700, "e studied long ago with other people of his time"),
    ]
    found = texts(read(typeset([pieces]), 10))[0]
    assert found.startswith("A field of eficient signs that Poincaré studied long ago")


def test_ot1_codes_without_names_have_their_meaning() -> None:
    """Fonts of 1990s TeX that say nothing give ff, fi, fl, ffi and dotless i under its accent."""
    assert ["ff", "fi", "fl", "ffi", "ffl"] == [
        meaning(code, is_mapped=False) for code in range(0x0B, 0x10)
    ]
    assert "í" == with_accent(meaning(0x10, is_mapped=False), meaning(0x13, is_mapped=False))
    assert "" == meaning(0x0B, is_mapped=True)


def manuscript() -> bytes:
    """Four pages with running heads, page numbers and numbered lines."""
    pages = []
    for page in range(1, 5):
        pieces = [Set(LEFT, 760, "A. Author: Of coasts"), Set(300, 30, str(page))]
        for at in range(30):
            number = str(30 * (page - 1) + at + 1)
            pieces.append(Set(20, 720 - 12 * at, number, 7))
            pieces.append(Set(LEFT, 720 - 12 * at, f"says {prose(7 * page + at)}"))
        pages.append(pieces)
    return typeset(pages)


def test_heads_page_numbers_and_line_numbers_are_dropped() -> None:
    """What repeats at the edges and what counts pages or lines is no part of the text."""
    text = "\n".join(texts(read(manuscript(), 10)))
    assert "Author" not in text
    assert [] == re.findall(r"\b\d\d\b", text)
    assert 120 == text.count("says")


def test_pages_are_kept() -> None:
    """Each paragraph knows the page on which it begins."""
    pages = [
        column(LEFT, [f"{name} {prose(at)}." for at in (n, n + 1)])
        for n, name in ((1, "One"), (4, "Two"))
    ]
    document = read(typeset(pages), 10)
    found = [(p.page, p.text[:3]) for s in document.sections for p in s.paragraphs]
    assert [(1, "One"), (2, "Two")] == sorted(set(found))


def test_references_and_appendix_are_cut_apart() -> None:
    """The list of references and what follows it are sections of their own kinds."""
    pieces = [
        Set(LEFT, 740, "Of coasts and their lengths", 17, True),
        Set(LEFT, 700, "1 Introduction", 12, True),
        *column(LEFT, [f"We walk along it and {FILLER} {FILLER[:20]}"] * 4, 680),
        Set(LEFT, 600, "References", 12, True),
        *column(LEFT, ["[1] A. Author. An old book.", "[2] B. Author. A new book."], 580),
        Set(LEFT, 500, "A Further tables", 12, True),
        *column(LEFT, [f"More numbers are given, and {FILLER}"] * 3, 480),
    ]
    document = read(typeset([pieces]), 10)
    assert ["front", "body", "references", "appendix"] == [s.kind for s in document.sections]
    assert ["[1] A. Author. An old book.", "[2] B. Author. A new book."] == texts(
        document, "references"
    )


def test_a_footnote_does_not_break_a_sentence() -> None:
    """A sentence that goes over a column stays whole beside the footnote between its halves."""
    left = [wide("left", n) for n in range(12)]
    pieces = column(LEFT, [*left, "and so the sentence that began here"])
    pieces += [Set(LEFT, 100, "* A note that is printed small.", 8)]
    pieces += column(
        RIGHT, ["goes on over there without a break.", *[wide("r", n) for n in range(12)]]
    )
    assert any(
        "began here goes on over there" in text for text in texts(read(typeset([pieces]), 10))
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>Access denied</html>", "not_pdf"),
        (b"%PDF-1.7\nnothing of the kind", "corrupt"),
        (typeset([column(LEFT, [FILLER] * 5)], locked=True), "encrypted"),
        (typeset([[]]), "scanned"),
        (made_pdf(3000), "too_long"),
    ],
    ids=["html", "corrupt", "encrypted", "scanned", "3000 pages"],
)
def test_every_refusal_has_its_reason(data: bytes, reason: str) -> None:
    """What cannot be read is refused with a reason of its own."""
    with pytest.raises(PaperTextError) as refused:
        read_pdf(data)
    assert reason == refused.value.reason


def bomb() -> bytes:
    """A small PDF whose page unpacks to a thousand times its size."""
    text = b"BT /F1 9 Tf 72 700 Td (" + b"a " * 30_000_000 + b") Tj ET"
    packed = zlib.compress(text, 1)
    page = typeset([column(LEFT, [FILLER])])
    old = re.search(rb"<<  /Length \d+ >>\nstream\n.*?\nendstream", page, re.DOTALL)
    assert old is not None
    new = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return page.replace(old[0], new)


def test_limits_end_the_reading() -> None:
    """A process that takes more memory or time than it may ends, with a reason."""
    with pytest.raises(PaperTextError) as heavy:
        read_pdf(bomb(), ReadingLimits(memory_mb=200))
    assert "too_heavy" == heavy.value.reason
    with pytest.raises(PaperTextError) as slow:
        read_pdf(made_pdf(), ReadingLimits(patience_s=0.001))
    assert "too_heavy" == slow.value.reason


def test_the_reading_process_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in the environment are not passed on to the process that reads PDFs."""
    monkeypatch.setenv("SOME_API_KEY", "secret")
    ran: list[dict[str, Any]] = []
    run = subprocess.run

    def watched(*args: Any, **given: Any) -> Any:
        ran.append(given)
        return run(*args, **given)

    monkeypatch.setattr(subprocess, "run", watched)
    document = read_pdf(typeset([column(LEFT, [FILLER] * 5)]))
    assert 1 == document.pages
    assert "SOME_API_KEY" in os.environ
    assert "secret" not in ran[0]["env"].values()


def test_damaged_files_end_in_text_or_a_reason() -> None:
    """Whatever bytes are wrong in a PDF, there is a text or a reason, and nothing else."""
    whole, chance = manuscript(), random.Random(4)
    for _ in range(4):
        damaged = bytearray(whole)
        for at in chance.sample(range(8, len(damaged)), 200):
            damaged[at] = chance.randrange(256)
        ended = "text"
        try:
            read_pdf(bytes(damaged))
        except PaperTextError as refused:
            ended = refused.reason
        assert ended in {"text", "corrupt", "encrypted", "scanned", "too_heavy", "too_long"}


# --- real papers, by fingerprints of what they say

# Ten words each: in one line, over the end of a line, of a column, or of a page. Every one was
# compared with a picture of its page, by eye.
SENTENCES = {
    "1804.08269": (
        "02749f79cc 799f8da551 29d8560f69 57e85e1634 1b013ebd95 "
        "85b8e4a3db 5e1132c661 40bfea5f43 8ea5d18966 9a52b6a000"
    ),
    "1406.2661": "da8d921169 45ad09cb85 25fba532f1 6f8bed0a30 590bfe2c44 40c33860ff",
    "9108004": "c1f93d2e62 8d5a17e607 dd8d88c21a",
    "1905.00506": "63e7ffa731 9972ce4c44 1644d183a7",
    "1512.03905": "4d843de754 aade8d4e44 9519b790fd",
}


def fingerprints(document: Document) -> set[str]:
    """Digests of every run of ten words in every paragraph."""
    found: set[str] = set()
    for text in texts(document):
        words = re.findall(r"[^\W_]+", text.lower())
        for at in range(len(words) - 9):
            found.add(
                hashlib.blake2b(" ".join(words[at : at + 10]).encode(), digest_size=5).hexdigest()
            )
    return found


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_real_papers_read_in_order(shared: Path, name: str) -> None:
    """Sentences of real papers, over lines, columns and pages, are read word for word."""
    document = read_pdf((shared / "pdfs" / f"{name}.pdf").read_bytes())
    assert set() == set(SENTENCES[name].split()) - fingerprints(document)


@pytest.mark.shared
def test_real_references_are_cut_apart(shared: Path) -> None:
    """Every real paper has a list of references, and no long word in it is divided by a hyphen."""
    for path in sorted((shared / "pdfs").glob("*.pdf")):
        document = read_pdf(path.read_bytes())
        assert [1] == [sum(section.kind == "references" for section in document.sections)], path
