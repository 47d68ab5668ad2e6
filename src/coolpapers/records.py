"""What flows between the rooms: frozen records, no behaviour beyond properties.

Times are aware datetimes in UTC, announced days are plain dates. An empty string or tuple
means that no source has said anything; it never means that something was removed.
`gc=False`: what cannot lead back to itself is not looked through for cycles.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

import msgspec

from coolpapers.ids import PaperId
from coolpapers.subjects import SubjectExpression


class Author(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One author: the name as printed, accents in Unicode."""

    name: str
    affiliation: str = ""


class Version(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One version of a paper, numbered from 1, and when it was submitted."""

    number: int
    created_utc: datetime


class Venue(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a paper was presented: `ICLR`, 2024, `Oral`; the book it stands in, the pages."""

    name: str
    year: int
    track: str = ""
    booktitle: str = ""
    pages: str = ""

    @property
    def edition(self) -> str:
        """The edition as the address has it, `ICLR.2024`."""
        return f"{self.name}.{self.year}"


class Paper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One work, whatever its versions.

    Text is Unicode with single spaces; mathematics stays as the author wrote it, between dollars.
    `subjects` are canonical category codes, the primary one first. `keywords` are the authors'
    own. `same_as` are other ids of the same work, such as the preprint of a venue paper.
    """

    id: PaperId
    title: str
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    subjects: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    published_utc: datetime | None = None
    updated_utc: datetime | None = None
    announced: date | None = None
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    licence: str = ""
    pdf_url: str = ""
    page_url: str = ""
    venue: Venue | None = None
    code_url: str = ""
    keywords: tuple[str, ...] = ()
    same_as: tuple[PaperId, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """How many papers were new, changed, the same, or could not be read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """All of them together."""
        return self.new + self.changed + self.same + self.failed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.failed + other.failed,
        )


class Stars(msgspec.Struct, frozen=True, gc=False):
    """How often a paper's PDF and its FAQ were opened."""

    pdf: int = 0
    faq: int = 0


class Weighted(NamedTuple):
    """A word as a paper writes it, its weight, and its stem in the index.

    What cannot be shown, such as a letter of a formula, has no `word`.
    """

    word: str
    weight: float
    stem: str


class Other(NamedTuple):
    """Another record of a paper's work. Of the records of a work the smallest stands for it:
    the preprint, then what was held first.
    """

    is_presented: bool
    number: int
    paper: PaperId
    venue: Venue | None = None


def other_record(number: int, paper: Paper) -> Other:
    """A paper as another record of its work."""
    return Other(paper.id.branch != "arxiv", number, paper.id, paper.venue)


class Outline(NamedTuple):
    """What a card shows of a paper that may change without its record; see `Held`."""

    number: int
    stars: Stars = Stars()
    keywords: tuple[str, ...] = ()
    chosen: str = ""

    @property
    def shown_words(self) -> tuple[str, ...]:
        """The words that find papers like this one, each once; its keywords until there are any."""
        if not self.chosen:
            return self.keywords
        forms = (text.partition(" ")[0] for text in self.chosen.split(","))
        return tuple(dict.fromkeys(form for form in forms if form)) or self.keywords


class Held(msgspec.Struct, frozen=True, gc=False):
    """A paper as the library holds it: row number, fingerprint, stars, keywords if known.

    `chosen` are the words that find papers like it, as `store.keywords` prints them. `others`
    are the other records of the same work, where they were asked for.
    """

    number: int
    hash: bytes
    paper: Paper
    stars: Stars = Stars()
    keywords: tuple[str, ...] = ()
    chosen: str = ""
    others: tuple[Other, ...] = ()

    @property
    def shadows(self) -> tuple[str, ...]:
        """Where another record of the work stands for this one: `all`, and its own branch."""
        if not self.others:
            return ()
        before = [other for other in self.others if other < other_record(self.number, self.paper)]
        branch = self.paper.id.branch
        in_branch = any(other.paper.branch == branch for other in before)
        return (*(["all"] if before else []), *([branch] if in_branch else []))

    @property
    def outline(self) -> Outline:
        """What may change without the record."""
        return Outline(self.number, self.stars, self.keywords, self.chosen)

    @property
    def shown_words(self) -> tuple[str, ...]:
        """The words that find papers like this one."""
        return self.outline.shown_words

    @property
    def words(self) -> tuple[Weighted, ...]:
        """The words that find papers like this one, the most telling first."""
        return tuple(map(_weighted, self.chosen.split(","))) if self.chosen else ()


def _weighted(text: str) -> Weighted:
    word, weight, stem = text.split(" ")
    return Weighted(word, float(weight), stem)


class Listing(msgspec.Struct, frozen=True):
    """An ordered page of papers, and how many there are in all."""

    papers: tuple[Held, ...]
    total: int
    skip: int = 0
    why: Mapping[int, str] = {}


class DaySelection(msgspec.Struct, frozen=True):
    """The papers announced in some categories from one day to another, both included."""

    subjects: SubjectExpression
    first: date
    last: date


class EditionSelection(msgspec.Struct, frozen=True):
    """The papers of one edition of a venue; of one track if it is named."""

    venue: str
    year: int
    track: str = ""


Selection = DaySelection | EditionSelection


class Edition(msgspec.Struct, frozen=True):
    """One edition of a venue and the number of papers held of it."""

    venue: str
    year: int
    papers: int


class Totals(msgspec.Struct, frozen=True):
    """What the library holds: papers in each branch and the newest announced day."""

    papers: int
    arxiv: int
    venue: int
    newest: date | None


Kind = Literal["new", "cross", "replace", "replace-cross"]
LISTED_KINDS: frozenset[Kind] = frozenset({"new", "cross"})
"""What puts a paper on a day's list; a replacement only refreshes its record."""


class Announcement(msgspec.Struct, frozen=True, order=True, array_like=True):
    """That a paper was announced in a category on a day, how, and in which version."""

    paper: PaperId
    category: str
    day: date
    kind: Kind
    version: int


class AnswerPart(msgspec.Struct, frozen=True):
    """The answer to one question, Markdown; what it took in tokens, money and seconds."""

    part: int
    text: str
    is_done: bool = True
    read: int = 0
    cached: int = 0
    written: int = 0
    cost: float = 0.0
    seconds: float = 0.0


class Answer(msgspec.Struct, frozen=True):
    """What a model said, or is saying, about a paper.

    `state` is `open`, `done` or `failed`; only an answer that is done may be shown as whole.
    `left_out` are rows of what did not fit the model: kind, heading, percent kept.
    """

    number: int
    subject: str
    version: int
    language: str
    model: str
    said_model: str
    prompt: str
    state: str
    reason: str
    left_out: tuple[tuple[str, str, int], ...]
    begun_s: float
    ended_s: float
    revision: int
    parts: tuple[AnswerPart, ...]

    @property
    def done_parts(self) -> int:
        """How many questions are answered."""
        return sum(part.is_done for part in self.parts)

    @property
    def tokens(self) -> int:
        """What it took in tokens."""
        return sum(part.read + part.written for part in self.parts)

    @property
    def cost(self) -> float:
        """What it took in money."""
        return sum(part.cost for part in self.parts)
