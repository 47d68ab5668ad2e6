"""`coolpapers venues add|remove|list`."""

import difflib
import re
from pathlib import Path

import click

from coolpapers.cli.options import (
    client_of,
    data_option,
    json_option,
    library_of,
    print_json,
    server_option,
    settings_of,
)
from coolpapers.flows.outside import open_outside
from coolpapers.flows.sync import add, edition_task
from coolpapers.library import open_library
from coolpapers.settings import Settings
from coolpapers.sources import SOURCES, sources_of

_EDITION = re.compile(r"(?P<venue>[A-Za-z][\w-]*)\.(?P<year>(?:19|20)\d\d)", re.ASCII)


@click.group("venues")
def command() -> None:
    """Say which conferences the library follows, by edition: ICLR.2026.

    Wanted editions are harvested by `coolpapers sync`, `work` and `serve`, new ones daily, old
    ones now and then.
    """


@command.command("add")
@click.argument("editions", nargs=-1, required=True)
@data_option
def add_command(editions: tuple[str, ...], data: Path | None) -> None:
    """Follow editions; the next `sync`, or a running `serve`, fetches them."""
    library, names = library_of(data), [_edition(text) for text in editions]
    outside = open_outside(library)
    for name in names:
        is_new = library.store.harvests.want_edition(name)
        add(outside, edition_task(name))
        asked = " or ".join(sources_of(name.rpartition(".")[0]))
        click.echo(f"{name}: {'wanted' if is_new else 'wanted already'}, from {asked}")


@command.command("remove")
@click.argument("editions", nargs=-1, required=True)
@data_option
def remove_command(editions: tuple[str, ...], data: Path | None) -> None:
    """Follow editions no longer; their papers stay."""
    library = library_of(data)
    for name in map(_edition, editions):
        was = library.store.harvests.unwant_edition(name)
        click.echo(f"{name}: {'no longer wanted' if was else 'was not wanted'}")


@command.command("list")
@click.option("--known", is_flag=True, help="List every venue that some source has.")
@server_option
@data_option
@json_option
def list_command(known: bool, server: str | None, data: Path | None, as_json: bool) -> None:
    """List the wanted editions, how many papers are held of each, and how their harvest went.

    Another Cool Papers tells every edition that it holds; what it wants is its operator's.
    """
    if known:
        venues = {venue: sources_of(venue) for venue in _venues()}
        if as_json:
            print_json(venues)
            return
        for venue, names in venues.items():
            click.echo(f"{venue:<20} {', '.join(names)}")
        return
    rows = _rows(settings_of(data, server=server))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['edition']:<24} {row['papers']:>7,} papers  {row['said']}")


def _rows(settings: Settings) -> list[dict[str, object]]:
    client = client_of(settings)
    if client is not None:
        with client:
            editions = client.venues().editions
        return [
            {"edition": f"{one.venue}.{one.year}", "papers": one.papers, "said": one.address}
            for one in editions
        ]
    store = open_library(settings).store
    held = {f"{one.venue}.{one.year}": one.papers for one in store.listings.editions()}
    rows: list[dict[str, object]] = []
    for name in store.harvests.editions():
        said = [
            f"{one.name.rpartition('@')[2]}: {one.reason or 'ok'}"
            for one in store.harvests.all()
            if one.name.startswith(f"edition/{name}@")
        ]
        shown = "; ".join(said) or "not fetched yet"
        rows.append({"edition": name, "papers": held.get(name, 0), "said": shown})
    return rows


def _venues() -> list[str]:
    return sorted({venue for row in SOURCES.values() for venue in row.venues})


def _edition(text: str) -> str:
    """The edition in its own spelling, `ICLR.2026`.

    Raises:
        click.UsageError: There is no source of it.
    """
    found = _EDITION.fullmatch(text)
    if found is None:
        raise click.UsageError(f"not an edition such as ICLR.2026: {text}")
    names = {venue.lower(): venue for venue in _venues()}
    venue = names.get(found["venue"].lower())
    if venue is None:
        near = difflib.get_close_matches(found["venue"].lower(), names, 3, 0.5)
        hint = f"; did you mean {', '.join(names[one] for one in near)}?" if near else ""
        raise click.UsageError(f"no source has {found['venue']}{hint}")
    return f"{venue}.{found['year']}"
