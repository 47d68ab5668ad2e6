"""Papers cut to the room that a model has: what goes first, and that it is said."""

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.faq.document import Document, Paragraph, Section
from coolpapers.faq.fitting import fit
from coolpapers.faq.tokens import estimated_tokens

WORDS = st.integers(1, 60).map(lambda many: "coasts wind on " * many)
PARAGRAPHS = st.lists(st.builds(Paragraph, st.integers(1, 30), WORDS), min_size=1, max_size=8)
SECTIONS = st.builds(
    lambda heading, kind, paragraphs: Section(heading, kind, tuple(paragraphs)),
    st.sampled_from(["", "Introduction", "Method", "Results"]),
    st.sampled_from(["front", "body", "references", "appendix"]),
    PARAGRAPHS,
)
DOCUMENTS = st.lists(SECTIONS, min_size=1, max_size=8).map(lambda found: Document(30, tuple(found)))


def kept_of(document: Document, text: str) -> set[str]:
    """The kinds of sections of which something stands in a text."""
    return {
        section.kind
        for section in document.sections
        if any(paragraph.text in text for paragraph in section.paragraphs)
    }


@given(DOCUMENTS, st.integers(50, 3_000))
def test_a_paper_fits(document: Document, room: int) -> None:
    """No more than the room is taken, but for marks of pages and a start of each section."""
    slack = sum(12 + len(one.paragraphs) * 6 for one in document.sections)
    assert estimated_tokens(fit(document, room).text) <= room + slack


@given(DOCUMENTS)
def test_what_fits_is_left_whole(document: Document) -> None:
    """With room enough nothing is left out, and every paragraph is there in order."""
    found = fit(document, 10**6)
    assert () == found.left_out
    at = 0
    for section in document.sections:
        for paragraph in section.paragraphs:
            at = found.text.index(paragraph.text, at) + len(paragraph.text)


@given(DOCUMENTS, st.integers(50, 3_000))
def test_references_go_first_then_appendices_then_parts_of_sections(
    document: Document, room: int
) -> None:
    """Each step is taken only after the one before, and what was left out is named."""
    kinds = [one.kind for one in fit(document, room).left_out]
    order = ["references", "appendix", "section"]
    assert sorted(kinds, key=order.index) == kinds
    here = {one.kind for one in document.sections}
    if "section" in kinds:
        assert here & {"references", "appendix"} == set(kinds) - {"section"}
    if "appendix" in kinds and "references" in here:
        assert "references" in kinds


@given(DOCUMENTS, st.integers(50, 3_000))
def test_what_is_missing_is_said(document: Document, room: int) -> None:
    """Every paragraph that is not there belongs to something that is said to be left out."""
    found = fit(document, room)
    said = {(one.kind, one.heading) for one in found.left_out}
    for section in document.sections:
        whole = all(paragraph.text in found.text for paragraph in section.paragraphs)
        named = (section.kind, "") if section.kind in ("references", "appendix") else None
        assert whole or named in said or ("section", section.heading) in said


def test_a_long_section_keeps_its_beginning_and_its_end() -> None:
    """Short sections stay whole; of a long one the middle goes, and how much is told."""
    long = tuple(Paragraph(at + 2, f"Step {at}. " + "coasts wind " * 30) for at in range(40))
    short = Section("Short", "body", (Paragraph(1, "All of this."),))
    document = Document(50, (short, Section("Long", "body", long)))
    found = fit(document, 1_500)
    assert "All of this." in found.text
    assert "Step 0." in found.text
    assert "Step 39." in found.text
    assert "Step 25." not in found.text
    (left,) = found.left_out
    assert ("section", "Long") == (left.kind, left.heading)
    assert 0 < left.percent_kept < 100
    assert "[p. 41]" in found.text
