"""Pages of hits: which papers a plan finds, in which order, and how many there are."""

from typing import Any, NamedTuple

import msgspec
import tantivy
from tantivy import Query

from coolpapers.search.clauses import Plan, all_of
from coolpapers.search.engine import Hit, Hits, Order
from coolpapers.search.fields import Weights
from coolpapers.search.lookups import Reading
from coolpapers.search.narrowing import silent

DEEPEST = 100_000


class Page(NamedTuple):
    """Which hits are asked for."""

    searcher: tantivy.Searcher
    limit: int
    offset: int

    def first(self, limit: int) -> "Page":
        """The first hits instead; none for their count alone."""
        return Page(self.searcher, limit, 0)

    def best(self, query: Query) -> Hits:
        """The best hits first."""
        total, hits = self._search(query)
        addresses = [address for _, address in hits]
        # Asking for none costs half of asking for a page.
        numbers: list[Any] = addresses and self.searcher.fast_field_values("number", addresses)
        found = (Hit(number, hit[0]) for number, hit in zip(numbers, hits, strict=True))
        return Hits(total, tuple(found), total)

    def newest(self, query: Query) -> Hits:
        """The newest hits first."""
        total, hits = self._search(query, order_by_field="when")
        # The row number is the lower half of the moment it is sorted by.
        return Hits(total, tuple(Hit(when & 0xFFFFFFFF, 0.0) for when, _ in hits), total)

    def _search(self, query: Query, **options: Any) -> tuple[int, list[tuple[Any, Any]]]:
        """The count and the hits; a page out of reach has no hits, as tantivy sorts all before."""
        is_within = self.limit > 0 and self.offset + self.limit <= DEEPEST
        limit, offset = (self.limit, self.offset) if is_within else (1, 0)
        found: Any = self.searcher.search(query, limit, True, offset=offset, **options)
        return found.count, found.hits if is_within else []


def by_date(plan: Plan, order: Order) -> bool:
    """Whether hits come newest first: if asked for, or if there are no words to score by."""
    return order == "date" or not plan.is_scored


def best(page: Page, plan: Plan, weights: Weights) -> Hits:
    """By score; while the words are few, papers that have all of them first."""
    bonus = [(tantivy.Occur.Should, query) for query in plan.bonus]
    if len(plan.preferred) > max(1, weights.all_words_up_to):
        return msgspec.structs.replace(page.best(all_of([*plan.loose, *bonus])), complete=None)
    query = all_of([*plan.every, *bonus])
    full = page.best(query)
    if _is_enough(page, plan, weights, full.total):
        return full
    return _filled(page, query, full, all_of(plan.loose))


def newest(page: Page, plan: Plan, _weights: Weights) -> Hits:
    """By day, of the papers that have all the words; if none has, of those that have any."""
    full = page.newest(all_of(plan.every))
    if full.total or len(plan.preferred) < 2:
        return full
    return msgspec.structs.replace(page.newest(all_of(plan.loose)), complete=0)


def matched(reading: Reading, plan: Plan, order: Order) -> Query:
    """All papers that `best` or `newest` list, as one query."""
    page, words = Page(reading.searcher, 0, 0), len(plan.preferred)
    every = all_of(plan.every)
    if words < 2:
        return every
    if by_date(plan, order):
        return every if page.best(every).total else all_of(plan.loose)
    if words > max(1, reading.weights.all_words_up_to):
        return all_of(plan.loose)
    is_enough = _is_enough(page, plan, reading.weights, page.best(every).total)
    return every if is_enough else all_of(plan.loose)


def _is_enough(page: Page, plan: Plan, weights: Weights, complete: int) -> bool:
    """Whether papers with every word are all that is listed: there are enough of them.

    A filter never adds papers: where there are enough without it, those it leaves are all.
    """
    if len(plan.preferred) < 2 or complete >= weights.enough:
        return True
    if not (plan.filters and complete):
        return False
    whole = plan._replace(filters=[])
    return page.first(0).best(all_of(whole.every)).total >= weights.enough


def _filled(page: Page, every: Query, full: Hits, loose: Query) -> Hits:
    """A page of the papers with every word, then those with any.

    The second kind is asked for from its beginning, without the first ones in front: cheaper
    than to exclude them, as they are few.
    """
    end = page.offset + page.limit
    if full.total >= end:
        return Hits(page.first(0).best(silent(loose)).total, full.hits, full.total)
    others = page.first(end).best(loose)
    first = full if page.offset == 0 else page.first(full.total).best(every)
    known = {hit.number for hit in first.hits}
    ordered = [*first.hits, *(hit for hit in others.hits if hit.number not in known)]
    return Hits(others.total, tuple(ordered[page.offset : end]), full.total)
