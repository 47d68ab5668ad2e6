"""`coolpapers restore FILE`."""

from pathlib import Path

import click

from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.printing import pages_done
from coolpapers.flows.backups import restore


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Give up the papers that the library holds now.")
@data_option
@json_option
def command(file: Path, replace: bool, data: Path | None, as_json: bool) -> None:
    """Bring the library back to what a backup holds; stop the server first.

    The backup is looked over before anything is changed. The index is built again by the next
    `coolpapers serve` or `coolpapers index rebuild`.
    """
    with pages_done("restore", quiet=as_json) as watch:
        found = restore(library_of(data), file, watch, replace=replace)
    if as_json:
        print_json({"file": str(file), **found._asdict()})
    else:
        click.echo(f"{found.papers:,} papers restored; the index is built again by the next serve")
