"""`coolpapers search QUERY`."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, cast

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
from coolpapers.client.questions import Branch
from coolpapers.flows.asking import Slice, search_papers
from coolpapers.flows.suggesting import meant
from coolpapers.formats import jsonl
from coolpapers.library import open_library
from coolpapers.records import Held
from coolpapers.search.query import parse
from coolpapers.settings import Settings


class _Asked(NamedTuple):
    text: str
    branch: str
    skip: int
    show: int


class _Answer(NamedTuple):
    query: str
    ignored: Sequence[str]
    total: int
    papers: Sequence[Held]
    meant: str


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--branch",
    type=click.Choice(["all", "arxiv", "venue"]),
    default="all",
    show_default=True,
    help="Where to search.",
)
@click.option(
    "--show", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers."
)
@click.option("--skip", type=click.IntRange(0), default=0, help="How many to pass over.")
@server_option
@data_option
@json_option
def command(
    query: tuple[str, ...],
    branch: str,
    show: int,
    skip: int,
    server: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Find papers: words are all preferred, "phrases" must occur, -words must not.

    \b
    coolpapers search attention is all you need
    coolpapers search '"masked language" -vision'
    """
    asked = _Asked(" ".join(query), branch, skip, show)
    started = perf_counter()
    answer = _ask(settings_of(data, server=server), asked)
    took_ms = (perf_counter() - started) * 1000
    if as_json:
        print_json(
            {
                "query": answer.query,
                "ignored": list(answer.ignored),
                "meant": answer.meant,
                "total": answer.total,
                "took_ms": round(took_ms, 2),
                "papers": [msgspec.Raw(jsonl.to_json(held.paper)) for held in answer.papers],
            }
        )
        return
    for index, held in enumerate(answer.papers, start=skip + 1):
        print_hit(index, held)
    click.echo(f"{answer.total} papers, {took_ms:.1f} ms", err=True)
    if answer.ignored:
        click.echo(f"Left out: {', '.join(answer.ignored)}", err=True)
    if answer.meant:
        click.echo(f"Did you mean: {answer.meant}", err=True)


def _ask(settings: Settings, asked: _Asked) -> _Answer:
    """The answer of the library here, or of another Cool Papers."""
    client = client_of(settings)
    if client is None:
        library = open_library(settings)
        query = parse(asked.text)
        branch = None if asked.branch == "all" else asked.branch
        found = search_papers(library, query, branch, Slice(asked.skip, asked.show))
        better = None if asked.skip else meant(library, query, found.total)
        said = "" if better is None else str(better)
        ignored = (*query.ignored, *found.skipped)
        return _Answer(str(query), ignored, found.total, found.papers, said)
    with client:
        page = client.search(
            asked.text, branch=cast("Branch", asked.branch), skip=asked.skip, show=asked.show
        )
    papers = list(map(wire.held_of, page.papers))
    return _Answer(page.query, page.ignored, page.total, papers, page.meant)
