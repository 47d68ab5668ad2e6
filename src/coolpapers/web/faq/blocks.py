"""Blocks of answers as safe HTML: links inert, references to pages leading into the PDF.

A model's words are nobody's: they pass the Markdown renderer and its allow-list, lose every link,
and only then get links of ours to pages of the paper.
"""

import re
from html import escape

from markupsafe import Markup

from coolpapers.records import AnswerPart
from coolpapers.web.markdown import render_markdown

_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"\d{1,4}")
_PAGES = re.compile(
    r"[\[【](?:pp?\.?|pages?|第)\s*(\d{1,4}(?:\s*(?:[,，、;–-]|and|和)\s*(?:pp?\.\s*)?\d{1,4})*)"
    r"\s*页?[\]】]",
    re.IGNORECASE,
)
_CLOSED_WORLDS = ("math", "code", "pre", "annotation")


def shown_block(html: str, pdf: str) -> Markup:
    """A block of sanitised HTML: its links inert, its pages linked to `pdf` if there is one."""
    if "<a " in html:
        html = _LINK.sub(_inert, html)
    if pdf and _PAGES.search(html):
        html = _with_pages(html, pdf)
    return Markup(html)  # noqa: S704 sanitised before, and only our own links added


def shown_answer(text: str, pdf: str) -> Markup:
    """A whole answer as HTML."""
    return shown_block(render_markdown(text), pdf)


def _inert(link: re.Match[str]) -> str:
    """The words of a link, and where it would have led, to be read."""
    words, address = link[2], link[1]
    return words if words == address else f"{words} <code>{address}</code>"


def _with_pages(html: str, pdf: str) -> str:
    inside = 0
    parts = _TAG.split(html)
    for at, part in enumerate(parts):
        if part.startswith("<"):
            name = part.strip("</>").split()[0] if part.strip("</>") else ""
            if name in _CLOSED_WORLDS:
                inside += -1 if part.startswith("</") else 1
        elif not inside:
            parts[at] = _PAGES.sub(lambda found: _linked(found, pdf), part)
    return "".join(parts)


def _linked(found: re.Match[str], pdf: str) -> str:
    def link(number: re.Match[str]) -> str:
        page = int(number[0])
        href = escape(f"{pdf}#page={page}")
        return f'<a class="page-ref" href="{href}" data-page="{page}">{page}</a>'

    return _NUMBER.sub(link, found[0].replace("p. ", "p.\u00a0"))


# --- for other clients


def question_markup(number: int, question: str) -> str:
    """A question as other clients know it."""
    return f'<p class="faq-q"><strong>Q{number}</strong>: {escape(question)}</p>\n'


def answer_markup(part: AnswerPart) -> str:
    """An answer as other clients know it: Markdown with HTML's own signs escaped."""
    return f'<div class="faq-a">{escape(part.text, quote=False)}</div>\n'
