"""`coolpapers ledger`."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from coolpapers import wire
from coolpapers.cli.options import (
    client_of,
    data_option,
    json_option,
    library_of,
    print_json,
    server_option,
    settings_of,
)
from coolpapers.library import open_library
from coolpapers.schedule import is_expected
from coolpapers.settings import Settings
from coolpapers.store.ledger import Entry
from coolpapers.subjects import CATEGORIES

DAYS = 14
MOST_NAMED = 500


@click.command("ledger")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="One day, by category.")
@click.option("--days", default=DAYS, show_default=True, help="So many days back from today.")
@click.option("--missing", is_flag=True, help="Name the papers that are missing.")
@server_option
@data_option
@json_option
def command(
    day: datetime | None,
    days: int,
    missing: bool,
    server: str | None,
    data: Path | None,
    as_json: bool,
) -> int:
    """Show per day what was announced, what is held, what is missing, and when that was checked.

    The exit code is 1 if papers are missing. A working day whose announcements were never seen,
    such as while the machine was off, is shown as not seen; its papers come with the changes at
    arXiv and stand on the day that its schedule gives them.
    """
    settings, chosen = settings_of(data, server=server), day.date() if day else None
    if missing and settings.text("server"):
        raise click.UsageError("--missing names papers that the library here misses, not another")
    entries = _categories(settings, chosen) if chosen else _days(settings, days)
    gaps: list[str] = []
    if missing:
        gaps = [one.local for one in library_of(data).store.ledger.gaps(MOST_NAMED, chosen)]
    if as_json:
        rows = [{**one._asdict(), "missing": one.missing} for one in entries]
        print_json({"entries": rows, "missing": gaps})
    else:
        for entry in entries:
            click.echo(_line(entry))
        for one in gaps:
            click.echo(f"missing {one}")
    return 1 if any(one.missing for one in entries) else 0


def _categories(settings: Settings, day: date) -> list[Entry]:
    """The categories of a day; archives are verified with their feeds, but announce nothing."""
    client = client_of(settings)
    if client is None:
        found = open_library(settings).store.ledger.categories(day)
    else:
        with client:
            found = list(map(_entry, client.ledger(date=day).entries))
    return [one for one in found if one.category in CATEGORIES]


def _read(settings: Settings, first: date, last: date) -> list[Entry]:
    """What the library here, or another Cool Papers, read from one day to another."""
    client = client_of(settings)
    if client is None:
        return open_library(settings).store.ledger.days(first, last)
    with client:
        return list(map(_entry, client.ledger(first=first, last=last).entries))


def _entry(told: wire.Entry) -> Entry:
    verified_s = told.verified.timestamp() if told.verified else None
    return Entry(told.day, told.category, told.announced, told.held, verified_s)


def _days(settings: Settings, days: int) -> list[Entry]:
    """The days that were read, and the working days since the first of them that were not."""
    today = datetime.now(UTC).date()
    read = {one.day: one for one in _read(settings, today - timedelta(days=days), today)}
    if not read:
        return []
    first, entries = min(read), []
    for back in range((today - first).days + 1):
        day = today - timedelta(days=back)
        if day in read or is_expected(day):
            entries.append(read.get(day) or Entry(day, "*", 0, 0, None))
    return entries


def _line(entry: Entry) -> str:
    name = f"{entry.day:%Y-%m-%d %a}" if entry.category == "*" else f"{entry.category:<14}"
    return f"{name}  {entry.announced:>6,} announced  {entry.held:>6,} held  {_said(entry)}"


def _said(entry: Entry) -> str:
    if entry.verified_s is None:
        return "not seen" if not entry.announced else _missing(entry)
    checked = datetime.fromtimestamp(entry.verified_s, UTC)
    return f"{_missing(entry)}, {checked:%Y-%m-%d %H:%M} UTC"


def _missing(entry: Entry) -> str:
    return f"{entry.missing:,} missing" if entry.missing else "complete"
