"""Answers of language models, Markdown with TeX, as safe HTML: whole, or block by block."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from coolpapers.web.allowed import sanitised
from coolpapers.web.markdown_math import add_math, restore_pipes, shelter_pipes

_WEB = re.compile(r"https?://[^\s]+\Z", re.IGNORECASE)
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_ALIGNED = {
    "text-align:left": "align-left",
    "text-align:center": "align-center",
    "text-align:right": "align-right",
}


class BlockUpdate(NamedTuple):
    """What a top-level block of a stream looks like now; empty if it merged into another."""

    place: int
    html: Markup
    closed: bool


def render_markdown(text: str) -> Markup:
    """The whole text as HTML: no HTML of its own, no images, links to the web only."""
    return Markup("").join(html for _, html in _blocks(text))


class MarkdownStream:
    """A text that arrives in pieces, as blocks of HTML of which the last ones still change.

    A block is closed when another follows it after a blank line; nothing that comes later can
    change it. All blocks joined are at the end what `render_markdown` gives for the whole text.
    """

    def __init__(self) -> None:
        self._source = ""  # what is not yet part of a closed block
        self._closed = 0
        self._shown: list[Markup] = []  # of the open blocks

    def feed(self, token: str) -> list[BlockUpdate]:
        """The blocks that this piece of text changed or closed."""
        self._source += token
        # half a line ending would look like a whole one
        return self._update(self._source.removesuffix("\r"), final=False)

    def close(self) -> list[BlockUpdate]:
        """The blocks that were still open, now closed."""
        return self._update(self._source, final=True)

    def _update(self, source: str, *, final: bool) -> list[BlockUpdate]:
        source = _with_plain_line_ends(source)
        blocks = _blocks(source)
        closed = len(blocks) if final else _settled(source, [line for line, _ in blocks])
        updates = [
            BlockUpdate(self._closed + at, html, at < closed)
            for at, (_, html) in enumerate(blocks)
            if at < closed or at >= len(self._shown) or self._shown[at] != html
        ]
        vanished = range(len(blocks), len(self._shown))
        updates += [BlockUpdate(self._closed + at, Markup(""), final) for at in vanished]
        self._shown = [html for _, html in blocks[closed:]]
        self._closed += closed
        if closed:
            rest = blocks[closed][0] if closed < len(blocks) else source.count("\n") + 1
            ending = "\r" if self._source.endswith("\r") and not final else ""
            self._source = "\n".join(source.split("\n")[rest:]) + ending
        return updates


def _with_plain_line_ends(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def _settled(source: str, starts: Sequence[int]) -> int:
    """How many blocks no further text can change.

    These stand before a block that begins after a blank line and has its first line complete.
    """
    lines = source.split("\n")
    for at in range(len(starts) - 1, 0, -1):
        line = starts[at]
        if line < len(lines) - 1 and not lines[line - 1].strip():
            return at
    return 0


# --- one text to blocks ----------------------------------------------------------------------


def _blocks(text: str) -> list[tuple[int, Markup]]:
    """The top-level blocks of a text: the line each begins on, and its HTML."""
    env: EnvType = {}
    tokens = _parser.parse(shelter_pipes(_with_plain_line_ends(text)), env)
    return [(line, _html(group, env)) for line, group in _groups(tokens)]


def _groups(tokens: Sequence[Token]) -> list[tuple[int, list[Token]]]:
    groups: list[tuple[int, list[Token]]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            groups.append((token.map[0] if token.map else 0, []))
        groups[-1][1].append(token)
    return groups


def _html(tokens: Sequence[Token], env: EnvType) -> Markup:
    html = _parser.renderer.render(tokens, _parser.options, env)
    return Markup(sanitised(restore_pipes(html)))  # noqa: S704 (the allow-list is the last word)


def _parser_with_math() -> MarkdownIt:
    """A parser that knows tables, strikethrough and formulas, and neither HTML nor references.

    A reference could change blocks that were already shown as final.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "html_inline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.validateLink = lambda url: bool(_WEB.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("image", _image)
    for cell in ("th_open", "td_open"):
        parser.add_render_rule(cell, _cell)
    add_math(parser)
    return parser


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` and `_` as CommonMark has them, and beside Chinese text where no space would stand."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    star = marker == "*"
    opens = scanned.can_open or bool(star and _CJK.match(before) and after and not after.isspace())
    closes = scanned.can_close or bool(star and _CJK.match(after) and not before.isspace())
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, place, -1, opens, closes and bool(before))
        )
    state.pos += scanned.length
    return True


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Only the words of an image: pictures from other hosts would tell them who reads."""
    return str(escape(tokens[at].content))


def _cell(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    name = _ALIGNED.get(str(token.attrs.get("style", "")))
    return f'<{token.tag} class="{name}">' if name else f"<{token.tag}>"


_parser = _parser_with_math()
