"""What the API may be asked: parameters with their bounds, read and described by one struct."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from coolpapers.errors import CoolPapersError
from coolpapers.flows.asking import Order, Slice
from coolpapers.web.params import DEEPEST_SKIP, LONGEST_QUERY, MOST_SHOWN, read_words
from coolpapers.wire import Wrong
from coolpapers.wire.allowed import Schema, allowed, shown

# msgspec names a field where it was, or quotes it.
_PARAMETER = re.compile(r"(?: - at `\$\.|field `)([^`]*)`$")
MOST_IDS = 500
LONGEST_LIST = 20_000

Skip = Annotated[int, Meta(ge=0, le=DEEPEST_SKIP, description="Papers to pass over.")]
Show = Annotated[int, Meta(ge=1, le=MOST_SHOWN, description="Papers to answer.")]
Sort = Annotated[
    str,
    Meta(
        max_length=LONGEST_QUERY,
        description="`date` or `0`, `stars` or `1`, or words of taste with commas; "
        "empty for the list's own order.",
    ),
]
PaperName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2_000,
        description="Any form of an id: `arxiv:1706.03762`, `2024.acl-long.1@ACL`, a DOI, an "
        "address; a slash in it is written `%2F`.",
        examples=["arxiv:1706.03762"],
    ),
]
PaperNames = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_LIST,
        description=f"Up to {MOST_IDS} ids with commas.",
        examples=["1706.03762,arxiv:hep-th/9901001"],
    ),
]
Subjects = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2_000,
        description="Categories and archives, `+` joins, `-` takes out: `cs.AI+cs.LG-cs.CY`.",
        examples=["cs.CL+cs.LG"],
    ),
]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which part of a list."""

    skip: Skip = 0
    show: Show = 25


class SortedPart(Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which part of a list, in which order."""

    sort: Sort = ""

    @property
    def slice(self) -> Slice:
        """The part and its order."""
        order, words = order_of(self.sort)
        return Slice(self.skip, self.show, order, words)


class OnePaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A paper."""

    paper: PaperName


class InvalidRequestError(CoolPapersError):
    """A parameter cannot be what it is."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(f"{parameter}: {reason}" if parameter else reason)
        self.wrong = (Wrong(parameter, reason),)


class NoTextError(CoolPapersError):
    """A paper's text cannot be had here."""


class TextLaterError(NoTextError):
    """A paper's text cannot be had just now."""


def order_of(sort: str) -> tuple[Order, tuple[str, ...]]:
    """The order that a value of `sort` means, and the words of taste."""
    if sort in ("", "0", "date"):
        return ("date" if sort else ""), ()
    if sort in ("1", "stars"):
        return "stars", ()
    words = read_words(sort)
    if not words:
        raise InvalidRequestError("sort", "neither an order nor words")
    return "words", words


Asked = TypeVar("Asked")


def read(given: Mapping[str, Any], kind: type[Asked]) -> Asked:
    """The typed request of names and values.

    Raises:
        InvalidRequestError: A parameter is unknown, missing or out of bounds.
    """
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        found = _PARAMETER.search(str(error))
        if found is None:
            raise InvalidRequestError("", str(error)) from None
        raise InvalidRequestError(found[1], _reason(found[1], given, kind)) from None


def _reason(name: str, given: Mapping[str, Any], kind: Any) -> str:
    """What is wrong with a parameter, and what it may be."""
    known = _schemas(kind)
    if name not in known:
        return f"unknown here; there are {', '.join(known) or 'none'}"
    must = f"must be {allowed(known[name])}"
    return f"{must}, not {shown(given[name])}" if name in given else f"{must}; it is missing"


@lru_cache(maxsize=100)
def _schemas(kind: Any) -> Mapping[str, Schema]:
    """What each parameter may be."""
    schema = msgspec.json.schema(kind)
    found: Mapping[str, Schema] = schema["$defs"][kind.__name__]["properties"]
    return found


def names_in(text: str) -> list[str]:
    """The names in a comma list.

    Raises:
        InvalidRequestError: There is none, or there are too many.
    """
    names = [name for name in map(str.strip, text.split(",")) if name]
    if not 0 < len(names) <= MOST_IDS:
        raise InvalidRequestError("ids", f"{len(names)} ids; between 1 and {MOST_IDS} are answered")
    return names


def check_range(first: date | None, last: date | None, longest: int) -> None:
    """Both ends in order and not too far apart.

    Raises:
        InvalidRequestError: They are not.
    """
    if first is None or last is None:
        return
    if first > last:
        raise InvalidRequestError("from", "later than `to`")
    if (last - first).days >= longest:
        raise InvalidRequestError("from", f"more than {longest} days before `to`")
