"""`coolpapers digest`: choosing is what it does when no other of its commands is named."""

import click

from coolpapers.cli.digest_choose import choose


class _Choosing(click.Group):
    """A group in which a word that is no command is the list to choose from."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command, or `choose` with everything that was given."""
        named = self.get_command(ctx, args[0]) if args else None
        return super().resolve_command(ctx, args if named else ["choose", *args])


@click.group("digest", cls=_Choosing, context_settings={"ignore_unknown_options": True})
def command() -> None:
    r"""Choose the few papers of a list that stand for the many.

    \b
    coolpapers digest cs.CL --day 2026-01-15 -k 20
    """


command.add_command(choose)
