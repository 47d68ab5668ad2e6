"""Unicode to the LaTeX that old programs read: accents and letters outside ASCII as commands."""

import re
import unicodedata

_MARKS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_LETTERS = {
    "ł": r"\l", "Ł": r"\L", "ø": r"\o", "Ø": r"\O", "ß": r"\ss", "æ": r"\ae", "Æ": r"\AE",
    "œ": r"\oe", "Œ": r"\OE", "å": r"\aa", "Å": r"\AA", "ı": r"\i", "ȷ": r"\j",
    "ð": r"\dh", "Ð": r"\DH", "þ": r"\th", "Þ": r"\TH", "đ": r"\dj", "Đ": r"\DJ",
}  # fmt: skip
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def accents_as_commands(text: str) -> str:
    r"""The text with Latin letters outside ASCII as commands in braces: é as `{\'e}`.

    Letters that no command of plain LaTeX makes stay as they are, as do all other signs.
    """
    return text if text.isascii() else _FOREIGN.sub(_command, text)


def _command(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _LETTERS:
        return f"{{{_LETTERS[letter]}}}"
    base, _, mark = unicodedata.decomposition(letter).partition(" ")
    sign = _MARKS.get(chr(int(mark, 16))) if _is_code(base) and _is_code(mark) else None
    if sign is None or not (plain := chr(int(base, 16))).isascii() or not plain.isalpha():
        return letter
    # The dot of i and j makes room for the mark above it.
    if plain in "ij" and sign not in "cdkb":
        plain = f"\\{plain}"
    return f"{{\\{sign}{{{plain}}}}}" if sign.isalpha() else f"{{\\{sign}{plain}}}"


def _is_code(text: str) -> bool:
    return len(text) in (4, 5) and all(sign in "0123456789ABCDEF" for sign in text)
