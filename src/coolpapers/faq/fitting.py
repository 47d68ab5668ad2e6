"""A paper cut to what a model can take in: references first, then appendices, then sections."""

from collections.abc import Sequence

import msgspec

from coolpapers.faq.document import Document, Paragraph, Section
from coolpapers.faq.tokens import estimated_tokens

_FROM_THE_BEGINNING = 0.7
"""Of a section that is too long, so much of its budget is kept from its beginning."""


class Omission(msgspec.Struct, frozen=True, array_like=True):
    """What was left out: `references`, `appendix` or `section`, its heading, the share kept."""

    kind: str
    heading: str = ""
    percent_kept: int = 0

    @property
    def said(self) -> str:
        """As a model is told."""
        if self.kind == "section":
            return f"{self.heading or 'text'}: {self.percent_kept} % kept"
        return self.kind


class Fitted(msgspec.Struct, frozen=True):
    """The text of a paper with its pages marked, and what had to be left out of it."""

    text: str
    left_out: tuple[Omission, ...]


def fit(document: Document, tokens: int) -> Fitted:
    """The paper in at most about so many tokens."""
    sections = list(document.sections)
    left_out: list[Omission] = []
    for kind in ("references", "appendix"):
        if _tokens(sections) > tokens and any(section.kind == kind for section in sections):
            sections = [section for section in sections if section.kind != kind]
            left_out.append(Omission(kind))
    if _tokens(sections) > tokens:
        sections, cut = _cut(sections, max(tokens, 0))
        left_out += cut
    return Fitted(_written(sections), tuple(left_out))


def _tokens(sections: Sequence[Section]) -> int:
    return estimated_tokens(_written(sections))


def _written(sections: Sequence[Section]) -> str:
    parts: list[str] = []
    page = 0
    for section in sections:
        if section.heading:
            parts.append(f"## {section.heading}")
        for paragraph in section.paragraphs:
            mark = f"[p. {paragraph.page}] " if paragraph.page != page else ""
            page = paragraph.page
            parts.append(mark + paragraph.text)
    return "\n\n".join(parts)


def _cut(sections: Sequence[Section], tokens: int) -> tuple[list[Section], list[Omission]]:
    """Short sections whole, long ones to an equal budget."""
    sizes = [_tokens([section]) for section in sections]
    budget = _level(sizes, tokens)
    kept: list[Section] = []
    left_out: list[Omission] = []
    for section, size in zip(sections, sizes, strict=True):
        if size <= budget:
            kept.append(section)
            continue
        shorter = _shortened(section, budget)
        percent = 100 * shorter.length // max(section.length, 1)
        left_out.append(Omission("section", section.heading, percent))
        kept.append(shorter)
    return kept, left_out


def _level(sizes: Sequence[int], tokens: int) -> int:
    """The largest budget for each with which all stay within `tokens`."""
    rest, ordered = tokens, sorted(sizes)
    for at, size in enumerate(ordered):
        share = rest // (len(ordered) - at)
        if size > share:
            return share
        rest -= size
    return tokens


def _shortened(section: Section, tokens: int) -> Section:
    """Its beginning and its end, paragraph by paragraph."""
    first = _while_fitting(section.paragraphs, int(tokens * _FROM_THE_BEGINNING))
    rest = section.paragraphs[len(first) :]
    used = sum(estimated_tokens(paragraph.text) for paragraph in first)
    last = _while_fitting(rest[::-1], tokens - used)[::-1]
    if not first and not last and section.paragraphs:
        opening = section.paragraphs[0]
        first = (Paragraph(opening.page, opening.text[: tokens * 2], opening.is_note),)
    return Section(section.heading, section.kind, (*first, *last))


def _while_fitting(paragraphs: Sequence[Paragraph], tokens: int) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        tokens -= estimated_tokens(paragraph.text) + 4
        if tokens < 0:
            break
        found.append(paragraph)
    return tuple(found)
