"""`coolpapers related ID`."""

from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from coolpapers import wire
from coolpapers.cli.options import (
    client_of,
    data_option,
    json_option,
    print_json,
    server_option,
    settings_of,
)
from coolpapers.cli.printing import print_hit
from coolpapers.flows.asking import Slice, paper_named, related_papers
from coolpapers.flows.related import DEFAULT, MODES, Mode
from coolpapers.formats import jsonl
from coolpapers.ids import PaperId
from coolpapers.library import open_library
from coolpapers.records import Held
from coolpapers.settings import Settings


class _Like(NamedTuple):
    held: Held
    score: float
    shared: tuple[str, ...]
    cosine: float


@click.command("related")
@click.argument("paper")
@click.option(
    "--show", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers."
)
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default=DEFAULT,
    show_default=True,
    help="By words and meaning, by chosen words, by ten keywords, or by the whole text.",
)
@click.option("--skip", type=click.IntRange(0), default=0, help="How many to pass over.")
@server_option
@data_option
@json_option
def command(
    paper: str,
    show: int,
    mode: Mode,
    skip: int,
    server: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Find papers like a paper, and the words they share with it.

    \b
    coolpapers related 1706.03762
    coolpapers related arxiv:1706.03762 --server https://papers.example.org
    """
    asked = str(PaperId.parse(paper))
    likely, total = _find(settings_of(data, server=server), asked, Slice(skip, show), mode)
    if as_json:
        papers = [
            {
                "score": round(one.score, 3),
                "shared": one.shared,
                "cosine": one.cosine,
                "paper": msgspec.Raw(jsonl.to_json(one.held.paper)),
            }
            for one in likely
        ]
        print_json({"id": asked, "total": total, "related": papers})
        return
    for index, one in enumerate(likely, start=skip + 1):
        print_hit(index, one.held)
        click.echo(f"    {', '.join(one.shared)}")


def _find(settings: Settings, paper: str, part: Slice, mode: Mode) -> tuple[list[_Like], int]:
    """Papers of the library here, or of another Cool Papers."""
    client = client_of(settings)
    if client is None:
        library = open_library(settings)
        found, total = related_papers(library, paper_named(library, paper), part, mode=mode)
        return [_Like(*one) for one in found], total
    if mode != DEFAULT:
        raise click.UsageError("--mode is for the library here; another one has its own way.")
    with client:
        page = client.related(paper, skip=part.skip, show=part.show)
    likely = [
        _Like(wire.held_of(one.paper), one.score, one.shared, one.cosine) for one in page.related
    ]
    return likely, page.total
