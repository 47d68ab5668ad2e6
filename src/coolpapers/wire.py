"""What programs are told, as JSON: the types that the API answers and its client reads.

A paper has the fields of our own JSON lines and a few more, so what the API answers can be
imported. Nothing is left out: an empty text or list means that no source has said anything.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from coolpapers import records
from coolpapers.ids import PaperId, outside_urls


class Author(msgspec.Struct, frozen=True, gc=False):
    """One author, as printed."""

    name: str
    affiliation: str = ""


class Version(msgspec.Struct, frozen=True, gc=False):
    """One version of a paper, numbered from 1, and when it was submitted."""

    number: int
    created: datetime


class Venue(msgspec.Struct, frozen=True, gc=False):
    """Where a paper was presented."""

    name: str
    year: int
    track: str = ""
    booktitle: str = ""
    pages: str = ""


class Stars(msgspec.Struct, frozen=True, gc=False):
    """How often a paper's PDF and its FAQ were opened."""

    pdf: int = 0
    faq: int = 0


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One work, whatever its versions.

    `id` is `arxiv:1706.03762` or `venue:2024.acl-long.1@ACL`; times are UTC; mathematics stays as
    its author wrote it, between dollars. `keywords` are the authors' own, `words` those that tell
    the paper from others. `address` is its page here, `page_url` and `pdf_url` those at its source.
    """

    id: str
    title: str
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    subjects: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    announced: date | None = None
    versions: tuple[Version, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    licence: str = ""
    venue: Venue | None = None
    keywords: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stars: Stars = Stars()
    address: str = ""
    page_url: str = ""
    pdf_url: str = ""
    code_url: str = ""
    same_as: tuple[str, ...] = ()


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """The papers that were asked for, in that order; ids not held; texts that are no ids."""

    papers: tuple[Paper, ...] = ()
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said to one of the questions about a paper, in Markdown.

    `about` is `problem`, `related`, `method`, `experiments`, `future` or `summary`.
    """

    number: int
    about: str
    question: str
    text: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one model in one language; `version` is that of the paper which it read."""

    language: str
    model: str
    version: int
    written: datetime
    replies: tuple[Reply, ...] = ()


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What was said about a paper so far, the newest first; asking here begins nothing."""

    id: str
    answers: tuple[Answer, ...] = ()


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Paragraphs under a heading; `kind` is `front`, `body`, `references` or `appendix`."""

    heading: str
    kind: str
    paragraphs: tuple[str, ...] = ()


class TextPage(msgspec.Struct, frozen=True, kw_only=True):
    """The text that begins on one page of a paper's PDF, and how many pages it has."""

    id: str
    page: int
    pages: int
    next: str | None = None
    passages: tuple[Passage, ...] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list: `skip` papers were passed over, `next` is the address of the next page."""

    total: int
    skip: int = 0
    show: int = 25
    next: str | None = None
    papers: tuple[Paper, ...] = ()


class DayPage(Page, frozen=True, kw_only=True):
    """Papers announced in some categories from one day to another, both included.

    `unknown` are the parts of the expression that name no category; `before` and `after` the
    nearest days with papers.
    """

    subjects: str
    first: date | None = None
    last: date | None = None
    before: date | None = None
    after: date | None = None
    unknown: tuple[str, ...] = ()


class Track(msgspec.Struct, frozen=True, gc=False):
    """A track of an edition; those not listed were not presented, and come only when named."""

    name: str
    papers: int
    is_listed: bool = True


class EditionPage(Page, frozen=True, kw_only=True):
    """Papers of an edition of a venue, or of one of its tracks."""

    venue: str
    year: int
    track: str = ""
    tracks: tuple[Track, ...] = ()


class Count(msgspec.Struct, frozen=True, gc=False):
    """How many papers have a value."""

    value: str
    papers: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a search's papers have a category, year or venue, the commonest first."""

    categories: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    venues: tuple[Count, ...] = ()


class SearchPage(Page, frozen=True, kw_only=True):
    """Papers for a query, best first.

    `query` is how the text was understood, `ignored` what was left out of it, `complete` how many
    papers have every word where that was counted. `reachable` may be less than `total` for orders
    that only sort the best hits. `facets` are there when asked for.
    """

    query: str
    ignored: tuple[str, ...] = ()
    complete: int | None = None
    reachable: int = 0
    facets: Facets | None = None


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A paper like another one, its score, and the words both share, the heaviest first.

    `cosine` tells how near both are in meaning; 0 if the library has no latent space.
    """

    paper: Paper
    score: float
    shared: tuple[str, ...] = ()
    cosine: float = 0.0


class RelatedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Papers like a paper, the likest first, itself left out."""

    id: str
    total: int
    skip: int = 0
    show: int = 25
    next: str | None = None
    related: tuple[Related, ...] = ()


