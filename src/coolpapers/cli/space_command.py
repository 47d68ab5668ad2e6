"""`coolpapers space status|build|near`."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.printing import print_hit
from coolpapers.errors import PaperNotFoundError
from coolpapers.flows.latent import build_space, describe
from coolpapers.ids import PaperId
from coolpapers.library import SPACE_DIRECTORY
from coolpapers.semantic.embeddings import provider_of


@click.group("space")
def command() -> None:
    """Look after the latent space: the vectors by which papers are near in meaning.

    Like the index it is derived from the store and may be deleted at any time; `serve` keeps it.
    """


@command.command("status")
@data_option
@json_option
def status(data: Path | None, as_json: bool) -> None:
    """Tell what the space was fitted on, how far it is, and how far new papers drift from it."""
    library = library_of(data)
    facts = describe(library.store, library.settings.data / SPACE_DIRECTORY)
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name:<16} {value}")


@command.command("build")
@click.option("--anew", is_flag=True, help="Fit it again, whatever is there.")
@data_option
def build(anew: bool, data: Path | None) -> None:
    """Bring the space up to the store; an old one serves until the new one is complete."""
    library = library_of(data)
    root = library.settings.data / SPACE_DIRECTORY
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("fitting", total=1.0)
        count = build_space(
            library.store,
            root,
            lambda doing, share: bar.update(task, description=doing, completed=share),
            anew=anew,
            provider=provider_of(library.settings),
        )
    click.echo(f"{count:,} papers in the space")


@command.command("near")
@click.argument("paper")
@click.option("--show", type=click.IntRange(1, 1000), default=10, help="How many papers.")
@data_option
@json_option
def near(paper: str, show: int, data: Path | None, as_json: bool) -> None:
    """Show the papers nearest to one in meaning alone."""
    library = library_of(data)
    found = library.store.papers.get([PaperId.parse(paper)])
    if not found:
        raise PaperNotFoundError(paper)
    hits = library.space.neighbours(found[0].number, show)
    papers = library.store.papers.numbered([hit.number for hit in hits])
    if as_json:
        cosines = {hit.number: round(hit.cosine, 4) for hit in hits}
        print_json([{"id": str(one.paper.id), "cosine": cosines[one.number]} for one in papers])
        return
    for at, held in enumerate(papers, start=1):
        print_hit(at, held)
