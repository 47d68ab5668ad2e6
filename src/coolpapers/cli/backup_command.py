"""`coolpapers backup FILE`."""

from pathlib import Path

import click

from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.printing import pages_done
from coolpapers.flows.backups import back_up


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@json_option
def command(file: Path, data: Path | None, as_json: bool) -> None:
    """Write the library to a file, while it is in use, and look the file over.

    The file holds papers, days, stars and answers; the index is derived from them and not in it.

    \b
    coolpapers backup /backups/papers-$(date +%F).sqlite
    """
    with pages_done("backup", quiet=as_json) as watch:
        found = back_up(library_of(data), file, watch)
    if as_json:
        print_json({"file": str(file), **found._asdict()})
    else:
        click.echo(f"{file}: {found.papers:,} papers, {found.size_bytes / 1e6:,.1f} MB, sound")
