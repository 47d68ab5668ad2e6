"""The answers that another Cool Papers keeps, on the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from coolpapers import wire
from coolpapers.cli.exits import Exit
from coolpapers.ids import PaperId
from coolpapers.web.language import TEXTS

if TYPE_CHECKING:
    from coolpapers.client import Client


def show_kept(client: "Client", paper: str, language: str, model: str) -> int:
    """Print the newest whole answer there in a language, of a model if one is named.

    Nothing is begun there: who pays for a model decides that on its own pages.
    """
    with client:
        kept = client.answers(str(PaperId.parse(paper))).answers
    chosen = _chosen(kept, language, model)
    if chosen is None:
        others = ", ".join(f"{one.model} ({one.language})" for one in kept) or "none"
        click.echo(f"no such answer is kept there; these are: {others}", err=True)
        return Exit.NOT_FOUND
    for reply in chosen.replies:
        click.secho(f"\nQ{reply.number}: {TEXTS[language](f'faq.q{reply.number}')}\n", bold=True)
        click.echo(reply.text)
    click.echo(f"{chosen.model}, v{chosen.version}, {chosen.written:%Y-%m-%d}", err=True)
    return Exit.DONE


def _chosen(kept: Sequence[wire.Answer], language: str, model: str) -> wire.Answer | None:
    fitting = (one for one in kept if one.language == language and model in ("", one.model))
    return next(fitting, None)
