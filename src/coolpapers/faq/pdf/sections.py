"""Paragraphs to sections: the front, the body, the references cut apart, the appendix."""

import itertools
import re
from collections.abc import Sequence

from coolpapers.faq.document import Paragraph, Section
from coolpapers.faq.pdf.headings import is_appendix, is_references
from coolpapers.faq.pdf.paragraphs import Draft

_ENTRY = re.compile(r"\[?(\d{1,3})[\].]\s")
_FEWEST_ENTRIES = 4


def sections(drafts: Sequence[Draft]) -> tuple[Section, ...]:
    """The sections of a paper, in order; those without a text are left out."""
    cut = _unheaded_references(drafts)
    found: list[Section] = []
    heading, kind, paragraphs = "", "front", list[Paragraph]()

    def close() -> None:
        if paragraphs or heading:
            found.append(Section(heading, kind, tuple(paragraphs)))
            paragraphs.clear()

    for at, draft in enumerate(drafts):
        if at == cut:
            close()
            heading, kind = "", "references"
        if draft.is_heading and not (at >= cut and kind == "references"):
            close()
            heading, kind = draft.text, _kind(draft.text, kind, is_first=not found)
        else:
            paragraphs.append(Paragraph(draft.page, draft.text, draft.is_note))
    close()
    return tuple(found)


def _kind(heading: str, before: str, *, is_first: bool) -> str:
    if is_references(heading):
        return "references"
    after = before in ("references", "appendix")
    if is_appendix(heading, after_references=after):
        return "appendix"
    return "front" if is_first and before == "front" else "body"


def _unheaded_references(drafts: Sequence[Draft]) -> int:
    """Where a list of references begins that has no heading, as in letters; else the end."""
    if any(draft.is_heading and is_references(draft.text) for draft in drafts):
        return len(drafts)
    for at in range(len(drafts) // 3, len(drafts)):
        entry = _ENTRY.match(drafts[at].text)
        if entry and entry[1] == "1" and _goes_on(drafts[at:]):
            return at
    return len(drafts)


def _goes_on(drafts: Sequence[Draft]) -> bool:
    numbers = [int(found[1]) for one in drafts if (found := _ENTRY.match(one.text))]
    rising = sum(after == before + 1 for before, after in itertools.pairwise(numbers))
    return rising >= _FEWEST_ENTRIES
