"""`coolpapers show ID`."""

from pathlib import Path

import click

from coolpapers.cli.options import data_option, json_option, library_of
from coolpapers.cli.printing import print_paper
from coolpapers.errors import PaperNotFoundError
from coolpapers.formats import jsonl
from coolpapers.ids import PaperId


@click.command("show")
@click.argument("paper")
@data_option
@json_option
def command(paper: str, data: Path | None, as_json: bool) -> None:
    r"""Show one paper by its id or address, in any form people write them.

    \b
    coolpapers show 1706.03762
    coolpapers show https://openreview.net/forum?id=YicbFdNTTy
    """
    asked = PaperId.parse(paper)
    found = library_of(data).store.papers.get([asked])
    if not found:
        raise PaperNotFoundError(str(asked))
    if as_json:
        click.echo(jsonl.to_json(found[0].paper).decode().rstrip())
    else:
        print_paper(found[0])
