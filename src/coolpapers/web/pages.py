"""Pages: one frozen record per template, with everything it shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from coolpapers.records import Edition, Paper, Totals
from coolpapers.store.jobs import QueueCounts
from coolpapers.store.ledger import Entry
from coolpapers.web.months import Month
from coolpapers.web.notes import Note
from coolpapers.web.params import Sort

if TYPE_CHECKING:
    from coolpapers.web.faq.panel import Panel

ON_FIRST_SCREEN = 3
"""Cards; a font that is fetched for what is further down would be in the way of the rest."""


class Link(NamedTuple):
    """A link with a plain name."""

    href: str
    name: str
    title: str = ""
    papers: int | None = None
    is_current: bool = False


class Fact(NamedTuple):
    """A line of a table: the key of its name, its text, and where that leads."""

    key: str
    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the frame around every page needs.

    `body` is the id of the body: `home`, `arxiv`, `venue` or `all`. `title` is plain text.
    """

    body: str
    title: str
    description: str = ""
    canonical: str = ""
    feed: str = ""
    notes: Sequence[Note] = ()
    query: str = ""
    is_indexed: bool = True

    @property
    def begins_with_maths(self) -> bool:
        """Whether there are formulas on the first screen: their font is then fetched at once."""
        return any("<math" in card for card in self._shown_first())

    def _shown_first(self) -> Iterable[str]:
        """The HTML of the cards on the first screen."""
        return ()

    def in_form(self, form: str) -> str:
        """The address of what the page shows in another form, such as `feed.rss` or `bibtex`."""
        path, query = self.forms
        return f"{path}{form}{query}"

    @property
    def forms(self) -> tuple[str, str]:
        """What stands before and behind the name of a form in its address."""
        path, mark, query = self.feed.partition("?")
        return path.removesuffix("feed"), mark + query


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """A category on the home page; one known by a second code shows which code it stands for."""

    code: str
    name: str
    href: str
    count: int = 0
    same_as: str = ""
    is_watched: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, kw_only=True)
class CategoryGroup:
    """An archive or group of categories on the home page."""

    name: str
    rows: Sequence[CategoryRow]
    count: int = 0
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """An edition on the home page."""

    edition: Edition
    href: str
    is_newest: bool


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """`home.html`."""

    totals: Totals
    papers_that_day: int
    groups: Sequence[CategoryGroup]
    chosen: int
    allin: str
    opml: str
    years: Sequence[tuple[int, Sequence[EditionRow]]]
    today: str


@dataclass(frozen=True, kw_only=True)
class Orders:
    """The links to the three orders, and the search's own where there is one.

    `mine` and `learned` order by words that stand in no address.
    """

    current: Sort
    date: str
    stars: str
    preference: str
    own: str = ""
    own_name: str = ""
    mine: str = ""
    mine_words: Sequence[str] = ()
    learned: str = ""


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where in a list a page is, and what comes before and after it."""

    total: int
    skip: int = 0
    show: int = 25
    count: int = 0
    previous: str = ""
    next: str = ""
    last: str = ""

    @property
    def first_index(self) -> int:
        """The place of the first paper, counted from 1."""
        return self.skip + 1

    @property
    def last_index(self) -> int:
        """The place of the last paper."""
        return self.skip + self.count


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """What every list of papers shows."""

    heading: str
    cards: Sequence[Markup]
    paging: Paging
    orders: Orders
    newest: tuple[str, date] | None = None

    def _shown_first(self) -> Iterable[str]:
        return self.cards[:ON_FIRST_SCREEN]


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A category of a list: what it is, and the list without it."""

    code: str
    name: str
    without: str
    is_excluded: bool


@dataclass(frozen=True, kw_only=True)
class Emptiness:
    """Why a list by days is empty: keys of texts with their values, and days to go to."""

    said: Sequence[tuple[str, Mapping[str, object]]]
    next: tuple[str, date] | None = None
    previous: tuple[str, date] | None = None


