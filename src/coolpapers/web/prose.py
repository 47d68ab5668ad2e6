r"""Text-mode TeX as HTML: `\emph{..}`, quotation marks, dashes, ties, web addresses, references.

What is not understood is shown as it was typed, so no word is ever lost; groups that are not
closed are shown as typed too. All text is escaped, and elements always nest.
"""

import re
from dataclasses import dataclass

from markupsafe import escape

from coolpapers.web.commands import (
    DECLARATIONS,
    DROPPED,
    REFERENCES,
    SPACES,
    STYLES,
    SYMBOLS,
)

_URL = r"https?://(?:\\[_%\#&~]\{?\}?|[^\s<>\"{}|\\^`$])+"
_TOKEN = re.compile(
    rf"(?P<url>{_URL})|(?P<command>\\(?:[A-Za-z]+\*?|.))|[{{}}]|``|''|---?(?!-)|[`'\"~]", re.DOTALL
)
_ARGUMENT = re.compile(r"\s*(?:\[[^\][]*\]\s*){0,2}\{([^{}]*)\}")
_OPENING_BRACE = re.compile(r"\s*\{")
_COLOR = re.compile(r"\s*(?:\[[^\][]*\])?\{[^{}]*\}\s*\{")
_HREF = re.compile(r"\s*\{([^{}]*)\}\s*\{")
_CASED = re.compile(r"\{[^\W\d_a-z][^\W_]*(?:[- ][^\W_]+){0,3}\}")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+\Z", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`'\s](?:[^`']|'(?=[A-Za-z])){0,200}'(?![A-Za-z])")
_DEEPEST = 40


@dataclass(slots=True)
class _Group:
    """An open brace: what closes it, and the pieces to show as typed if nothing does."""

    closing: str
    typed: dict[int, str]  # place in the output -> what its author typed there
    as_typed: bool = False


