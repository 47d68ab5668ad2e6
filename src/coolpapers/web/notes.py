"""Notes: sentences above a page about what was ignored or differs from what was asked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, object] = MappingProxyType({})


class Note(NamedTuple):
    """A sentence of the texts with its values, and where it may lead.

    `key` names a text; `values` fill it; `href` and `link` (a text or a plain name) follow it.
    """

    key: str
    values: Mapping[str, object] = _NONE
    href: str = ""
    link: str = ""


LONGEST_QUOTED = 60


def quoted(text: str) -> str:
    """A value somebody sent, short enough to be shown back."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
