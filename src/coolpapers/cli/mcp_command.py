"""`coolpapers mcp`."""

import asyncio
from pathlib import Path

import click

from coolpapers.cli.options import data_option, desk_of, library_of


@click.command("mcp")
@data_option
def command(data: Path | None) -> None:
    """Serve the library to an agent on standard input and output (Model Context Protocol).

    An agent's settings name this command: {"command": "coolpapers", "args": ["mcp"]}. A running
    site offers the same at /mcp.
    """
    # Loaded here: the protocol's package takes a second that other commands need not wait.
    from coolpapers.agents.server import make_server  # noqa: PLC0415
    from coolpapers.agents.tools import Tools  # noqa: PLC0415

    library = library_of(data)
    texts = desk_of(library).texts if library.settings.flag("pdfs") else None
    asyncio.run(make_server(Tools(library, texts)).run_stdio_async())