@dataclass(frozen=True, kw_only=True)
class DaysPage(ListPage):
    """`days.html`: papers of some categories on a day or over several days."""

    first: date | None
    last: date | None
    first_href: str
    last_href: str
    chips: Sequence[Chip]
    edit: str
    previous_day: tuple[str, date] | None
    next_day: tuple[str, date] | None
    month: Month | None
    standing: tuple[str, Mapping[str, object]] | None
    action: str
    empty: Emptiness | None


@dataclass(frozen=True, kw_only=True)
class EditionPage(ListPage):
    """`edition.html`: papers of an edition of a venue."""

    venue: str
    year: int
    current_track: str
    tracks: Sequence[Link]
    unlisted: Sequence[Link]
    unlisted_count: int
    years: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class VenuesPage(Page):
    """`venues.html`: all editions, newest first."""

    years: Sequence[tuple[int, Sequence[EditionRow]]]


@dataclass(frozen=True, kw_only=True)
class PapersPage(ListPage):
    """`papers.html`: the papers of some ids."""


@dataclass(frozen=True, kw_only=True)
class SearchPage(ListPage):
    """`search.html`: hits, how the query was read, and where else to look."""

    branch: str
    hits: int = 0
    said: Sequence[tuple[str, str]] = ()
    milliseconds: int = 0
    complete: int | None = None
    best_only: int = 0
    branches: Sequence[Link] = ()
    like: Link | None = None
    presented: int = 0
    narrow: str = ""
    facets: Sequence[tuple[str, Sequence[Link]]] = ()
    recent: Link | None = None
    meant: Link | None = None
    modes: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class PaperPage(Page):
    """`paper.html`: one paper, with what programs read from its head."""

    card: Markup
    paper: Paper
    meta: Sequence[tuple[str, str]]
    graph: Sequence[tuple[str, str]]
    versions: Sequence[Link]
    facts: Sequence[Fact]

    def _shown_first(self) -> Iterable[str]:
        return (self.card,)


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """`error.html`: what was wrong, and what was probably meant."""

    status: int
    heading: str
    said: str
    near: Sequence[Link] = field(default=())
    links: Sequence[Link] = field(default=())


@dataclass(frozen=True, kw_only=True)
class FaqPage(Page):
    """`faq.html`: questions and answers about a paper; `_faq.html` is its panel alone."""

    panel: "Panel"
    heading: Markup
    paper: str


@dataclass(frozen=True, kw_only=True)
class DigestRow:
    """A chosen paper and those it stands for; the title of each says what it is made of."""

    card: Markup
    stands_for: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class DigestPage(Page):
    """`digest.html`: the few papers that span a list, and how much of it they cover."""

    heading: str
    rows: Sequence[DigestRow]
    papers: int
    total: int
    coverage: int
    bound: int
    whole: str
    record: str
    map: str
    action: str
    hidden: Sequence[tuple[str, str]]
    words: str
    mute: str
    count: int
    left_out: int

    def _shown_first(self) -> Iterable[str]:
        return (row.card for row in self.rows[:ON_FIRST_SCREEN])


class MapRow(NamedTuple):
    """A paper of a map: where it stands, in thousandths, and the classes of its colours."""

    href: str
    title: str
    subject: str
    day: str
    x: int
    y: int
    subject_class: int
    age_class: int
    is_chosen: bool


class MapGroup(NamedTuple):
    """Papers that lie together, under the words that tell them from the others."""

    words: str
    x: int
    y: int
    rows: Sequence[MapRow]


class Legend(NamedTuple):
    """What the colours of a map mean: by what, its name, its address, a class with each name."""

    by: str
    said: str
    href: str
    names: Sequence[tuple[int, str]]
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class MapPage(Page):
    """`map.html`: a list in the plane, and the same as a table."""

    heading: str
    groups: Sequence[MapGroup]
    legends: Sequence[Legend]
    papers: int
    total: int
    without: int
    chosen: int
    whole: str
    digest: str
    svg: str
    record: str


class StatusRow(NamedTuple):
    """A source on the status page: the key of its state; when it last came to its end."""

    name: str
    state: str
    succeeded: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StatusPage(Page):
    """`status.html`: sources, queues, and what was announced on the last days."""

    sources: Sequence[StatusRow]
    queues: Mapping[str, QueueCounts]
    days: Sequence[Entry]
