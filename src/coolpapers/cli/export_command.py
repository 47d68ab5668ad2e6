"""`coolpapers export QUERY-OR-IDS --format bibtex`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, library_of
from coolpapers.formats.citations import FORMS, written
from coolpapers.ids import PaperId
from coolpapers.library import Library
from coolpapers.records import Paper
from coolpapers.search.naming import ids_alone
from coolpapers.search.query import parse

BATCH = 200
MOST = 100_000
_NAMED = 5


@click.command("export")
@click.argument("query_or_ids", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="bibtex", show_default=True
)
@click.option(
    "--output", "-o", type=click.File("wb", atomic=True), default="-", help="The file to write."
)
@click.option(
    "--branch", type=click.Choice(["all", "arxiv", "venue"]), default="all", show_default=True
)
@click.option(
    "--show",
    type=click.IntRange(1, MOST),
    default=10_000,
    show_default=True,
    help="At most this many papers of a search, the best ones.",
)
@data_option
def command(
    query_or_ids: tuple[str, ...],
    form: str,
    output: BinaryIO,
    branch: str,
    show: int,
    data: Path | None,
) -> int:
    r"""Write papers for other programs: those of a search, or some by their ids or addresses.

    \b
    coolpapers export 1706.03762 2024.acl-long.1@ACL
    coolpapers export 'cat:cs.CL "masked language" year:2019..' --format ris -o papers.ris
    """
    library, text = library_of(data), " ".join(query_or_ids)
    ids = ids_alone(text)
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


def _missing(library: Library, ids: Sequence[PaperId]) -> int:
    """Says which papers are not held; that is exit code 4, though the others were written."""
    held = {one.paper.id for one in library.store.papers.get(ids)}
    missing = [str(paper) for paper in ids if paper not in held]
    if not missing:
        return Exit.DONE
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    click.echo(f"not in this library: {', '.join(missing[:_NAMED])}{more}", err=True)
    return Exit.NOT_FOUND
