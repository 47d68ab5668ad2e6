"""arXiv's categories and expressions of them: `cs.AI+cs.LG-cs.CY`, `math,math-ph`, `astro-ph`."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from coolpapers.errors import SubjectError
from coolpapers.taxonomy import SUBSUMED, TAXONOMY, TWINS


class Category(msgspec.Struct, frozen=True):
    """One category: `astro-ph.CO`, its name, the archive `astro-ph`, the group `Physics`."""

    code: str
    name: str
    archive: str
    group: str


class Archive(msgspec.Struct, frozen=True):
    """One archive: `astro-ph`, its name, its group, the codes of its categories in order."""

    code: str
    name: str
    group: str
    categories: tuple[str, ...]


def _read_archives() -> Iterator[tuple[Archive, list[Category]]]:
    for block in re.split(r"^(?=\S)", TAXONOMY, flags=re.MULTILINE)[1:]:
        head, *lines = block.splitlines()
        code, name, group = (part.strip() for part in head.split("|"))
        pairs = [line.split(maxsplit=1) for line in lines]
        categories = [Category(pair[0], pair[1], code, group) for pair in pairs]
        codes = tuple(category.code for category in categories)
        yield Archive(code, name, group, codes), categories


_READ = tuple(_read_archives())

# All in the taxonomy's order. The six twins are among the categories, each under both codes.
CATEGORIES: Mapping[str, Category] = MappingProxyType(
    {category.code: category for _, categories in _READ for category in categories}
)
ARCHIVES: Mapping[str, Archive] = MappingProxyType({archive.code: archive for archive, _ in _READ})
ALIASES: Mapping[str, str] = MappingProxyType(TWINS | SUBSUMED)

_TWIN_OF = {canonical: alias for alias, canonical in TWINS.items()}
_KNOWN = {code.lower(): ALIASES.get(code, code) for code in (*ARCHIVES, *CATEGORIES, *ALIASES)}
# The longest names, such as cond-mat.stat-mech, have this many parts between hyphens.
_PARTS = max(code.count("-") for code in _KNOWN) + 1
_EXPANDED = {
    archive.code: frozenset(ALIASES.get(code, code) for code in archive.categories) | {archive.code}
    for archive in ARCHIVES.values()
}
_EVERYTHING = frozenset[str]().union(*_EXPANDED.values())

# Full-width forms, and the hyphens and minus signs that typesetting makes.
_PLAIN = {0xFF01 + code: 0x21 + code for code in range(94)}
_PLAIN |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), 0x2D)
_BRACKETS = "()[]{}.'\""
_UNION = re.compile(r"[\s,+;|&]+")


def canonical(code: str) -> str:
    """The code under which a category is kept: aliases resolved, unknown codes unchanged."""
    return ALIASES.get(code, code)


def twin(code: str) -> str:
    """The other code of a category that has two, `cs.NA` for `math.NA`; else nothing."""
    return TWINS.get(code) or _TWIN_OF.get(code, "")


def name_of(code: str) -> str:
    """The English name of a category or archive; of anything else, the code itself."""
    if category := CATEGORIES.get(canonical(code)):
        return category.name
    archive = ARCHIVES.get(code)
    return archive.name if archive else code


class SubjectExpression(msgspec.Struct, frozen=True):
    """Categories to include and to exclude, canonical codes or archives in the order written.

    A paper belongs to it when it has any included category and none of the excluded. An
    expression that includes nothing, `-cs.CY`, stands for everything but what it excludes.
    """

    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "+".join(self.include) + "".join(f"-{code}" for code in self.exclude)

    def included(self) -> frozenset[str]:
        """The codes that a paper may have, archives expanded and the archives themselves."""
        return _expand(self.include) if self.include else _EVERYTHING

    def excluded(self) -> frozenset[str]:
        """The codes that a paper must not have, archives expanded."""
        return _expand(self.exclude)

    @classmethod
    def parse(cls, text: str) -> "SubjectExpression":
        """The expression that a text or part of an address means, its unknown parts ignored.

        Raises:
            SubjectError: It names no known category.
        """
        expression, unknown = parse_lenient(text)
        if expression is None:
            raise SubjectError(text, unknown)
        return expression


def parse_lenient(text: str) -> tuple[SubjectExpression | None, tuple[str, ...]]:
    """The expression of the known parts of a text, if there are any, and the unknown parts."""
    include: dict[str, None] = {}
    exclude: dict[str, None] = {}
    unknown: dict[str, None] = {}
    minus = False
    for chunk in _UNION.split(text.translate(_PLAIN)):
        for at, name, code in _names(chunk.strip(_BRACKETS).split("-")):
            if code:
                (exclude if at or minus else include)[code] = None
            elif name:
                unknown[name] = None
        # In `cs - math` the sign stands alone; it holds until a name follows.
        minus = chunk.endswith("-") if chunk else minus
    known = SubjectExpression(tuple(include), tuple(exclude)) if include or exclude else None
    return known, tuple(unknown)


def _names(parts: list[str]) -> Iterator[tuple[int, str, str]]:
    """Where each name begins, the name, and its code; adjoining unknown parts are one name.

    Names contain hyphens themselves, so each is the longest that is known.
    """
    at = start = 0
    while at < len(parts):
        length, code = _longest(parts, at)
        if code:
            yield start, "-".join(parts[start:at]).strip("-"), ""
            yield at, "-".join(parts[at : at + length]), code
            start = at + length
        at += length
    yield start, "-".join(parts[start:]).strip("-"), ""


def _longest(parts: list[str], at: int) -> tuple[int, str]:
    """How many parts the longest known name takes that begins here, and its code."""
    for length in range(_PARTS, 0, -1):
        if code := _KNOWN.get("-".join(parts[at : at + length]).lower()):
            return length, code
    return 1, ""


def _expand(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(_EXPANDED.get(code, {code}) for code in codes))
