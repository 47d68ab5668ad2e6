r"""Formulas as part of Markdown: found before Markdown sees their `_`, `*`, `\\`, `|` and `<`.

Inline formulas are `$..$` and `\(..\)`; display formulas `$$..$$`, `\[..\]` and AMS environments,
on lines of their own or within a sentence. No formula goes over a blank line, so half a formula
at the end of a stream disturbs nothing but its own paragraph.
"""

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from coolpapers.text import split_math
from coolpapers.web.tex import render_formula

_ENVIRONMENTS = (
    "equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math|split|aligned|"
    "gathered|cases|array|(?:[pbvBV]|small)?matrix"
)
_OPENING = re.compile(rf"\$\$?|\\[(\[]|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}}")
_BLOCK_OPENING = re.compile(rf"\$\$|\\\[|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}}")
_DOLLAR = re.compile(r"\\.|\\text\w*\{[^{}]*\}|(\$)", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_TEXT_BOX = re.compile(r"\\(?:text\w*|mbox|hbox|mathrm)\s*\{[^{}]*\}")
_SIGNS = re.compile(r"[\\^_={}<>+*/]|\A\s*[A-Za-zα-ωΑ-Ω]\s*\Z")
_CJK = re.compile("[\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_OUTER = frozenset(("equation", "displaymath", "math"))
_LONGEST = 6_000

# Stands for "|" within a formula while a table is cut into cells; not a character of any text.
_PIPE = "\ue0f1"


class Found(NamedTuple):
    """A formula in a text: its TeX, what it looks like in the text, and whether it is display."""

    tex: str
    source: str
    display: bool


def add_math(markdown: MarkdownIt) -> None:
    """Teach a Markdown parser formulas; they become tokens `math` and `math_block`."""
    markdown.inline.ruler.before("escape", "math", _inline_rule)
    markdown.block.ruler.before(
        "fence", "math_block", _block_rule, {"alt": ["paragraph", "blockquote", "list"]}
    )
    markdown.add_render_rule("math", _render)
    markdown.add_render_rule("math_block", _render)


def shelter_pipes(text: str) -> str:
    """The text with the pipes of its formulas hidden, so that they do not divide table cells."""
    text = text.replace(_PIPE, "\ufffd")
    if "|" not in text or not ("$" in text or "\\(" in text):
        return text
    return "\n".join(_sheltered(line) if "|" in line else line for line in text.split("\n"))


def restore_pipes(html: str) -> str:
    """The pipes back in their places."""
    return html.replace(_PIPE, "|")


def find_formula(text: str, start: int) -> Found | None:
    """The formula that begins here, if one does."""
    opening = _OPENING.match(text, start)
    if opening is None:
        return None
    sign, environment = opening[0], opening[1]
    if environment:
        return _until(text, opening, f"\\end{{{environment}}}")
    if sign == "\\(" or sign == "\\[":
        return _until(text, opening, "\\)" if sign == "\\(" else "\\]")
    return _display_dollars(text, start) if sign == "$$" else _inline_dollars(text, start)


def _sheltered(line: str) -> str:
    parts: list[str] = []
    position = 0
    while position < len(line):
        found = find_formula(line, position) if line[position] in "$\\" else None
        step = len(found.source) if found else _skip(line, position)
        piece = line[position : position + step]
        parts.append(piece.replace("|", _PIPE) if found else piece)
        position += step
    return "".join(parts)


def _skip(line: str, position: int) -> int:
    """How far to the next place where a formula may begin: code and escapes are no such place."""
    if line[position] == "\\":
        return 2
    if line[position] == "`":
        run = len(line) - position - len(line[position:].lstrip("`"))
        end = line.find("`" * run, position + run)
        return run if end < 0 else end + run - position
    end = position + 1
    while end < len(line) and line[end] not in "$\\`":
        end += 1
    return end - position


def _until(text: str, opening: re.Match[str], closing: str) -> Found | None:
    end = text.find(closing, opening.end(), opening.end() + _LONGEST)
    while end > 0 and text[end - 1] == "\\" and text[end - 2] != "\\":
        end = text.find(closing, end + 1, opening.end() + _LONGEST)
    if end < 0:
        return None
    source = text[opening.start() : end + len(closing)]
    content = text[opening.end() : end]
    if not content.strip() or _BLANK_LINE.search(content):
        return None
    kept = opening[1] and opening[1].rstrip("*") not in _OUTER
    return Found(source if kept else content, source, closing != "\\)")


def _partner(text: str, start: int) -> int:
    """Where the next dollar stands that is neither escaped nor in a text box; -1 if none."""
    for token in _DOLLAR.finditer(text, start, start + _LONGEST):
        if token[1]:
            return token.start()
    return -1


def _display_dollars(text: str, start: int) -> Found | None:
    end = _partner(text, start + 2)
    if end <= start + 2 or not text.startswith("$$", end):
        return None
    content = text[start + 2 : end]
    if not content.strip() or _BLANK_LINE.search(content):
        return None
    return Found(content, text[start : end + 2], True)


def _inline_dollars(text: str, start: int) -> Found | None:
    end = _partner(text, start + 1)
    if end <= start + 1:
        return None
    content, after = text[start + 1 : end], text[end + 1 : end + 2]
    if after.isdigit() or "`" in content or _BLANK_LINE.search(content):
        return None
    if not _is_formula(content):
        return None
    return Found(content, text[start : end + 1], False)


def _is_formula(content: str) -> bool:
    """Whether it is a formula and not what stands between two prices or two variable names."""
    before, after = content[0].isspace(), content[-1].isspace()
    if before != after or (before and not _SIGNS.search(content)):
        return False
    if content[0].isdigit() and _CJK.search(_TEXT_BOX.sub("", content)):
        return False
    spans = split_math(f"${content}$")
    return len(spans) == 1 and spans[0].kind == "inline"


# --- rules of the parser ---------------------------------------------------------------------


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    found = find_formula(state.src[: state.posMax], state.pos)
    if found is None:
        return _literal_dollars(state, silent)
    if not silent:
        _push(state.push("math", "", 0), found)
    state.pos += len(found.source)
    return True


def _literal_dollars(state: StateInline, silent: bool) -> bool:
    """Two dollars that open nothing are text, both: the second does not open a formula."""
    if not state.src.startswith("$$", state.pos):
        return False
    if not silent:
        state.pending += "$$"
    state.pos += 2
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    if not _BLOCK_OPENING.match(state.src, first, state.eMarks[start]):
        return False
    last = start
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    found = _whole_lines(state.getLines(start, last, state.sCount[start], False))
    if found is None:
        return False
    if not silent:
        state.line = start + found.source.count("\n") + 1
        token = state.push("math_block", "", 0)
        token.map = [start, state.line]
        _push(token, found)
    return True


def _whole_lines(text: str) -> Found | None:
    """A formula that ends where its last line ends."""
    found = find_formula(text, 0)
    if found is None:
        return None
    rest = text[len(found.source) :].partition("\n")[0]
    return None if rest.strip() else found


def _push(token: Token, found: Found) -> None:
    token.content = restore_pipes(found.tex)
    token.markup = restore_pipes(found.source)
    token.meta = {"display": found.display}


def _render(
    renderer: RendererHTML, tokens: list[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    html = render_formula(token.content.strip(), token.markup, display=token.meta["display"])
    return f"<p>{html}</p>\n" if token.type == "math_block" else html