class Keyword(msgspec.Struct, frozen=True, gc=False):
    """A word that tells a paper from others, and how much, in bits."""

    word: str
    weight: float


class Keywords(msgspec.Struct, frozen=True, kw_only=True):
    """The words that tell a paper from others, the heaviest first; its authors' own keywords."""

    id: str
    words: tuple[Keyword, ...] = ()
    given: tuple[str, ...] = ()


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a venue and the number of papers held of it."""

    venue: str
    year: int
    papers: int
    address: str = ""


class Editions(msgspec.Struct, frozen=True, kw_only=True):
    """Every edition of every venue, the newest year first."""

    editions: tuple[Edition, ...] = ()


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """One of arXiv's categories, and how many papers it has on the newest day."""

    code: str
    name: str
    archive: str
    group: str
    papers: int = 0


class Categories(msgspec.Struct, frozen=True, kw_only=True):
    """arXiv's categories in the order of its taxonomy, and the newest day held."""

    newest: date | None = None
    categories: tuple[Category, ...] = ()


class Day(msgspec.Struct, frozen=True, gc=False):
    """A day with announced papers, and how many."""

    day: date
    papers: int


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """The days with papers in some categories, oldest first."""

    subjects: str
    first: date | None = None
    last: date | None = None
    days: tuple[Day, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a category, or of all (`*`): how many papers were announced, how many are held.

    `verified` is when the list of that day was read last; null if only other lists named it.
    """

    day: date
    category: str
    announced: int
    held: int
    verified: datetime | None = None


class LedgerPage(msgspec.Struct, frozen=True, kw_only=True):
    """How complete days are, newest first; `missing` counts gaps over all days."""

    missing: int
    entries: tuple[Entry, ...] = ()


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What answers here, and what it holds."""

    name: str
    version: str
    papers: int
    arxiv: int
    venue: int
    newest: date | None = None
    openapi: str = ""
    documentation: str = ""


class Wrong(msgspec.Struct, frozen=True, gc=False):
    """A parameter that cannot be what it is, and why."""

    parameter: str
    reason: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not answered; RFC 9457.

    `retry_after_s` is there when the same request may be answered later, `errors` when
    parameters are to blame.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    retry_after_s: int | None = None
    errors: tuple[Wrong, ...] = ()


# --- from records and back

_ALIKE = (
    "title", "abstract", "subjects", "announced", "comment", "journal_ref", "doi", "licence",
    "code_url", "keywords",
)  # fmt: skip


def told(held: records.Held, address: str = "") -> Paper:
    """What is told of a paper that the library holds; `address` is its page here."""
    paper = held.paper
    venue = paper.venue
    known = ("", "") if paper.page_url and paper.pdf_url else outside_urls(paper.id)
    return Paper(
        id=str(paper.id),
        authors=tuple([Author(one.name, one.affiliation) for one in paper.authors]),
        versions=tuple([Version(one.number, one.created_utc) for one in paper.versions]),
        published=paper.published_utc,
        updated=paper.updated_utc,
        venue=None if venue is None else Venue(*msgspec.structs.astuple(venue)),
        words=held.keywords,
        stars=Stars(held.stars.pdf, held.stars.faq),
        address=address,
        page_url=paper.page_url or known[0],
        pdf_url=paper.pdf_url or known[1],
        same_as=tuple(map(str, paper.same_as)),
        **{name: getattr(paper, name) for name in _ALIKE},
    )


def held_of(paper: Paper) -> records.Held:
    """The paper as a record, as if it were held here; it has no row number."""
    venue = paper.venue
    record = records.Paper(
        id=PaperId.parse(paper.id),
        authors=tuple(records.Author(one.name, one.affiliation) for one in paper.authors),
        versions=tuple(records.Version(one.number, one.created) for one in paper.versions),
        published_utc=paper.published,
        updated_utc=paper.updated,
        venue=None if venue is None else records.Venue(*msgspec.structs.astuple(venue)),
        pdf_url=paper.pdf_url,
        page_url=paper.page_url,
        same_as=tuple(map(PaperId.parse, paper.same_as)),
        **{name: getattr(paper, name) for name in _ALIKE},
    )
    return records.Held(
        -1, b"", record, records.Stars(paper.stars.pdf, paper.stars.faq), paper.words
    )


def tracks_of(tracks: Mapping[str, int], unlisted: Sequence[str]) -> tuple[Track, ...]:
    """The tracks of an edition with their sizes."""
    return tuple(Track(name, papers, name not in unlisted) for name, papers in tracks.items())
