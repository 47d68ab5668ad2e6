"""When to ask which source: at the times of announcements often, otherwise now and then."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from coolpapers.flows.outside import Outside
from coolpapers.flows.sync import CHANGES, FEEDS, FILL_GAPS, Task, edition_task
from coolpapers.schedule import feed_day, feed_utc, is_expected, mailing_utc
from coolpapers.sources import sources_of
from coolpapers.store import Harvest
from coolpapers.subjects import SubjectExpression

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 24 * 3600.0
SOON_S, SEARCHING_S, IDLE_S, STOPPED_S = 5 * _MINUTE, 3 * _HOUR, 6 * _HOUR, _HOUR
"""A day's list is asked for every five minutes, after three hours less often; a stopped source once
an hour, in case it has come to its senses."""
GAPS_S = 10 * _MINUTE
LONGEST_PAUSE_S = 2 * _HOUR
# After the mailing, and after the feeds are made: what is announced then has changed by then.
_AFTER_MAILING = (timedelta(minutes=10), timedelta(hours=1))
_AFTER_FEED = (timedelta(minutes=15), timedelta(hours=2))


def due(outside: Outside) -> Iterator[Task]:
    """The tasks whose time has come."""
    moment = datetime.fromtimestamp(outside.now(), UTC)
    known = {one.name: one for one in outside.store.harvests.all()}
    yield from _feeds(outside, known, moment)
    if _is_due(outside, known.get(CHANGES.key), _pause_of_changes(known, moment)):
        yield CHANGES
    if outside.store.ledger.missing() and _is_due(outside, known.get(FILL_GAPS.key), GAPS_S):
        yield FILL_GAPS
    for edition in outside.store.harvests.editions():
        yield from _edition(outside, known, edition, moment.date())


def _feeds(outside: Outside, known: dict[str, Harvest], moment: datetime) -> Iterator[Task]:
    day = feed_day(moment)
    verified = outside.store.ledger.verified(day) if is_expected(day) else frozenset()
    waited_s = (moment - feed_utc(day)).total_seconds()
    for task in FEEDS:
        categories = SubjectExpression.parse(task.key.partition("/")[2]).included()
        pause = IDLE_S
        if is_expected(day) and not categories <= verified:
            pause = SOON_S if waited_s < SEARCHING_S else _HOUR
        if _is_due(outside, known.get(task.key), pause):
            yield task


def _pause_of_changes(known: dict[str, Harvest], moment: datetime) -> float:
    """None at all if something was announced since the last harvest began."""
    last = known.get(CHANGES.key, Harvest("")).succeeded_s
    days = (moment.date() - timedelta(days=1), moment.date(), moment.date() + timedelta(days=1))
    times = [mailing_utc(day) + later for day in days for later in _AFTER_MAILING]
    times += [feed_utc(day) + later for day in days for later in _AFTER_FEED]
    is_news = any(last < one.timestamp() <= moment.timestamp() for one in times)
    return 0.0 if is_news else IDLE_S


def _edition(
    outside: Outside, known: dict[str, Harvest], edition: str, today: date
) -> Iterator[Task]:
    """Editions of this year and the next are asked for daily, older ones every thirty days."""
    name, _, year = edition.rpartition(".")
    pause = _DAY if int(year) >= today.year else 30 * _DAY
    task = edition_task(edition)
    streams = [known.get(f"{task.key}@{source}") for source in sources_of(name)]
    tried = [one for one in streams if one is not None and one.tried_s]
    newest = max(tried, key=lambda one: one.tried_s) if tried else None
    if _is_due(outside, newest, pause):
        yield task


def _is_due(outside: Outside, harvest: Harvest | None, pause_s: float) -> bool:
    """Whether so long has passed since it was tried, longer after failures."""
    if harvest is None or not harvest.tried_s:
        return True
    waited_s = outside.now() - harvest.tried_s
    if harvest.is_stopped:
        return waited_s >= STOPPED_S
    if harvest.failures:
        return waited_s >= min(_MINUTE * 2.0 ** min(harvest.failures, 10), LONGEST_PAUSE_S)
    return waited_s >= pause_s
