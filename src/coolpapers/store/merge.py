"""One paper from what two records say of it."""

from typing import Any

import msgspec

from coolpapers.records import Paper, Venue, Version

# How much a source is believed against another one, where both say something.
# Our own files are what a person exported or wrote; arXiv and the Anthology speak for their
# papers; lists and bibliographies are somebody's collection; demo papers give way to all.
RANKS = {
    "coolpapers": 4,
    "arxiv": 3,
    "arxiv-feed": 3,
    "acl": 2,
    "paperlists": 1,
    "bibtex": 0,
    "demo": -1,
}
DEFAULT_RANK = 2

_PLAIN = tuple(
    name
    for name in Paper.__struct_fields__
    if name not in {"id", "versions", "venue", "announced", "same_as"}
)


def rank(source: str) -> int:
    """How much a source is believed; higher wins."""
    return RANKS.get(source, DEFAULT_RANK)


def merge(held: Paper, news: Paper, *, believed: int = 0) -> Paper:
    """The paper after `news`: what it says replaces, what it leaves out stays.

    `believed` tells whether the news come from a source believed more (> 0), as much (0) or
    less (< 0) than those heard so far. News believed less, or older than what is held, only
    fill what is missing. The announced day is what was said first, unless a better source
    corrects it: later records know it only from their dates.
    """
    replaces = believed >= 0 and not _older(news, held)
    first, second = (news, held) if replaces else (held, news)
    fields: dict[str, Any] = {name: _either(first, second, name) for name in _PLAIN}
    fields["versions"] = _versions(first.versions, second.versions)
    fields["venue"] = _venue(first.venue, second.venue)
    fields["same_as"] = held.same_as + tuple(i for i in news.same_as if i not in held.same_as)
    days = (news, held) if believed > 0 else (held, news)
    fields["announced"] = days[0].announced or days[1].announced
    return msgspec.structs.replace(held, **fields)


def _older(news: Paper, held: Paper) -> bool:
    if news.updated_utc is None or held.updated_utc is None:
        return False
    return news.updated_utc < held.updated_utc


def _either(first: Paper, second: Paper, name: str) -> object:
    return getattr(first, name) or getattr(second, name)


def _versions(first: tuple[Version, ...], second: tuple[Version, ...]) -> tuple[Version, ...]:
    if first == second or not second:
        return first
    known = {version.number: version for version in (*second, *first)}
    return tuple(known[number] for number in sorted(known))


def _venue(first: Venue | None, second: Venue | None) -> Venue | None:
    if first is None or second is None:
        return first or second
    if (first.name, first.year) != (second.name, second.year):
        return first
    return Venue(
        first.name,
        first.year,
        first.track or second.track,
        first.booktitle or second.booktitle,
        first.pages or second.pages,
    )
