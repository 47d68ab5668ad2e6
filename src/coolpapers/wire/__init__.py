"""What programs are told, as JSON: the types that the API answers and its client reads.

A paper has the fields of our own JSON lines and a few more, so what the API answers can be
imported. Nothing is left out: an empty text or list means that no source has said anything.
"""

from coolpapers.records import Stars
from coolpapers.wire.lists import (
    Count,
    DayPage,
    EditionPage,
    Facets,
    Keyword,
    Keywords,
    Page,
    Related,
    RelatedPage,
    SearchPage,
    Track,
    tracks_of,
)
from coolpapers.wire.papers import (
    Author,
    Batch,
    Paper,
    Venue,
    Version,
    held_of,
    told,
)
from coolpapers.wire.problems import (
    Problem,
    Wrong,
)
from coolpapers.wire.reading import (
    Answer,
    Answers,
    Passage,
    Reply,
    TextPage,
)
from coolpapers.wire.shelves import (
    Categories,
    Category,
    Day,
    Days,
    Edition,
    Editions,
    Entry,
    LedgerPage,
    Service,
)

__all__ = [
    "Answer",
    "Answers",
    "Author",
    "Batch",
    "Categories",
    "Category",
    "Count",
    "Day",
    "DayPage",
    "Days",
    "Edition",
    "EditionPage",
    "Editions",
    "Entry",
    "Facets",
    "Keyword",
    "Keywords",
    "LedgerPage",
    "Page",
    "Paper",
    "Passage",
    "Problem",
    "Related",
    "RelatedPage",
    "Reply",
    "SearchPage",
    "Service",
    "Stars",
    "TextPage",
    "Track",
    "Venue",
    "Version",
    "Wrong",
    "held_of",
    "told",
    "tracks_of",
]
