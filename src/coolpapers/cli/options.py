"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from coolpapers.flows.desk import Desk, open_desk
from coolpapers.flows.pdf_jobs import open_shared_pdfs
from coolpapers.library import Library, open_library
from coolpapers.settings import Settings, read_settings

if TYPE_CHECKING:
    from coolpapers.client import Client

Command = Callable[..., Any]

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The directory of the library (COOLPAPERS_DATA).",
)
server_option = click.option(
    "--server", help="Ask the Cool Papers at this address instead of the library here."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def settings_of(data: Path | None, **given: object) -> Settings:
    """Settings with what the command line gave."""
    return read_settings({"data": str(data) if data is not None else None, **given})


def library_of(data: Path | None) -> Library:
    """The opened library that the options name."""
    return open_library(settings_of(data))


def desk_of(library: Library) -> Desk:
    """What answers questions about the papers of a library."""
    return open_desk(library.settings, library.store, open_shared_pdfs(library))


def client_of(settings: Settings) -> "Client | None":
    """A client for the other Cool Papers that the settings name; None to ask the library here."""
    if not settings.text("server"):
        return None
    # Loaded when it is wanted: commands on the library here start without it.
    from coolpapers.client import Client  # noqa: PLC0415

    return Client(settings.text("server"), key=settings.text("server_key"))


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
