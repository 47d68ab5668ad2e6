"""The text of a paper as it was read from its PDF: sections of paragraphs, each with its page."""

import msgspec

KINDS = ("front", "body", "references", "appendix")


class Paragraph(msgspec.Struct, frozen=True, array_like=True):
    """A paragraph and the page on which it begins, from 1; `is_note` for footnotes and captions."""

    page: int
    text: str
    is_note: bool = False


class Section(msgspec.Struct, frozen=True, array_like=True):
    """A section under its heading; `kind` is one of `KINDS`."""

    heading: str
    kind: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


class Document(msgspec.Struct, frozen=True, array_like=True):
    """A paper's text and how many pages its PDF has."""

    pages: int
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """All of it, without headings, a paragraph a line."""
        return "\n".join(
            paragraph.text for section in self.sections for paragraph in section.paragraphs
        )