class Prose:
    """HTML of a text that is written piece by piece, formulas in between.

    Args:
        links: Whether addresses become links; not where the text stands in a link itself.
    """

    def __init__(self, *, links: bool = True) -> None:
        self._links = links
        self._out: list[str] = []
        self._groups: list[_Group] = []
        self._double = self._single = 0

    def add_html(self, html: str) -> None:
        """Put finished HTML, a formula, after what is there."""
        self._out.append(html)

    def add(self, text: str) -> None:
        """Put a stretch of text after what is there."""
        if is_plain(text) and not self._open():
            self._out.append(str(escape(text)))
            return
        position = 0
        while token := _TOKEN.search(text, position):
            if token.start() > position:
                self._out.append(str(escape(text[position : token.start()])))
            position = self._token(token)
        self._out.append(str(escape(text[position:])))

    def close(self) -> str:
        """All HTML; groups still open are shown as typed."""
        while self._groups:
            for place, typed in self._groups.pop().typed.items():
                self._out[place] = str(escape(typed))
        return "".join(self._out)

    def _open(self) -> int:
        return len(self._groups) + self._double + self._single

    def _token(self, token: re.Match[str]) -> int:
        """Write one token, and give the position after all that it took."""
        if token["url"]:
            return self._bare_address(token)
        if token["command"]:
            return self._command(token)
        typed = token[0]
        if typed == "{":
            self._brace(token)
        elif typed == "}":
            self._unbrace()
        elif typed[0] == "-":
            self._out.append("—" if typed == "---" else "–")
        elif typed == "~":
            self._out.append(_tie(token))
        else:
            return self._quotation_mark(token)
        return token.end()

    # --- groups --------------------------------------------------------------------------

    def _brace(self, token: re.Match[str]) -> None:
        """A brace that only groups vanishes; one that is a set or an unknown argument stays."""
        text, start = token.string, token.start()
        if _declares(text, token.end()) or (
            _CASED.match(text, start) and text[max(0, start - 1) : start] not in {"^", "_", "}"}
        ):
            self._begin("{", "", "")
        else:
            self._begin("{", "{", "}", as_typed=True)

    def _begin(self, typed: str, html: str, closing: str, *, as_typed: bool = False) -> None:
        if len(self._groups) >= _DEEPEST:
            html, closing, as_typed = str(escape(typed)), "}", True
        self._groups.append(_Group(closing, {len(self._out): typed}, as_typed))
        self._out.append(html)

    def _unbrace(self) -> None:
        self._out.append(self._groups.pop().closing if self._groups else "}")

    def _declare(self, typed: str, html: str, closing: str) -> None:
        r"""`{\it ..`: what the innermost group does from here on."""
        group = self._groups[-1]
        group.closing = closing + group.closing
        group.typed[len(self._out)] = typed
        self._out.append(html)

    # --- commands ------------------------------------------------------------------------

    def _command(self, token: re.Match[str]) -> int:
        name = token[0][1:].rstrip("*") or "*"
        text, end = token.string, token.end()
        if name in STYLES and (brace := _OPENING_BRACE.match(text, end)):
            html, closing = STYLES[name]
            self._begin(token[0] + "{", html, closing)
            return brace.end()
        if name in ("textcolor", "colorbox") and (colored := _COLOR.match(text, end)):
            self._begin(text[token.start() : colored.end()], "", "")
            return colored.end()
        if name in ("url", "path", "href"):
            return self._address(token)
        if name in REFERENCES and (argument := _ARGUMENT.match(text, end)):
            before, after = REFERENCES[name]
            self._out.append(f"{before}{escape(argument[1])}{after}" if before else "")
            return argument.end()
        return self._sign(token, name)

    def _sign(self, token: re.Match[str], name: str) -> int:
        """A command without argument: a sign, a space, a font, or shown as typed."""
        text, end = token.string, token.end()
        if name in SYMBOLS:
            self._out.append(str(escape(SYMBOLS[name])))
            return _after_name(text, end, name)
        if name == "\\" or name in ("newline", "linebreak", "par"):
            self._out.append("<br>" if self._links else " ")
            return end
        if name in SPACES:
            self._out.append(SPACES[name])
            return _after_name(text, end, name)
        if name in DECLARATIONS or name in DROPPED:
            if name in DECLARATIONS and self._groups and not self._groups[-1].as_typed:
                self._declare(token[0] + " ", *DECLARATIONS[name])
            return _after_name(text, end, name)
        self._out.append(str(escape(token[0])))
        if text.startswith("{", end):
            self._begin("{", "{", "}", as_typed=True)
            return end + 1
        return end

    # --- addresses -----------------------------------------------------------------------

    def _bare_address(self, token: re.Match[str]) -> int:
        shown = _trimmed(token[0])
        self._link(_plain_address(shown), str(escape(_plain_address(shown))))
        return token.start() + len(shown)

    def _address(self, token: re.Match[str]) -> int:
        text, end = token.string, token.end()
        if token[0] == r"\href":
            return self._named_address(token)
        argument = _ARGUMENT.match(text, end)
        if argument is None:
            self._out.append(str(escape(token[0])))
            return end
        address = _plain_address(argument[1].strip())
        self._link(address, str(escape(address)))
        return argument.end()

    def _named_address(self, token: re.Match[str]) -> int:
        found = _HREF.match(token.string, token.end())
        if found is None:
            self._out.append(str(escape(token[0])))
            return token.end()
        address = _plain_address(found[1].strip())
        opened = self._opened(address)
        self._begin(token.string[token.start() : found.end()], opened, "</a>" if opened else "")
        return found.end()

    def _opened(self, address: str) -> str:
        """The opening of a link; empty where links cannot stand or lead nowhere good."""
        inside = any(group.closing.startswith("</a>") for group in self._groups)
        if not self._links or inside or not _ADDRESS.match(address):
            return ""
        return f'<a href="{escape(address)}" rel="noopener noreferrer">'

    def _link(self, address: str, shown: str) -> None:
        opened = self._opened(address)
        self._out.append(f"{opened}{shown}</a>" if opened else shown)

    # --- quotation marks -----------------------------------------------------------------

    def _quotation_mark(self, token: re.Match[str]) -> int:
        typed, text, start = token[0], token.string, token.start()
        mark = typed
        if typed == "``":
            self._double += 1
            mark = "“"
        elif typed in ("''", '"') and self._double:
            self._double -= 1
            mark = "”"
        elif typed == "`" and _QUOTED.match(text, start):
            self._single += 1
            mark = "‘"
        elif typed == "'" and self._single and not text[start + 1 : start + 2].isalpha():
            self._single -= 1
            mark = "’"
        self._out.append(str(escape(mark)))
        return token.end()


def is_plain(text: str) -> bool:
    """Whether nothing in a text needs more than escaping; found in a microsecond."""
    return not (
        "\\" in text
        or "{" in text
        or "--" in text
        or "~" in text
        or "`" in text
        or "''" in text
        or "://" in text
        or "}" in text
    )


def _declares(text: str, start: int) -> bool:
    command = _TOKEN.match(text, start)
    return bool(command and command["command"] and command[0][1:] in DECLARATIONS)


def _after_name(text: str, end: int, name: str) -> int:
    """A command made of letters takes the space after it, or an empty group."""
    if text.startswith("{}", end):
        return end + 2
    return end + 1 if name.isalpha() and text.startswith(" ", end) and name in DECLARATIONS else end


def _tie(token: re.Match[str]) -> str:
    """A no-break space between words; "~50" after a space means "about 50"."""
    before = token.string[token.start() - 1 : token.start()] if token.start() else " "
    after = token.string[token.end() : token.end() + 1]
    about = before in " (~[/" and (after.isdigit() or after in " .$")
    return "~" if about or not after else "\u00a0"


def _trimmed(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while address and address[-1] in ".,;:!?'\"*)]":
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _plain_address(address: str) -> str:
    return re.sub(r"\\([_%#&~])(?:\{\})?", r"\1", address)
