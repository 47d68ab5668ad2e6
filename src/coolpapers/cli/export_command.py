"""`coolpapers export QUERY-OR-IDS --format bibtex`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from coolpapers import wire
from coolpapers.cli.exits import Exit
from coolpapers.cli.options import client_of, data_option, server_option, settings_of
from coolpapers.client.questions import Branch
from coolpapers.formats.citations import FORMS, written
from coolpapers.ids import PaperId
from coolpapers.library import Library, open_library
from coolpapers.records import Paper
from coolpapers.search.naming import ids_alone
from coolpapers.search.query import parse

if TYPE_CHECKING:
    from coolpapers.client import Client

BATCH = 200
MOST = 100_000
_NAMED = 5


@click.command("export")
@click.argument("query_or_ids", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="bibtex",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--output", "-o", type=click.File("wb", atomic=True), default="-", help="The file to write."
)
@click.option(
    "--branch",
    type=click.Choice(["all", "arxiv", "venue"]),
    default="all",
    show_default=True,
    help="Where to search.",
)
@click.option(
    "--show",
    type=click.IntRange(1, MOST),
    default=10_000,
    show_default=True,
    help="At most this many papers of a search, the best ones.",
)
@server_option
@data_option
def command(
    query_or_ids: tuple[str, ...],
    form: str,
    output: BinaryIO,
    branch: str,
    show: int,
    server: str | None,
    data: Path | None,
) -> int:
    """Write papers for other programs: those of a search, or some by their ids or addresses.

    \b
    coolpapers export 1706.03762 2024.acl-long.1@ACL
    coolpapers export 'cat:cs.CL "masked language" year:2019..' --format ris -o papers.ris
    """
    settings, text = settings_of(data, server=server), " ".join(query_or_ids)
    ids = ids_alone(text)
    if (client := client_of(settings)) is not None:
        with client:
            missing: list[str] = []
            elsewhere = (
                _named_there(client, ids, missing)
                if ids
                else _found_there(client, text, branch, show)
            )
            for piece in written(elsewhere, FORMS[form]):
                output.write(piece)
        return _say_missing(missing)
    library = open_library(settings)
    batches = _named(library, ids) if ids else _found(library, text, branch, show)
    for piece in written(batches, FORMS[form]):
        output.write(piece)
    return _missing(library, ids)


def _named(library: Library, ids: Sequence[PaperId]) -> Iterator[list[Paper]]:
    for at in range(0, len(ids), BATCH):
        yield [held.paper for held in library.store.papers.get(ids[at : at + BATCH])]


def _found(library: Library, text: str, branch: str, show: int) -> Iterator[list[Paper]]:
    """The hits, a batch of papers in memory at a time; what of the query was ignored is said."""
    query = parse(text)
    if query.ignored:
        click.echo(f"ignored: {', '.join(query.ignored)}", err=True)
    hits = library.engine.search(query, branch=None if branch == "all" else branch, limit=show)
    numbers = [hit.number for hit in hits.hits]
    for at in range(0, len(numbers), BATCH):
        yield [held.paper for held in library.store.papers.numbered(numbers[at : at + BATCH])]
    click.echo(f"{len(numbers)} of {hits.total} papers", err=True)


def _named_there(
    client: "Client", ids: Sequence[PaperId], missing: list[str]
) -> Iterator[list[Paper]]:
    """The papers that another Cool Papers holds; the others are added to `missing`."""
    found = client.papers(map(str, ids))
    missing += found.missing
    yield [wire.held_of(paper).paper for paper in found.papers]


def _found_there(client: "Client", text: str, branch: str, show: int) -> Iterator[list[Paper]]:
    """The hits of another Cool Papers, a page in memory at a time."""
    left = show
    first = client.search(text, branch=cast("Branch", branch), show=min(show, BATCH))
    for page in client.pages(first):
        yield [wire.held_of(paper).paper for paper in page.papers[:left]]
        left -= len(page.papers)
        if left <= 0:
            break
    click.echo(f"{show - max(0, left)} of {first.total} papers", err=True)


def _missing(library: Library, ids: Sequence[PaperId]) -> int:
    """Says which papers are not held; that is exit code 4, though the others were written."""
    held = {one.paper.id for one in library.store.papers.get(ids)}
    missing = [str(paper) for paper in ids if paper not in held]
    return _say_missing(missing)


def _say_missing(missing: Sequence[str]) -> int:
    if not missing:
        return Exit.DONE
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    click.echo(f"not in this library: {', '.join(missing[:_NAMED])}{more}", err=True)
    return Exit.NOT_FOUND
