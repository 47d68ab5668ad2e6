"""`coolpapers sync`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.errors import SourceError, SourceFormatError
from coolpapers.flows import sync
from coolpapers.flows.errands import LEASE_S, renewed
from coolpapers.flows.harvest import HarvestReport
from coolpapers.flows.outside import Outside, open_outside
from coolpapers.flows.sync import Task
from coolpapers.flows.workers import is_gone, worker_name
from coolpapers.store.jobs import LISTINGS


@click.command("sync")
@click.option("--history", is_flag=True, help="Harvest all of arXiv's history as well; resumable.")
@click.option("--only", metavar="NAME", help="Only what begins so: arxiv, arxiv-feed/cs, edition/.")
@data_option
@json_option
def command(history: bool, only: str | None, data: Path | None, as_json: bool) -> int:
    """Bring the library up to date with its sources once.

    Reads the day's announcements of every archive, what changed at arXiv since the last time,
    announced papers that are missing, and the editions of `coolpapers venues`. What another
    process is doing at the moment is left to it. The exit code is 6 if an answer could not be
    read, 7 if a source did not answer.
    """
    library = library_of(data)
    outside, days = open_outside(library), library.settings.number("sync_days")
    tasks = [*sync.everything(outside), *([sync.ALL_HISTORY] if history else [])]
    if only:
        tasks = [task for task in tasks if task.key.startswith(only)]
    runs = [_Run(outside, task, days, quiet=as_json) for task in tasks]
    library.store.jobs.recover(is_gone)
    for run in runs:
        run.do()
    if as_json:
        print_json([run.outcome for run in runs])
    return _code(runs)


class _Run:
    """One task of a `sync`, its outcome, and its line on screen."""

    def __init__(self, outside: Outside, task: Task, days: int, *, quiet: bool) -> None:
        self.outside, self.task, self.days, self.quiet = outside, task, days, quiet
        self.report: HarvestReport | None = None
        self.error: SourceError | None = None

    def do(self) -> None:
        """Do it, unless somebody else is at it."""
        jobs, task = self.outside.store.jobs, self.task
        sync.add(self.outside, task)
        job = jobs.take(LISTINGS, worker_name("sync"), LEASE_S, task.key)
        if job is None:
            self._say("another process is at it, or it waits to be tried again")
            return
        with renewed(jobs, job):
            try:
                self.report = sync.perform(
                    self.outside, task.kind, task.key, sync_days=self.days, tell=self._progress
                )
            except SourceError as error:
                self.error = error
                jobs.fail(job, str(error))
                self._say(str(error), is_error=True)
            except BaseException:
                jobs.release(job)
                raise
            else:
                jobs.done(job)
                self._say(self.report.sentence)

    @property
    def outcome(self) -> dict[str, object]:
        """What came of it, for programs."""
        counts = self.report.counts if self.report else None
        return {"name": self.task.key, "counts": counts, "error": str(self.error or "")}

    def _progress(self, report: HarvestReport) -> None:
        if not self.quiet and sys.stderr.isatty():
            line = f"{self.task.key:<22} {report.pages:,} pages, {report.sentence}"
            Console(stderr=True, highlight=False).print(line, end="\r", soft_wrap=True)

    def _say(self, text: str, *, is_error: bool = False) -> None:
        if not self.quiet or is_error:
            click.echo(f"{self.task.key:<22} {text}", err=is_error)


def _code(runs: Sequence[_Run]) -> Exit:
    errors = [run.error for run in runs if run.error]
    if any(isinstance(error, SourceFormatError) for error in errors):
        return Exit.UNREADABLE
    if errors:
        return Exit.UNAVAILABLE
    failed = any(run.report and run.report.counts.failed for run in runs)
    return Exit.BAD_RECORDS if failed else Exit.DONE
