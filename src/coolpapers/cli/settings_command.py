"""`coolpapers settings`."""

import os
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from coolpapers.cli.options import data_option, json_option, print_json, settings_of
from coolpapers.settings import Settings, unknown_names


@click.command("settings")
@data_option
@json_option
def command(data: Path | None, as_json: bool) -> None:
    """Show every setting, its value here, and where that value comes from.

    A setting comes from settings.toml in the data directory, from the environment
    (COOLPAPERS_NAME, or COOLPAPERS_NAME_FILE naming a file that holds the value), or from the
    command line; the later wins.
    """
    settings = settings_of(data)
    if as_json:
        print_json(
            {
                name: {"value": one.shown if one.row.secret else one.value, "origin": one.origin}
                for name, one in settings.items()
            }
        )
    else:
        Console().print(_table(settings))
    for name in unknown_names(os.environ):
        click.echo(f"{name} is set, but there is no such setting", err=True)


def _table(settings: Settings) -> Table:
    table = Table("setting", "value", "from", "what it does", box=None, pad_edge=False)
    for name, one in settings.items():
        table.add_row(name, one.shown or "(empty)", one.origin, one.row.sentence)
    return table
