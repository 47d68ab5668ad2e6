"""The words of a query in a text: where they are, and the same text with them marked.

A word is marked when the index would find it: whatever its case, accents and ending; a phrase
only as a whole. One regular expression finds candidates by their first letters, the index's own
analyser decides, and its decisions are kept.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from string import ascii_lowercase, digits

import numpy as np

from coolpapers.search.fields import SPEC, Spec, build_analysers
from coolpapers.search.names import given_first, keys_of_initials, may_be_joined
from coolpapers.search.query import Query
from coolpapers.search.texts import CJK, SIGNED, divided, read
from coolpapers.search.tree import Phrase, Word, is_bare

WORDS = 256
FOREIGN_SIGNS = 24
"""Up to so many different ones are replaced one by one, which is faster than a table."""

# Words of ASCII are looked for in bytes. There a letter that the analyser never makes stands for
# all letters that are not ASCII, and another one for Chinese, Japanese and Korean, where words end.
_LETTER, _CJK_LETTER = ord("µ"), ord("ÿ")
_IN_WORDS = frozenset((ascii_lowercase + digits).encode() + bytes([_LETTER]))
_WORD = re.compile(b"[0-9a-z\\xb5]+")
_BETWEEN = b"[^0-9a-z\\xb5\\xff]+"

_APART = " q0z0q "
"""Between texts that are searched as one: a word, so that no phrase reaches across."""

_PIECE = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
_CJK = re.compile(f"[{CJK}]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_MARKUP = re.compile(
    r"""<(?:(?P<math>span\b[^<>]*?\bclass="math\b[^<>]*>)
         | (?:[^<>"']|"[^"]*"|'[^']*')*> ) | &\#?\w{1,31};""",
    re.VERBOSE,
)
_SPAN = re.compile(r"<(/?)span\b[^<>]*>")


class Highlighter:
    """Marks what one query looks for. Made once for a page, used for each of its texts."""

    def __init__(self, query: Query, spec: Spec = SPEC) -> None:
        analysers = build_analysers(spec)
        self._stemmed = analysers["stems"].analyze
        self._folding = _Folding(analysers["words"].analyze)
        self._stems: set[str] = set()
        self._exact: set[str] = set()
        self._beginnings: tuple[str, ...] = ()
        self._candidates: set[str] = set()
        self._runs: dict[tuple[str, ...], None] = {}
        self._signed: dict[str, str] = {}
        wanted = query.wanted()[:WORDS]
        for leaf in wanted:
            self._add(leaf)
        for one, other in pairwise(leaf.text for leaf in wanted if is_bare(leaf)):
            self._add_name([one, other])
        self._known: dict[str | bytes, bool] = {}
        self._starts = tuple(_shortest(self._candidates))
        self._phrases = _phrase_pattern(self._runs, self._signed)
        self._in_order = _run_pattern(self._runs, self._signed)
        firsts = {run[0] for run in self._runs} | {*self._starts, *self._signed.values()}
        self._first_words = [one.encode() for one in _shortest(firsts) if one.isascii()]
        self._is_wide = not "".join((*self._candidates, *map("".join, self._runs))).isascii()

    def __bool__(self) -> bool:
        return bool(self._starts or self._runs or self._signed)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each match in a plain text, in order, without overlaps."""
        if self._is_wide and not (folded := self._folding.of(text)).isascii():
            return self._wide_spans(folded)
        return list(self._plain_spans(self._folding.bytes_of([text])))

    def mark_html(self, html: str) -> str:
        """Escaped HTML with `<mark>` around matches; tags, entities and formulas are untouched.

        A formula is an element `<span class="math ...">` with all that is inside it.
        """
        return _marked(html, self.spans(html))

    def mark_all(self, htmls: Sequence[str]) -> list[str]:
        """The same of many texts: they are searched as one, which takes half the time."""
        if self._is_wide:
            return [self.mark_html(html) for html in htmls]
        out = list(htmls)
        for at, spans in self._spans_by_text(htmls):
            out[at] = _marked(htmls[at], spans)
        return out

    def _spans_by_text(self, texts: Sequence[str]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The place of each text with matches, and where they are in it."""
        begins = list(accumulate((len(text) + len(_APART) for text in texts), initial=0))
        found: dict[int, list[tuple[int, int]]] = {}
        for start, end in self._plain_spans(self._folding.bytes_of(texts)):
            at = bisect_right(begins, start) - 1
            begin = begins[at]
            if end - begin <= len(texts[at]):
                found.setdefault(at, []).append((start - begin, end - begin))
        yield from found.items()

    def _plain_spans(self, folded: bytes) -> Iterator[tuple[int, int]]:
        """The matches of words and phrases that are ASCII themselves."""
        reached = 0
        for at in _places(folded, self._first_words):
            if at < reached or (at and folded[at - 1] in _IN_WORDS):
                continue
            phrase = self._phrases.match(folded, at) if self._phrases else None
            if phrase and not _WORD.match(folded, phrase.end()):
                reached = phrase.end()
                yield at, reached
            elif (word := _WORD.match(folded, at)) and self._is_wanted(word[0]):
                reached = word.end()
                yield at, reached

    def _wide_spans(self, folded: str) -> list[tuple[int, int]]:
        """The same for a text of any script: phrases first, then the words outside of them."""
        runs = [] if self._in_order is None else [m.span() for m in self._in_order.finditer(folded)]
        words = [match.span() for match in _PIECE.finditer(folded) if self._is_wanted(match[0])]
        if not runs:
            return words
        covered = {at for start, end in runs for at in range(start, end)}
        return sorted([*runs, *(span for span in words if span[0] not in covered)])

    def _is_wanted(self, word: str | bytes) -> bool:
        known = self._known.get(word)
        if known is None:
            text = word if isinstance(word, str) else word.decode("latin-1")
            known = self._known[word] = text.startswith(self._starts) and (
                text in self._exact
                or text.startswith(self._beginnings)
                or not self._stems.isdisjoint(self._stemmed(text))
            )
        return known

    def _add(self, leaf: Word | Phrase) -> None:
        is_name = isinstance(leaf, Phrase) and leaf.field == "authors"
        text = given_first(leaf.text) if is_name else leaf.text
        if name := SIGNED.get(read(text).strip().lower()):
            self._signed[name] = name.strip(".+#*")
            return
        if is_name:
            self._add_name(text.split())
        # As it is written, and as the index has it: `α` and `alpha`.
        for pieces in dict.fromkeys(map(self._pieces, (text, read(text)))):
            self._add_pieces(leaf, pieces)
        if isinstance(leaf, Word) and not leaf.prefix:
            self._runs |= dict.fromkeys(map(self._pieces, divided(text)))

    def _add_name(self, words: Sequence[str]) -> None:
        """The last name where it is printed otherwise: `Bengio Y` in full, `le cun` as one word."""
        if may_be_joined(words):
            self._add_exact("".join(self._pieces(" ".join(words))))
        for key in keys_of_initials(" ".join(words)):
            if len(pieces := self._pieces(key)) == 2:
                self._add_exact(pieces[-1])

    def _pieces(self, text: str) -> tuple[str, ...]:
        folded = unicodedata.normalize("NFKC", text).translate(self._folding)
        return tuple(_PIECE.findall(folded))

    def _add_pieces(self, leaf: Word | Phrase, pieces: tuple[str, ...]) -> None:
        if not pieces:
            return
        if isinstance(leaf, Word) and leaf.prefix:
            self._beginnings += (pieces[-1],)
            self._candidates.add(pieces[-1])
        elif len(pieces) > 1 or _is_cjk(pieces[0]):
            self._runs[pieces] = None
            if isinstance(leaf, Word) and leaf.field == "authors" and len(pieces[0]) == 1:
                self._add_exact(pieces[-1])
        elif isinstance(leaf, Phrase):
            self._add_exact(pieces[0])
        if isinstance(leaf, Word) and not leaf.prefix:
            if len(pieces) > 1:
                self._add_exact("".join(pieces))
            for piece in pieces:
                if len(pieces) == 1 or len(piece) > 2:
                    self._add_word(piece)

    def _add_exact(self, word: str) -> None:
        self._exact.add(word)
        self._candidates.add(word)

    def _add_word(self, word: str) -> None:
        if _is_cjk(word):
            self._runs[(word,)] = None
            return
        for stem in self._stemmed(word):
            self._stems.add(stem)
            # An ending may replace the last letters of a stem: theories, theory; use, using.
            self._candidates.update((word, stem[: -2 if len(stem) > 4 else -1] or stem))


def _marked(html: str, spans: list[tuple[int, int]]) -> str:
    """HTML with marks around those spans that stand in its text."""
    if spans and ("<" in html or "&" in html):
        spans = list(_outside(spans, html))
    out: list[str] = []
    at = 0
    for start, end in spans:
        out += html[at:start], "<mark>", html[start:end], "</mark>"
        at = end
    return "".join(out) + html[at:] if out else html


class _Folding(dict[int, str]):
    """Each character to the lower-case one without accents, one to one, as the analyser has it.

    What the analyser drops becomes a space, so that most texts with a dash or an accent are ASCII.
    """

    def __init__(self, analyse: Callable[[str], list[str]]) -> None:
        super().__init__()
        self._analyse = analyse

    def of(self, text: str) -> str:
        """A whole text."""
        if not text.isascii():
            foreign = set(_FOREIGN.findall(text))
            if len(foreign) > FOREIGN_SIGNS:
                return text.translate(self)
            for sign in foreign:
                text = text.replace(sign, self[ord(sign)])
        return text.lower()

    def bytes_of(self, texts: Sequence[str]) -> bytes:
        """Texts as one, a byte a character; what cannot be in a plain word has a stand-in."""
        # Most texts are ASCII: to encode each alone is faster than the whole with the few others.
        whole = _APART.join(texts)
        encoded = [text.encode("latin-1", "replace") for text in texts]
        folded = _APART.encode().join(encoded).lower()
        if whole.isascii():
            return folded
        codes = np.frombuffer(bytearray(folded), np.uint8)
        for at in np.flatnonzero((codes > 0x7F) | (codes == ord("?"))).tolist():
            codes[at] = _stand_in(self[ord(whole[at])])
        return codes.tobytes()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        tokens = self._analyse(unicodedata.normalize("NFKC", character))
        self[code] = folded = tokens[0][0] if tokens else " "
        return folded


def _stand_in(sign: str) -> int:
    if sign.isascii():
        return ord(sign.lower())
    if _CJK.match(sign):
        return _CJK_LETTER
    return _LETTER if sign.isalnum() else ord(" ")


def _phrase_pattern(
    runs: Iterable[tuple[str, ...]], signed: Iterable[str]
) -> re.Pattern[bytes] | None:
    """Phrases of ASCII words, the longest first; what is around one is not looked at."""
    found = [_BETWEEN.join(map(str.encode, run)) for run in runs if "".join(run).isascii()]
    found += [re.escape(name.lstrip(".")).encode() for name in signed]
    found.sort(key=len, reverse=True)
    return re.compile(b"|".join(found)) if found else None


def _run_pattern(runs: Iterable[tuple[str, ...]], signed: Iterable[str]) -> re.Pattern[str] | None:
    """Phrases, and runs of Chinese, Japanese and Korean, in a text of any script."""
    found = sorted((_wide_run(run) for run in runs), key=len, reverse=True)
    found += [rf"(?<![^\W_]){re.escape(name.lstrip('.'))}(?![^\W_])" for name in signed]
    return re.compile("|".join(found)) if found else None


def _wide_run(pieces: tuple[str, ...]) -> str:
    pattern = pieces[0] if _is_cjk(pieces[0]) else rf"(?<![^\W_]){pieces[0]}"
    for before, piece in pairwise(pieces):
        pattern += (r"[\W_]*" if _is_cjk(before) or _is_cjk(piece) else r"[\W_]+") + piece
    return pattern if _is_cjk(pieces[-1]) else rf"{pattern}(?![^\W_])"


def _is_cjk(piece: str) -> bool:
    return _CJK.match(piece) is not None


def _shortest(candidates: Iterable[str]) -> Iterator[str]:
    """The candidates that do not begin with another one."""
    last = None
    for candidate in sorted(candidates):
        if last is None or not candidate.startswith(last):
            last = candidate
            yield candidate


def _places(text: bytes, beginnings: Sequence[bytes]) -> list[int]:
    """Where any of these words stands in a text, in order.

    Searching for each is ten times as fast as one regular expression for all.
    """
    found: list[int] = []
    for beginning in beginnings:
        at = text.find(beginning)
        while at >= 0:
            found.append(at)
            at = text.find(beginning, at + 1)
    if len(beginnings) > 1:
        found.sort()
    return found


def _outside(spans: list[tuple[int, int]], html: str) -> Iterator[tuple[int, int]]:
    """The spans outside of tags, entities and formulas; none reaches from one side to the other."""
    begin = end = 0
    for span in spans:
        while end <= span[0]:
            found = _MARKUP.search(html, end)
            if found is None:
                begin = end = len(html) + 1
                break
            begin, end = found.span()
            if found["math"]:
                end = _closing(html, end)
        if span[1] <= begin:
            yield span


def _closing(html: str, at: int) -> int:
    """Where the span that was opened before `at` ends."""
    depth = 1
    for tag in _SPAN.finditer(html, at):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(html)
