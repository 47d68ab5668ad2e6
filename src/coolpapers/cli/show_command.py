"""`coolpapers show ID`."""

from pathlib import Path

import click

from coolpapers import wire
from coolpapers.cli.options import (
    client_of,
    data_option,
    json_option,
    server_option,
    settings_of,
)
from coolpapers.cli.printing import print_paper
from coolpapers.flows.asking import paper_named
from coolpapers.formats import jsonl
from coolpapers.ids import PaperId
from coolpapers.library import open_library
from coolpapers.records import Held
from coolpapers.settings import Settings


@click.command("show")
@click.argument("paper")
@server_option
@data_option
@json_option
def command(paper: str, server: str | None, data: Path | None, as_json: bool) -> None:
    """Show one paper by its id or address, in any form people write them.

    \b
    coolpapers show 1706.03762
    coolpapers show https://openreview.net/forum?id=YicbFdNTTy
    """
    found = _find(settings_of(data, server=server), str(PaperId.parse(paper)))
    if as_json:
        click.echo(jsonl.to_json(found.paper).decode().rstrip())
    else:
        print_paper(found)


def _find(settings: Settings, paper: str) -> Held:
    """The paper of the library here, or of another Cool Papers."""
    client = client_of(settings)
    if client is None:
        return paper_named(open_library(settings), paper)
    with client:
        return wire.held_of(client.paper(paper))
