"""What a query means: a frozen tree of words, phrases, filters and their combinations.

Trees are built with `some`, `every`, `either` and `negated`, which keep them in one normal form:
no part twice but bare words, no part with a single child, no `AND` directly inside an `AND`. In
that form `str` prints a text which the parser reads back as the same tree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coolpapers.ids import PaperId
from coolpapers.subjects import SubjectExpression

PREFIXES = {"title": "ti:", "abstract": "abs:", "authors": "au:", "comment": "comment:"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word; in one field if named; with `prefix` every word that begins so."""

    text: str
    field: str = ""
    prefix: bool = False

    def __str__(self) -> str:
        return f"{PREFIXES.get(self.field, '')}{self.text}{'*' if self.prefix else ''}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in exactly this form and order; in one field if named."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f'{PREFIXES.get(self.field, "")}"{self.text}"'


@dataclass(frozen=True, slots=True)
class Subjects:
    """Papers of these categories."""

    expression: SubjectExpression

    def __str__(self) -> str:
        return f"cat:{self.expression}"


@dataclass(frozen=True, slots=True)
class AtVenue:
    """Papers of a venue, of one year's edition unless the year is 0."""

    name: str
    year: int = 0

    def __str__(self) -> str:
        edition = f"{self.name}.{self.year}" if self.year else self.name
        return f'venue:"{edition}"' if " " in edition else f"venue:{edition}"


@dataclass(frozen=True, slots=True)
class Years:
    """Papers from one year to another, both included; None is open."""

    first: int | None
    last: int | None

    def __str__(self) -> str:
        return f"year:{_range(self.first, self.last)}"


@dataclass(frozen=True, slots=True)
class Days:
    """Papers from one day to another, both included; None is open."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"date:{_range(self.first, self.last)}"


@dataclass(frozen=True, slots=True)
class Named:
    """Exactly these papers."""

    ids: tuple[PaperId, ...]

    def __str__(self) -> str:
        return "id:" + ",".join(str(paper) for paper in self.ids)


@dataclass(frozen=True, slots=True)
class Has:
    """Papers that come with something, such as `code`."""

    what: str

    def __str__(self) -> str:
        return f"has:{self.what}"


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that the part does not match."""

    part: "Node"

    def __str__(self) -> str:
        compound = isinstance(self.part, Some | Every | Either)
        return f"-({self.part})" if compound else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class Some:
    """Parts side by side: bare words are preferred, everything else is required."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        # Grouped although they bind closer: beside words in capitals a bare AND is prose.
        return " ".join(_within(part, Some, Either, Every) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts, `OR`."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_within(part, Some) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts, `AND`."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " AND ".join(_within(part, Some, Either) for part in self.parts)


Filter = Subjects | AtVenue | Years | Days | Named | Has
Node = Word | Phrase | Filter | Not | Some | Either | Every


def some(parts: Iterable[Node]) -> Node | None:
    """The parts side by side; None without any. A bare word said twice counts twice."""
    kept = list(parts)
    first = {part: at for at, part in reversed(list(enumerate(kept)))}
    return _alone(Some(tuple(p for at, p in enumerate(kept) if is_bare(p) or first[p] == at)))


def is_bare(node: Node) -> bool:
    """Whether a node is a word in no particular field: preferred, not required."""
    return isinstance(node, Word) and not node.field


def either(parts: Iterable[Node]) -> Node | None:
    """The parts joined by `OR`; None without any."""
    return _alone(Either(_distinct(_opened(parts, Either))))


def every(parts: Iterable[Node]) -> Node | None:
    """The parts joined by `AND`; None without any."""
    return _alone(Every(_distinct(_opened(parts, Every))))


def negated(part: Node) -> Node:
    """The opposite of a part."""
    return part.part if isinstance(part, Not) else Not(part)


def leaves(node: Node | None, *, negative: bool = False) -> Iterator[Node]:
    """The words, phrases and filters of a tree that are wanted, or those that are not."""
    if isinstance(node, Not):
        yield from leaves(node.part, negative=not negative)
    elif isinstance(node, Some | Every | Either):
        for part in node.parts:
            yield from leaves(part, negative=negative)
    elif node is not None and not negative:
        yield node


def names_papers(node: Node | None) -> bool:
    """Whether a tree names papers by their ids."""
    return any(isinstance(leaf, Named) for leaf in leaves(node))


def _alone(node: Some | Either | Every) -> Node | None:
    if not node.parts:
        return None
    return node.parts[0] if len(node.parts) == 1 else node


def _distinct(parts: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(parts))


def _opened(parts: Iterable[Node], kind: type[Either] | type[Every]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _within(part: Node, *looser: type[Node]) -> str:
    return f"({part})" if isinstance(part, looser) else str(part)


def _range(first: int | date | None, last: int | date | None) -> str:
    if first == last:
        return str(first)
    return f"{'' if first is None else first}..{'' if last is None else last}"
