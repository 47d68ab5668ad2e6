"""Markdown with TeX: the shared cases, our own, and every one of them as a stream."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.web.markdown import MarkdownStream, render_markdown
from tests.web.fragments import faults, formulas, parsed, readable

FOLDER = Path(__file__).resolve().parents[1] / "data" / "cases"
CASES: list[dict[str, Any]] = [
    case
    for name in ("markdown_math.json", "markdown_own.json")
    for case in json.loads((FOLDER / name).read_text(encoding="utf-8"))
]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])


def streamed(pieces: list[str]) -> str:
    """What a page shows at the end of a stream, every state on the way being well-formed."""
    stream = MarkdownStream()
    blocks: dict[int, str] = {}
    closed: set[int] = set()
    for updates in [*(stream.feed(piece) for piece in pieces), stream.close()]:
        for update in updates:
            assert update.place not in closed
            assert [] == faults(update.html)
            blocks[update.place] = update.html
            if update.closed:
                closed.add(update.place)
    return "".join(blocks[index] for index in sorted(blocks))


@every_case
def test_a_case_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    """Formulas, readable text, elements and forbidden things are as the case says."""
    html = render_markdown(case["md"])
    found = formulas(html)
    expected = [(tex, display) for tex, display in case.get("math", [])]

    if case.get("math_mode", "exact") == "exact":
        assert expected == found
    elif case["math_mode"] == "includes":
        assert set() == set(expected) - set(found)
    text = readable(html)
    assert [] == [part for part in case.get("text", []) if part not in text]
    assert [] == [part for part in case.get("notext", []) if part in text]
    root = parsed(html)
    assert case.get("sel", {}) == {
        selector: len(root.cssselect(selector)) for selector in case.get("sel", {})
    }
    assert [] == [
        selector for selector in case.get("forbid", []) if root.cssselect(_plain(selector))
    ]
    assert [] == faults(html)


def _plain(selector: str) -> str:
    """The selector without what cssselect does not know: styles are forbidden everywhere."""
    return selector.replace(":not(.math *)", "")


@every_case
def test_a_stream_ends_as_the_whole(case: dict[str, Any]) -> None:
    """Cut anywhere, and in single characters, a text ends as the rendering of the whole."""
    text = case["md"]
    whole = render_markdown(text)

    assert whole == streamed(list(text))
    for cut in range(len(text) + 1):
        assert whole == streamed([text[:cut], text[cut:]])


PIECES = st.sampled_from(
    [
        *"$|`*_\\<>[]()#-\n 1a中",
        *("$$", "\n\n", "\\(", "\\)", "\\[", "\\]", "```", "|---|", "1. ", "- ", "> ", "x_1", "**"),
        *("\\begin{align}", "\\end{align}", "http://a.b", "    ", "  ", "\r\n"),
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_any_text_streams_to_its_whole(pieces: list[str]) -> None:
    """Whatever arrives, the end is the rendering of the whole, and no state breaks the page."""
    whole = render_markdown("".join(pieces))

    assert [] == faults(whole)
    assert whole == streamed(pieces)


@given(st.text())
def test_any_text_is_inert(text: str) -> None:
    """No text makes elements that run, load or restyle anything."""
    html = render_markdown(text)

    assert [] == faults(html)
    assert [] == parsed(f"<p></p>{html}").cssselect("img, script, a:not([rel])")


def test_settled_blocks_are_not_sent_again() -> None:
    """A block is closed when the next begins after a blank line, and only changes are sent."""
    stream = MarkdownStream()

    assert [(0, "<p>One</p>\n", False)] == stream.feed("One")
    assert [(0, "<p>One more</p>\n", False)] == stream.feed(" more")
    assert [] == stream.feed("\n\n")
    assert [(1, "<p>Two</p>\n", False)] == stream.feed("Two")
    assert [(0, "<p>One more</p>\n", True)] == stream.feed("\n")
    assert [(1, "<p>Two</p>\n", True)] == stream.close()


def test_half_a_formula_is_text_until_it_closes() -> None:
    """The beginning of a formula is readable source, then the formula."""
    stream = MarkdownStream()

    assert "so $x_1" == readable(stream.feed("so $x_1")[-1].html).strip()
    assert [("x_1", False)] == formulas(stream.feed("$")[-1].html)
