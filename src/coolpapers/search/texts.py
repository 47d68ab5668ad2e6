"""How a text is read before it is analysed: TeX, Greek, CJK, compounds, names such as `C++`."""

import re
import unicodedata
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

CJK = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_CJK_RUN = re.compile(f"[{CJK}]+")


# Greek letters are found by their names, as TeX writes them; those that TeX has no name for are
# written like Latin ones. Words in Greek, more than one letter, stay as they are.
_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma sigma"
    " tau upsilon phi chi psi omega epsilon theta phi pi rho Gamma Delta Theta Lambda Xi Pi Sigma"
    " Upsilon Phi Psi Omega"
)
_GREEK = dict(zip("αβγδεζηθικλμνξπρσςτυφχψωϵϑϕϖϱΓΔΘΛΞΠΣΥΦΨΩ", _NAMES.split(" "), strict=True))
_LONE_GREEK = re.compile(rf"(?<![Ͱ-Ͽ])[{''.join(_GREEK)}](?![Ͱ-Ͽ])")
# Commands that only change how a letter looks, as `\mathbb R`, say nothing to search for.
_LOOKS = re.compile(
    r"\\(?:math(?:bb|bf|cal|frak|it|rm|sf|scr|tt|ring)|text(?:bf|it|rm|sc|sf|sl|tt)?|operatorname"
    r"|boldsymbol|bm|pmb|widetilde|tilde|widehat|hat|overline|bar|vec|dot|ddot"
    r"|underline|left|right|[bB]igg?[lrm]?|displaystyle|rm|bf|it|cal|em|emph|ensuremath|mbox)"
    r"(?![A-Za-z])\*?"
)
_ELL = re.compile(r"\\ell(?![A-Za-z])")
_VARIANT = re.compile(r"\\var(?=(?:epsilon|theta|kappa|rho|sigma|phi|pi)(?![A-Za-z]))")
# Analysers drop signs; where a name has no other letters it becomes a word of its own.
SIGNED = {
    "cplusplus": "c++",
    "csharp": "c#",
    "fsharp": "f#",
    "qsharp": "q#",
    "dotnet": ".net",
    "astar": "a*",
}
"""The words that stand for names with signs, and how these are written."""
PLUSES = "plusplus"
"""The word behind another one for its `++`, as in `PointNet++` and `k-means++`."""
_SIGNED = re.compile(
    r"""(?P<cplusplus> (?<![\w+]) C\+\+ (?!\+) )
      | (?P<sharp> (?<!\w) [CFQ] ) \\?\# (?!\w)
      | (?P<dotnet> (?<![\w.]) \.NET \b )
      | (?P<astar> (?<![\w*]) A (?: \* | \$?\^(?:\{\*\}|\*|\{\\ast\}|\\ast|\{\\star\}|\\star) )
                   (?![\w*]) )
      | (?P<plusplus> (?<=[\w})$]) \+\+ (?!\+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_DOT_NET = re.compile(r"\.net\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_PARTED = re.compile(rf"{_NUMBERED.pattern}|(?<=[a-z])(?=[A-Z])")
_SOLID = re.compile(r"\b[A-Za-z0-9]+")
_KINDS = bytes(
    ord("A" if chr(code) in ascii_uppercase else "a" if chr(code) in ascii_lowercase else "0")
    if chr(code) in ascii_letters + digits
    else ord(" ")
    for code in range(256)
)
# Each begins with one byte that is rare in texts, so that finding it costs a fifth of finding two.
_CHANGES = (re.compile(rb"A(?<=aA)"), re.compile(rb"0(?:(?<=[aA]0)|(?=[aA]))"))


def prepare(text: str) -> str:
    """A text as it goes into the index: composed Unicode, Chinese, Japanese, Korean in pairs.

    A run such as `深度学习` becomes `深度 度学 学习 习`: pairs make words and phrases searchable
    without a dictionary, the last character lets every single one be found as a beginning.
    TeX and Greek letters are read as `prepare_query` reads them.
    """
    text = read(text)
    return text if text.isascii() else _CJK_RUN.sub(_pairs_and_last, text)


def prepare_query(text: str) -> str:
    r"""The same for a query: a run becomes its pairs, so that they stand for the run.

    `α` and `\alpha` are both `alpha`; `\ell_1` is `l_1`; `\mathbb{R}` is `R`.
    """
    text = read(_DOT_NET.sub(".NET", text))
    return text if text.isascii() else _CJK_RUN.sub(_pairs, text)


def parts_of(text: str) -> str:
    """The parts of words that change their kind inside, `BERT4Rec` to `BERT 4 Rec`."""
    # Looking for the changes among kinds of characters is far faster than among characters.
    kinds = text.encode("latin-1", "replace").translate(_KINDS)
    found: list[str] = []
    reached = 0
    for at in sorted(one.start() for change in _CHANGES for one in change.finditer(kinds)):
        if at < reached:
            continue
        reached = kinds.find(b" ", at) % (len(kinds) + 1)
        word = _SOLID.match(text, kinds.rfind(b" ", 0, at) + 1)
        if word:
            found += _PARTED.split(word[0])
    return " ".join(found)


def divided(word: str) -> list[str]:
    """The ways a word that changes its kind inside may be written apart: `AdS5` is `AdS 5`."""
    found = (" ".join(cut.split(word)) for cut in (_NUMBERED, _PARTED))
    return [text for text in dict.fromkeys(found) if text != word] if word.isascii() else []


def read(text: str) -> str:
    """A text with Greek letters and TeX as they are looked up, everything else as written."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _LONE_GREEK.sub(lambda letter: f" {_GREEK[letter[0]]} ", text)
    if "\\" in text:
        text = _LOOKS.sub(" ", _ELL.sub("l", _VARIANT.sub(r"\\", text)))
    return _SIGNED.sub(_as_word, text) if has_signs(text) else text


def has_signs(text: str) -> bool:
    """Whether a text may have names that are told from others by their signs, such as `C++`."""
    # One letter is found twenty times as fast as two, and every text that is indexed comes here.
    return (
        "#" in text
        or ("+" in text and "++" in text)
        or ("*" in text and ("A*" in text or "a*" in text))
        or ("^" in text and ("A^" in text or "A$^" in text))
        or ("E" in text and ".NET" in text)
    )


def _as_word(name: re.Match[str]) -> str:
    return f" {name['sharp']}sharp " if name["sharp"] else f" {name.lastgroup} "


def is_single_cjk(token: str) -> bool:
    """Whether a token is one Chinese, Japanese or Korean character, indexed as a beginning."""
    return len(token) == 1 and _CJK_RUN.match(token) is not None


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    pairs = [text[at : at + 2] for at in range(len(text) - 1)] or [text]
    return f" {' '.join(pairs)} "


def _pairs_and_last(run: re.Match[str]) -> str:
    return f"{_pairs(run)}{run[0][-1]} " if len(run[0]) > 1 else _pairs(run)
