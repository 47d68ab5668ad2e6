r"""Query text to a tree. Whatever a person types means something; nothing raises.

    attention survey              bare words: all preferred, at least one required
    "exact phrase"   -word        -"phrase"   -(this that)
    a AND b   a OR b   NOT a      NOT binds closest, then AND, then OR, then standing side by side
    word*                         every word that begins so
    $O(n \log n)$                 a formula is one word: its parts side by side
    ti: abs: au: comment:         in one field: ti:attention au:"Yoshua Bengio" ti:(graph network)
    cat: venue: year: date: id: has:     cat:cs.AI+cs.LG-cs.CY venue:ICLR.2024 year:2020..2023
                                  date:2024-01..2024-03 id:1706.03762 has:code

What cannot be understood is left out and named in `Query.ignored`. Reading takes time linear in
the length of the text; what is beyond `LENGTH`, `DEPTH` of parentheses or `PARTS` is left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from coolpapers.search.filters import FILTERS, NAMES, filter_of
from coolpapers.search.tree import (
    PREFIXES,
    Either,
    Every,
    Node,
    Not,
    Phrase,
    Some,
    Word,
    either,
    every,
    leaves,
    negated,
    some,
)

LENGTH = 30_000
"""Characters that are read, and that a printed tree may have, so that it is read again whole."""
DEPTH = 20
PARTS = 1_000
WORD_LENGTH = 200
CAPITALS = 4
"""So many more words than operators, all in capitals, are a sentence."""
NOTES = 10

FIELDS = {
    "ti": "title",
    "title": "title",
    "abs": "abstract",
    "abstract": "abstract",
    "au": "authors",
    "author": "authors",
    "authors": "authors",
    "co": "comment",
    "comment": "comment",
    "all": "",
}

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_BREAK = r"\s()\",;、"
# Between dollars as in text: `$O(n \log n)$` is one word, `$5 and $10` are three.
_FORMULA = r"\$(?=[^\s$])[^$\"]{1,100}(?<=[^\s$])\$(?!\d)"
_NAMED = rf"(?:{'|'.join([*FIELDS, *FILTERS])}):"
# `O(n log n)`: a letter right before a parenthesis names a function.
_FUNCTION = (
    r"(?:[^\W\d_] | \\[a-z]+ ) \( (?![^()]*\b(?-i:AND|OR|NOT)\b)"
    r"[^()\":]{1,60} (?: \([^()\":]{0,60}\) [^()\":]{0,60}){0,4} \) "
)
_TOKEN = re.compile(
    rf"""
      (?P<gap> [\s,;、]+ )
    | (?P<minus> -+ (?=[^-{_BREAK}]|["(]) )
    | (?P<filter> (?:{"|".join(FILTERS)}):(?:\s+(?!{_NAMED}))?(?:"[^"]*"?|[^\s()"]+) )
    | (?P<field> {_NAMED} )
    | (?P<phrase> "[^"]*"? )
    | (?P<open> \( ) | (?P<close> \) )
    | (?P<operator> (?-i:AND|OR|NOT) (?=[{_BREAK}]|$) )
    | (?P<word> {_FUNCTION} [^{_BREAK}]*
        | (?: {_FORMULA} | [^{_BREAK}] )+ (?: (?<=[^\W_]) \([^{_BREAK}]*\) [^{_BREAK}]* )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONE_DOLLAR = re.compile(rf"({_FORMULA})|\$")
_MISREAD = re.compile(_NAMED, re.IGNORECASE)
_OPERATOR = re.compile(r"(?:AND|OR|NOT)(?:\(|$)")
_BEFORE, _AFTER = "-+*'`~", ".,:;!?'`"
_STARRED = ("A*", "a*")  # the algorithm: one letter is no beginning
_SPOKEN = frozenset({"word", "operator"})
_MEANT = frozenset({"open", "close"})  # who groups words means their operators
_LABELS = {Either: "any of", Every: "all of", Some: "some of"}


@dataclass(frozen=True, slots=True)
class Query:
    """How a text was read; equal to another query if the trees are equal."""

    root: Node | None
    ignored: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return "" if self.root is None else str(self.root)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The reading in pieces for a person: `("title", "attention"), ("not", "survey")`."""
        joined = self.root.parts if isinstance(self.root, Some | Every) else (self.root,)
        pieces = [_said(part) for part in joined if part is not None]
        merged = groupby(pieces, key=lambda piece: piece[0])
        return tuple((label, " ".join(text for _, text in of_it)) for label, of_it in merged)

    def wanted(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a result should have, without the excluded ones."""
        return tuple(leaf for leaf in leaves(self.root) if isinstance(leaf, Word | Phrase))


def parse(text: str) -> Query:
    """The query that a text means. Never raises; `ignored` names what was left out."""
    reading = _Reading(text)
    return Query(some(reading.parts(0, "")), tuple(dict.fromkeys(reading.notes)))


class _Reading:
    """One pass over a text: tokens in, nodes out, one method per level of the grammar."""

    def __init__(self, text: str) -> None:
        self.notes: list[str] = []
        if len(text) > LENGTH:
            self.note(f"everything after {LENGTH} characters")
        readable = text[:LENGTH].encode("utf-8", "replace").decode("utf-8")
        plain = unicodedata.normalize("NFKC", readable.translate(_QUOTES)).translate(_QUOTES)
        self.tokens = _as_prose(list(_tokens(plain[:LENGTH])))
        self.at = 0
        self.count = 0
        self.length = 0
        self.flattened = 0

    def note(self, ignored: str) -> None:
        if len(self.notes) < NOTES:
            self.notes.append(ignored if len(ignored) <= 60 else ignored[:59] + "…")

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, kind: str, text: str | None = None) -> bool:
        """Whether the next token is this one, which is then consumed."""
        found, what = self.peek()
        if found != kind or text not in (None, what):
            return False
        self.at += 1
        return True

    def parts(self, depth: int, scope: str) -> list[Node]:
        """What stands side by side, up to the end or the closing parenthesis."""
        found: list[Node] = []
        while self.peek()[0] != "end":
            if self.take("close"):
                if self.closes(depth):
                    break
                continue
            start = self.at
            node = self.either(depth, scope)
            if node is not None:
                found.append(node)
            elif self.at == start:
                self.at += 1
        return found

    def closes(self, depth: int) -> bool:
        if self.flattened:
            self.flattened -= 1
            return False
        if depth == 0:
            self.note(")")
        return depth > 0

    def either(self, depth: int, scope: str) -> Node | None:
        found = [self.every(depth, scope)]
        if self.peek() != ("operator", "OR"):
            return found[0]
        while self.take("operator", "OR"):
            found.append(self.every(depth, scope))
            self.note_missing("OR", found[-2:])
        return either(node for node in found if node is not None)

    def every(self, depth: int, scope: str) -> Node | None:
        found = [self.unary(depth, scope)]
        if self.peek() != ("operator", "AND"):
            return found[0]
        while self.take("operator", "AND"):
            found.append(self.unary(depth, scope))
            self.note_missing("AND", found[-2:])
        return every(node for node in found if node is not None)

    def note_missing(self, operator: str, sides: list[Node | None]) -> None:
        if None in sides:
            self.note(operator)

    def unary(self, depth: int, scope: str) -> Node | None:
        """An operand with the field names and negations before it."""
        negative, lead = False, ""
        while (token := self.peek())[0] in ("field", "minus") or token == ("operator", "NOT"):
            kind, lead = token
            if kind == "field":
                scope = lead[:-1].lower()
            else:
                negative = not negative
            self.at += 1
        if self.peek()[0] in ("end", "close", "operator"):
            if lead:
                self.note(lead)
            return None
        node = self.operand(depth, scope)
        return negated(node) if negative and node is not None else node

    def operand(self, depth: int, scope: str) -> Node | None:
        kind, text = self.peek()
        self.at += 1
        if kind == "open":
            return self.group(depth, scope)
        if self.count >= PARTS:
            self.note(f"everything after {PARTS} words")
            return None
        self.count += 1
        node = _leaf(kind, text, scope)
        if node is None and not (text.isascii() and _unspoken(text)):
            self.note(text)
        return self.fitting(node)

    def fitting(self, node: Node | None) -> Node | None:
        """The leaf if it can still be printed, with ten characters to join it to the others."""
        self.length += len(str(node)) + 10
        if node is None or self.length <= LENGTH:
            return node
        self.note(f"everything after {LENGTH} characters")
        return None

    def group(self, depth: int, scope: str) -> Node | None:
        if depth < DEPTH:
            return some(self.parts(depth + 1, scope))
        self.note(f"parentheses deeper than {DEPTH}")
        self.flattened += 1
        return None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "gap":
            yield kind, match[0]


def _as_prose(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same tokens; those of a sentence in capitals in lower case, as its AND is no operator."""
    words = [text for kind, text in tokens if kind == "word" and text.upper() != text.lower()]
    operators = sum(kind == "operator" for kind, _ in tokens)
    meant = not operators or any(kind in _MEANT for kind, _ in tokens)
    if meant or len(words) < operators + CAPITALS or not all(map(str.isupper, words)):
        return tokens
    return [("word", text.lower()) if kind in _SPOKEN else (kind, text) for kind, text in tokens]


def _leaf(kind: str, text: str, scope: str) -> Node | None:
    if kind == "filter":
        return filter_of(text)
    if scope in FILTERS:
        return filter_of(f"{scope}:{text}")
    field = FIELDS.get(scope, "")
    return _phrase(text, field) if kind == "phrase" else _word(text, field)


def _phrase(text: str, field: str) -> Node | None:
    words = " ".join(text.strip('"').split())
    return None if _unspoken(words) else Phrase(words, field)


def _word(text: str, field: str) -> Node | None:
    """A word without the punctuation around it, written so that it is read as one again."""
    plain = _LONE_DOLLAR.sub(r"\1", " ".join(text.split()))
    begun = plain.lstrip(_BEFORE).rstrip(_AFTER)
    core = begun.rstrip(_AFTER + "*")
    if begun.rstrip(_AFTER) in _STARRED:
        return Word(f"{core}*", field)
    if _unspoken(core) or len(core) > WORD_LENGTH:
        return None
    if _OPERATOR.match(core):
        core = core.lower()
    if _MISREAD.match(core):
        core = core.replace(":", "-")
    return Word(core, field, begun.endswith("*") and _prefixes(core))


def _prefixes(text: str) -> bool:
    """Whether a text is long enough to stand for every word that begins with it."""
    return len(text) >= 2 or not text.isascii()


def _unspoken(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _said(part: Node) -> tuple[str, str]:
    match part:
        case Word() | Phrase() if part.field:
            return part.field, str(part).removeprefix(PREFIXES[part.field])
        case Word():
            return "words", str(part)
        case Phrase():
            return "phrase", part.text
        case Not():
            return "not", str(part.part)
        case Some() | Either() | Every():
            return _LABELS[type(part)], ", ".join(map(str, part.parts))
    label, _, value = str(part).partition(":")
    return NAMES.get(label, label), value
