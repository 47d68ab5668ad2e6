"""`coolpapers digest`: one file a subcommand, loaded only when it is called."""

from importlib import import_module

import click

SUBCOMMANDS = {
    "choose": "digest_choose",
    "send": "digest_send",
    "save": "digest_searches",
    "saved": "digest_searches",
    "forget": "digest_searches",
}
"""Subcommand -> the module of this package that has it, under its name."""
DEFAULT = "choose"
"""What is done when no other subcommand is named: `coolpapers digest cs.CL`."""


class Subcommands(click.Group):
    """The table above as a click group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The subcommands in the table's order."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of this name, imported now; None if there is none."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module = import_module(f"coolpapers.cli.{SUBCOMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no subcommand is the list to choose from."""
        if args and args[0] not in SUBCOMMANDS and args[0] not in ("-h", "--help"):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group("digest", cls=Subcommands)
def command() -> None:
    """Choose the few papers of a list that stand for the many, or send what a day brought.

    \b
    coolpapers digest cs.CL --day 2026-01-15 -k 20
    coolpapers digest send graphs --to ada@example.org
    """
