"""Papers and listings on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.text import Text

from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Held, Paper

WIDTH = 88


def console() -> Console:
    """A terminal no wider than a comfortable line."""
    found = Console(highlight=False)
    found.width = min(found.width, WIDTH)
    return found


def print_paper(held: Held) -> None:
    """Everything the library says of one paper."""
    paper = held.paper
    out = console()
    out.print(Text(paper.title, style="bold"))
    out.print(Text(", ".join(author.name for author in paper.authors), style="dim"))
    out.print()
    if paper.abstract:
        out.print(Text(paper.abstract))
        out.print()
    for name, value in _facts(held):
        if value:
            out.print(Text.assemble((f"{name:<10} ", "dim"), value))


def print_hit(index: int, held: Held) -> None:
    """One line for the title, one for the rest."""
    paper = held.paper
    names = [author.name for author in paper.authors]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    out = console()
    out.print(Text.assemble((f"{index:>3} ", "dim"), (paper.title, "bold")))
    line = "  ".join(part for part in (paper.id.local, _when(paper), shown) if part)
    out.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))


def _when(paper: Paper) -> str:
    if paper.venue is not None:
        return paper.venue.edition
    return paper.announced.isoformat() if paper.announced else ""


def _facts(held: Held) -> list[tuple[str, str]]:
    paper = held.paper
    venue = paper.venue
    published, updated = paper.published_utc, paper.updated_utc
    return [
        ("id", str(paper.id)),
        ("subjects", " ".join(paper.subjects)),
        ("venue", f"{venue.edition} {venue.track}".strip() if venue else ""),
        ("published", f"{published:%Y-%m-%d %H:%M} UTC" if published else ""),
        ("updated", f"{updated:%Y-%m-%d %H:%M} UTC" if updated and updated != published else ""),
        ("versions", str(len(paper.versions)) if len(paper.versions) > 1 else ""),
        ("announced", paper.announced.isoformat() if paper.announced else ""),
        ("comment", paper.comment),
        ("journal", paper.journal_ref),
        ("doi", paper.doi),
        ("licence", paper.licence),
        ("page", paper.page_url or page_url(paper.id)),
        ("pdf", paper.pdf_url or pdf_url(paper.id)),
        ("code", paper.code_url),
        ("same as", " ".join(map(str, paper.same_as))),
    ]


@contextmanager
def pages_done(name: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, moved by whoever tells how many pages of the store are done."""
    disable = quiet or not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=disable) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
