"""Titles, abstracts and comments as HTML: text-mode TeX as prose, formulas as MathML."""

import re

from markupsafe import Markup, escape

from coolpapers.text import Span, split_math
from coolpapers.web.prose import Prose, is_plain
from coolpapers.web.tex import convert, render_formula

# A formula that is only prose in dollars, such as a link to a project page.
_ONLY_PROSE = re.compile(r"\s*\\(?:href|url|cite[a-z]*|ref|emph|text[a-z]*|footnote)\s*[\[{]")


def render_title(text: str) -> Markup:
    """A title as HTML that may stand inside a link: no links and no line breaks in it."""
    return _rendered(text, links=False)


def render_prose(text: str) -> Markup:
    """An abstract or a comment as HTML, with its addresses as links.

    Nothing in the text becomes HTML of its own; a formula the converter refuses shows its source.
    """
    return _rendered(text, links=True)


def render_card_parts(title: str, abstract: str, comment: str) -> tuple[Markup, Markup, Markup]:
    """What a card shows of a record that takes rendering: title, abstract, comment."""
    return render_title(title), render_prose(abstract), render_prose(comment)


def _rendered(text: str, *, links: bool) -> Markup:
    if "$" not in text and is_plain(text):
        return escape(text)
    prose = Prose(links=links)
    for span in split_math(text):
        if span.kind == "text" or (
            _ONLY_PROSE.match(span.text) and convert(span.text, display=False) is None
        ):
            prose.add(span.text)
        else:
            prose.add_html(_formula(span))
    return Markup(prose.close())  # noqa: S704 (all text in it went through escape)


def _formula(span: Span) -> str:
    return render_formula(span.text, span.source, display=span.kind == "display")
