"""A reading without a model shows sentences as they stand in the paper."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.faq.document import Document, Paragraph, Section
from coolpapers.faq.extractive import readings
from coolpapers.web.markdown import render_markdown

WORDS = "We propose a method and show that it works for the problem studied here"


def shown(text: str) -> str:
    """What is read of the first answer about a paper with one paragraph, and its HTML."""
    body = Section("Abstract", "body", (Paragraph(1, text),))
    return render_markdown(readings(Document(1, (body,)))[0])


@given(st.text(r"[]()\`*_{}<>#+!|$~-aB", max_size=12))
def test_a_sentence_is_shown_as_it_stands(signs: str) -> None:
    """No sign of a sentence becomes a formula, a link or any other Markdown."""
    html = shown(f"{WORDS} x{signs}x.")

    assert not re.search(r"<(?:math|a|em|strong|code|img)\b", html)
    text = unescape(re.sub(r"<[^>]+>", "", html)).strip()
    assert f"{WORDS} x{signs}x. [p. 1]" == text


def test_citations_in_brackets_stay_in_their_line() -> None:
    """`[1, 2]` is no formula."""
    assert "stage [1, 2]." in shown(f"{WORDS} and enter a new stage [1, 2].")
