"""Addresses found in prose or in careless fields."""

import re

_HOSTS = (
    r"github\.com|gitlab\.[\w.-]+|bitbucket\.org|codeberg\.org|huggingface\.co|"
    r"anonymous\.4open\.science"
)
_CODE = re.compile(
    rf"(?<![\w.@-])(?:https?://)?(?:www\.)?((?:{_HOSTS})/[\w.~-]+/[\w.~-]+(?:/[\w.~-]+)*)",
    re.IGNORECASE,
)
_NOT_CODE = re.compile(r"huggingface\.co/(?:papers|docs|blog)/", re.IGNORECASE)
_HOST_WORDS = ("github", "huggingface", "gitlab", "bitbucket", "codeberg", "4open", "GitHub.com")
_SCHEME_ROOM = len("https://www.") + 1
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,12}/[^\s<>\"'()\[\]{}|\\^`]+", re.IGNORECASE)
_BADGES = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LONGEST = 2000  # no address is longer, and no field may take long to look at
_TRAILING = ".,;:!?*~"


def code_in(*texts: str) -> str:
    """The first address of a code repository in these texts, or nothing."""
    for text in texts:
        if "://" not in text and "www" not in text and ".co" not in text:
            continue
        places = [at for word in _HOST_WORDS if (at := text.find(word)) >= 0]
        if places and (address := _code(text[max(0, min(places) - _SCHEME_ROOM) :])):
            return address
    return ""


def _code(text: str) -> str:
    for match in _CODE.finditer(text.replace("\\_", "_")):
        address = match[1].rstrip(_TRAILING).rstrip("/").removesuffix(".git")
        if not _NOT_CODE.match(address):
            return f"https://{address}"
    return ""


def address_in(field: str) -> str:
    """The http address that a field holds, perhaps amid Markdown or without scheme, or nothing."""
    field = _BADGES.sub(" ", field[:_LONGEST].replace("\\_", "_")).strip()
    if found := _ADDRESS.search(field):
        return found[0].rstrip(_TRAILING)
    if found := _BARE.fullmatch(field):
        return f"https://{found[0].rstrip(_TRAILING)}"
    return ""
