"""`coolpapers digest EXPRESSION`: the few papers of a list that stand for the many."""

from datetime import datetime
from pathlib import Path

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.cli.printing import print_hit
from coolpapers.flows.digest import MOST_CHOSEN, Digest, as_record, digest
from coolpapers.library import Library
from coolpapers.records import DaySelection, EditionSelection, Held, Selection
from coolpapers.subjects import SubjectExpression


@click.command("choose")
@click.argument("expression")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day; the newest if not given.")
@click.option(
    "-k",
    "--papers",
    "count",
    type=click.IntRange(1, MOST_CHOSEN),
    default=20,
    show_default=True,
    help="How many papers to choose.",
)
@click.option("--prefer", default="", help="Words, separated by commas, that count for more.")
@data_option
@json_option
def choose(
    expression: str, day: datetime | None, count: int, prefer: str, data: Path | None, as_json: bool
) -> int:
    """Choose the papers that span a list: categories on a day (cs.CL+cs.LG) or an edition."""
    library = library_of(data)
    selection = selection_of(library, expression, day)
    numbers = library.store.listings.numbers(selection) if selection else []
    words = [word.strip() for word in prefer.split(",") if word.strip()]
    scores = library.engine.scores(words, numbers) if words else None
    found = digest(library.space, numbers, count, scores=scores)
    held = {one.number: one for one in library.store.papers.numbered(list(found.parts))}
    if as_json:
        print_json(as_record(found, held))
    else:
        _print(found, held)
    return Exit.DONE if found.chosen else Exit.NOT_FOUND


def selection_of(library: Library, expression: str, day: datetime | None) -> Selection | None:
    """The list that an expression names; None if there is no day with such papers.

    Raises:
        SubjectError: It names neither categories nor an edition that the library has.
    """
    for edition in library.store.listings.editions():
        if expression.lower() in (edition.venue.lower(), f"{edition.venue}.{edition.year}".lower()):
            return EditionSelection(edition.venue, edition.year)
    subjects = SubjectExpression.parse(expression)
    on = day.date() if day else library.store.listings.newest_day(subjects)
    return DaySelection(subjects, on, on) if on else None


def _print(found: Digest, held: dict[int, Held]) -> None:
    if not found.chosen:
        click.echo("no papers here, or none with a vector yet (coolpapers space status)", err=True)
        return
    for one in found.chosen:
        print_hit(one.place + 1, held[one.number])
        if one.stands_for:
            click.echo(f"    stands for {len(one.stands_for)} others")
    click.echo(
        f"{len(found.chosen)} of {found.papers} papers cover {found.coverage:.0%} of the list; "
        f"no choice of so many can cover more than {found.bound:.0%}.",
        err=True,
    )
