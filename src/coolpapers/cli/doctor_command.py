"""`coolpapers doctor`."""

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, json_option, library_of, print_json
from coolpapers.flows.checks import Finding, examine

SIGNS = {"good": ("ok", "green"), "warning": ("!!", "yellow"), "bad": ("XX", "red")}


@click.command("doctor")
@data_option
@json_option
def command(data: Path | None, as_json: bool) -> int:
    """Check Python, front-end files, clock, disk, store and index, and say what to do.

    The exit code is 1 if something is broken, 0 if all is well or merely worth a look.
    """
    findings = list(examine(lambda: library_of(data)))
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            _print(finding)
    broken = any(finding.state == "bad" for finding in findings)
    return Exit.FAILED if broken else Exit.DONE


def _print(finding: Finding) -> None:
    sign, colour = SIGNS[finding.state]
    line = Text.assemble((sign, colour), f"  {finding.check:<10} {finding.said}")
    Console(highlight=False, soft_wrap=True).print(line)
    if finding.advice:
        Console(highlight=False, soft_wrap=True).print(f"    {'':<10} -> {finding.advice}")
