"""What glyphs of old and new fonts mean: ligatures, accents, TeX's first encoding."""

import unicodedata

# Spacing accents that TeX prints over a letter, and the combining ones they stand for.
ACCENTS = {
    "`": "\u0300", "\u02cb": "\u0300", "´": "\u0301", "\u02ca": "\u0301", "^": "\u0302",
    "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "ˉ": "\u0304", "˘": "\u0306",
    "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327",
    "˛": "\u0328",
}  # fmt: skip
DOTLESS = {"ı": "i", "ȷ": "j"}
# Codes of TeX's first text encoding (OT1) in fonts that do not tell what their glyphs mean.
# Source: https://ctan.org/pkg/encguide, table OT1.
OT1 = {
    0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl", 0x10: "ı", 0x11: "ȷ",
    0x12: "`", 0x13: "´", 0x14: "ˇ", 0x15: "˘", 0x16: "¯", 0x17: "˚", 0x18: "¸", 0x19: "ß",
    0x1A: "æ", 0x1B: "œ", 0x1C: "ø", 0x1D: "Æ", 0x1E: "Œ", 0x1F: "Ø",
}  # fmt: skip
LINE_END_HYPHEN = "\u00ad"
"""How a hyphen at the end of a line is marked until lines are joined."""
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LOST = range(0xE000, 0xF900)
"""Private use: parts of tall brackets and the like, which mean nothing outside their font."""


def meaning(code: int, *, is_mapped: bool) -> str:
    """What a character is; empty if nobody can know. `is_mapped`: whether its font says so."""
    if code == 2 or code == 0xAD:
        return LINE_END_HYPHEN
    if code < 32:
        return "" if is_mapped else OT1.get(code, "")
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _LOST or 0xD800 <= code < 0xE000 or 0x7F <= code < 0xA0 or code >= 0xFFF0:
        return ""
    return chr(code)


def with_accent(letter: str, accent: str) -> str:
    """A letter under an accent, as one character where there is one."""
    return unicodedata.normalize("NFC", DOTLESS.get(letter, letter) + ACCENTS[accent])
