"""`coolpapers import FILE...`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from coolpapers.cli.collecting import collected_seldom
from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.errors import FormatError
from coolpapers.flows.imports import Importer, import_stream, importing
from coolpapers.formats import BadRecord, ByteStream, open_stream
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.records import Counts

MAX_REPORTED = 100
"""Bad records printed one by one; the rest are only counted."""

_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--no-index", is_flag=True, help="Leave the search index to a later command.")
@data_option
@json_option
def command(files: tuple[Path, ...], no_index: bool, data: Path | None, as_json: bool) -> int:
    """Read files of papers into the library; `-` is standard input.

    Understood by their content, also in gzip, xz or zstd: arXiv's metadata snapshot, conference
    lists as JSON, our own JSON lines, BibTeX. Importing a file again changes nothing; an
    interrupted import goes on where it stopped. A bad record is reported with its line and
    skipped; the exit code is 3 then.
    """
    library = library_of(data)
    counts: dict[str, Counts] = {}
    with (
        collected_seldom(),
        _importer(library, index=not no_index, quiet=as_json) as importer,
    ):
        for file in files:
            counts[str(file)] = _import(importer, file, quiet=as_json)
    total = sum(counts.values(), Counts())
    if as_json:
        print_json({"files": counts, "total": total})
    elif len(files) > 1:
        click.echo(f"all: {_sentence(total)}")
    return Exit.BAD_RECORDS if total.failed else Exit.DONE


@contextmanager
def _importer(library: Library, *, index: bool, quiet: bool) -> Iterator[Importer]:
    if not index:
        yield Importer(library.store)
        return
    with (
        _catching_up(quiet=quiet) as progress,
        importing(library.store, library.settings.data / INDEX_DIRECTORY, progress) as importer,
    ):
        yield importer


@contextmanager
def _catching_up(*, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A count on a terminal of what is indexed behind the files, once there is any."""
    columns = (TextColumn("indexing"), BarColumn(), TextColumn("{task.completed:,.0f} papers"))
    bar = _progress(*columns, quiet=quiet)
    task = bar.add_task("", total=None)

    def show(papers: int) -> None:
        bar.start()
        bar.advance(task, papers)

    try:
        yield show
    finally:
        bar.stop()


def _import(importer: Importer, file: Path, *, quiet: bool) -> Counts:
    reported = 0

    def report(bad: BadRecord) -> None:
        nonlocal reported
        reported += 1
        if reported <= MAX_REPORTED:
            click.echo(f"{file}:{bad.line}: {bad.reason}", err=True)
        elif reported == MAX_REPORTED + 1:
            click.echo(f"{file}: more bad records are counted, not shown", err=True)

    with _opened(file) as stream, _reading(quiet=quiet) as bar:
        task = bar.add_task(file.name, total=stream.size or None, papers="")

        def watch(counts: Counts) -> None:
            elapsed = bar.tasks[task].elapsed or 0
            rate = f"{counts.total / elapsed:,.0f}/s" if elapsed > 0.5 else ""
            bar.update(task, completed=stream.position, papers=f"{counts.total:,} papers {rate}")

        counts = import_stream(importer, stream, report, watch)
    if not quiet:
        click.echo(f"{file}: {_sentence(counts)}")
    return counts


def _opened(file: Path) -> ByteStream:
    try:
        return open_stream(file)
    except OSError as error:  # It was there when the command began.
        raise FormatError(f"{file} cannot be read: {error.strerror}") from error


def _reading(*, quiet: bool) -> Progress:
    return _progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[papers]}"),
        TimeRemainingColumn(),
        quiet=quiet,
    )


def _progress(*columns: ProgressColumn, quiet: bool) -> Progress:
    return Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )


def _sentence(counts: Counts) -> str:
    return (
        f"{counts.total:,} papers: {counts.new:,} new, {counts.changed:,} changed, "
        f"{counts.same:,} same, {counts.failed:,} failed"
    )
