"""The command line: one file a command, loaded only when it is called."""

import os
from importlib import import_module

import click

from coolpapers import __version__
from coolpapers.cli.exits import guarded

COMMANDS = {
    "serve": "Serve the library to a browser.",
    "import": "Read files of papers into the library.",
    "sync": "Bring the library up to date with its sources once.",
    "work": "Keep the library in step and write its answers, until stopped.",
    "venues": "Say which conferences the library follows.",
    "ledger": "Show what was announced, what is held and what is missing.",
    "search": "Find papers by what they say.",
    "show": "Show one paper.",
    "related": "Find papers like a paper.",
    "export": "Write papers as citations or records.",
    "faq": "Answer questions about a paper.",
    "mcp": "Serve the library to an agent.",
    "backup": "Write the library to a file, while it is in use.",
    "restore": "Bring the library back to what a backup holds.",
    "index": "Look after the search index.",
    "space": "Look after the space of papers near in meaning.",
    "digest": "Choose the few papers that stand for a list; send what a day brought.",
    "doctor": "Check the installation and the library.",
    "settings": "Show every setting and where its value comes from.",
}
"""Command -> what it does; the command's module is named after it in this package."""


class Commands(click.Group):
    """The table above as a click group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"coolpapers.cli.{cmd_name}_command")
        command: click.Command = module.command
        command.short_help = COMMANDS[cmd_name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the commands named when the word is none of them."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(
                f"{error.format_message()} Commands: {', '.join(COMMANDS)}.", ctx
            ) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="coolpapers %(version)s")
def commands() -> None:
    """Skim a day of science in ten minutes, on a machine of your own.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were bad,
    4 not found, 5 busy (another process is writing), 6 a source's answer cannot be read,
    7 a source does not answer, 130 interrupted.
    """


def main() -> None:
    """Run the command line; errors become a sentence and an exit code."""
    # Products of a list's size gain nothing from several threads, and on busy cores these wait
    # for each other while they spin. Read when numpy is imported, by child processes too.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    guarded(commands)
