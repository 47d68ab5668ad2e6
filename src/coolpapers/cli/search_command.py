"""`coolpapers search QUERY`."""

from pathlib import Path
from time import perf_counter

import click
import msgspec

from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.printing import print_hit
from coolpapers.formats import jsonl
from coolpapers.search.query import parse


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--branch", type=click.Choice(["all", "arxiv", "venue"]), default="all", show_default=True
)
@click.option(
    "--show", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers."
)
@click.option("--skip", type=click.IntRange(0), default=0, help="How many to pass over.")
@data_option
@json_option
def command(
    query: tuple[str, ...], branch: str, show: int, skip: int, data: Path | None, as_json: bool
) -> None:
    r"""Find papers: words are all preferred, "phrases" must occur, -words must not.

    \b
    coolpapers search attention is all you need
    coolpapers search '"masked language" -vision'
    """
    library = library_of(data)
    started = perf_counter()
    asked = parse(" ".join(query))
    hits = library.engine.search(
        asked,
        branch=None if branch == "all" else branch,
        order="relevance",
        limit=show,
        offset=skip,
    )
    took_ms = (perf_counter() - started) * 1000
    papers = library.store.papers.numbered([hit.number for hit in hits.hits])
    if as_json:
        print_json(
            {
                "query": str(asked),
                "ignored": list(asked.ignored),
                "total": hits.total,
                "took_ms": round(took_ms, 2),
                "papers": [msgspec.Raw(jsonl.to_json(held.paper)) for held in papers],
            }
        )
        return
    for index, held in enumerate(papers, start=skip + 1):
        print_hit(index, held)
    click.echo(f"{hits.total} papers, {took_ms:.1f} ms", err=True)
