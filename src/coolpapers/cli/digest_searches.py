"""`coolpapers digest save|saved|forget`: searches under a name."""

import re
from pathlib import Path

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.search.query import parse
from coolpapers.store import SavedSearch

_NAME = re.compile(r"[\w][\w .-]{0,59}")


@click.command("save")
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--branch", type=click.Choice(["all", "arxiv", "venue"]), default="all")
@data_option
def save(name: str, query: tuple[str, ...], branch: str, data: Path | None) -> None:
    """Keep a search under a name; another one of that name is replaced.

    \b
    coolpapers digest save graphs 'cat:cs.LG+stat.ML "graph neural"'
    """
    text = " ".join(query)
    if not _NAME.fullmatch(name):
        raise click.UsageError("a name has letters, digits, spaces and . - _, 60 at most")
    if parse(text).root is None:
        raise click.UsageError(f"this asks for nothing: {text!r}")
    library_of(data).store.searches.put(SavedSearch(name, branch, text))


@click.command("saved")
@data_option
@json_option
def saved(data: Path | None, as_json: bool) -> None:
    """Show the saved searches."""
    searches = library_of(data).store.searches.all()
    if as_json:
        print_json([one._asdict() for one in searches])
        return
    for one in searches:
        click.echo(f"{one.name}\t{one.branch}\t{one.query}")


@click.command("forget")
@click.argument("name")
@data_option
def forget(name: str, data: Path | None) -> int:
    """Remove a saved search."""
    if library_of(data).store.searches.remove(name):
        return Exit.DONE
    click.echo(f"no saved search is called {name!r}", err=True)
    return Exit.NOT_FOUND
