"""`coolpapers index status|rebuild|verify|follow|tend`."""

import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from coolpapers.cli.collecting import collected_seldom
from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.tied import tied
from coolpapers.flows.follow import bring_up, follow
from coolpapers.flows.forget import keep_forgetting
from coolpapers.flows.joining import keep_joining
from coolpapers.flows.label import keep_labelled
from coolpapers.flows.latent import keep_space
from coolpapers.flows.prepare import keep_prepared
from coolpapers.flows.verify import verify
from coolpapers.library import INDEX_DIRECTORY, SPACE_DIRECTORY, Library
from coolpapers.search.upkeep import retire
from coolpapers.semantic.embeddings import provider_of
from coolpapers.web.addresses import addresses_of
from coolpapers.web.card import Packer


@click.group("index")
def command() -> None:
    """Look after the search index.

    The index is derived from the store: deleting it is always safe, and it is brought up by
    itself whenever something writes.
    """


@command.command("status")
@data_option
@json_option
def status(data: Path | None, as_json: bool) -> None:
    """Tell how many papers the index holds, how many it misses, and which version it has."""
    library = library_of(data)
    facts = library.engine.describe()
    waiting = library.store.changes.waiting(int(facts.get("position", 0)))
    facts = {**facts, "papers": library.store.listings.totals().papers, "waiting": waiting}
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name:<12} {value}")


@command.command("rebuild")
@data_option
def rebuild(data: Path | None) -> None:
    """Build the index again from the store; the old one answers until the new one is complete."""
    library = library_of(data)
    retire(_index_of(library))
    _show_progress(library)


@command.command("verify")
@data_option
@json_option
def verify_command(data: Path | None, as_json: bool) -> int:
    """Check that every paper of the store is in the index exactly once, and nothing else is."""
    found = verify(library_of(data))
    if as_json:
        print_json({**found._asdict(), "sound": found.sound})
    else:
        click.echo(found.sentence)
    return Exit.DONE if found.sound else Exit.FAILED


@command.command("follow")
@data_option
def follow_command(data: Path | None) -> None:
    """Keep the index in step with the store until standard input ends (`serve` runs this)."""
    library = library_of(data)
    with suppress(KeyboardInterrupt):
        follow(library.store, _index_of(library), tied().wait)


@command.command("tend")
@data_option
def tend(data: Path | None) -> None:
    """Prepare cards, keywords and the latent space behind the index (`serve` runs this).

    It goes on until standard input ends, at the lowest priority, in a process of its own so that
    new papers are searchable first.
    """
    library = library_of(data)
    store, index, stopping = library.store, _index_of(library), tied()
    packer = Packer(addresses_of(library.settings))
    space = library.settings.data / SPACE_DIRECTORY
    for tending in (
        partial(keep_prepared, store, packer.version, packer.pack),
        partial(keep_space, store, space, provider=provider_of(library.settings)),
        partial(keep_labelled, store, index),
        partial(keep_forgetting, store),
        partial(keep_joining, store),
    ):
        threading.Thread(target=tending, args=(stopping.wait,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        stopping.wait()
    stopping.set()


def _index_of(library: Library) -> Path:
    return library.settings.data / INDEX_DIRECTORY


def _show_progress(library: Library) -> None:
    total = library.store.listings.totals().papers
    progress = Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())
    with progress as bar, collected_seldom():
        task = bar.add_task("indexing", total=total)
        done = bring_up(library.store, _index_of(library), lambda papers: bar.advance(task, papers))
    click.echo(f"{done:,} papers indexed")
