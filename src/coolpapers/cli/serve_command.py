"""`coolpapers serve`."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from coolpapers.cli.options import data_option, settings_of
from coolpapers.errors import IndexLockedError, SettingError
from coolpapers.faq.configured import configured_models
from coolpapers.flows.demo import add_demo_papers
from coolpapers.flows.follow import bring_up
from coolpapers.flows.imports import Importer
from coolpapers.library import INDEX_DIRECTORY, open_library
from coolpapers.settings import Settings, as_environment
from coolpapers.web import logs

RESTART_SECONDS = 2.0
SHUTDOWN_SECONDS = 10
ENDING_SECONDS = 5.0
SMALL_LIBRARY = 5_000
BACKLOG = 2048
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client looks here when it is imported, so this module must not import it."""
WORK = ("work", "--while-open", "--queue")
BESIDE = {
    "the indexing process": ("index", "follow"),
    "the process that prepares cards": ("index", "tend"),
    "the answering process": (*WORK, "model", "--queue", "pdfs"),
}
SYNCING = {"the process that asks the sources": (*WORK, "listings")}


@click.command("serve")
@click.option("--demo", is_flag=True, help="Put the built-in demo papers into the library first.")
@click.option("--host", help="The address to listen on (COOLPAPERS_HOST).")
@click.option(
    "--port", type=int, help="The port to listen on; 0 takes a free one (COOLPAPERS_PORT)."
)
@click.option("--workers", type=click.IntRange(1), help="Serving processes (COOLPAPERS_WORKERS).")
@data_option
def command(
    demo: bool, host: str | None, port: int | None, workers: int | None, data: Path | None
) -> None:
    """Serve the library to a browser, and keep it and its index in step while it runs.

    Announcements, changes and wanted editions are fetched when their time comes, in a process of
    its own; the setting `sync` turns that off, and so does --demo.

    Stops on Ctrl-C or SIGTERM after the pages being made are delivered.
    """
    # A demo is quiet, unless the environment or the file says otherwise by itself.
    sync = False if demo and settings_of(data)["sync"].origin == "default" else None
    settings = settings_of(data, host=host, port=port, workers=workers, sync=sync)
    logs.set_up(settings)
    configured_models(settings)  # what cannot be is said now, not by every worker
    library = open_library(settings)
    if demo:
        add_demo_papers(Importer(library.store))
    if library.store.changes.newest() < SMALL_LIBRARY:
        # So that the first page can already search; a large library's index is brought up beside.
        with suppress(IndexLockedError):
            bring_up(library.store, settings.data / INDEX_DIRECTORY)
    if not library.store.listings.totals().papers:
        click.echo("The library is empty: add papers with `coolpapers import FILE`, or use --demo.")
    library.store.database.close()
    # The server ends gracefully on either signal and then raises it again, for us to end quietly.
    signal.signal(signal.SIGTERM, _leave)
    with suppress(KeyboardInterrupt), _beside(settings), _counting(settings):
        _serve(settings)


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _serve(settings: Settings) -> None:
    # Workers read the settings again: what the command line said travels in their environment.
    os.environ.update(as_environment(settings))
    config = uvicorn.Config(
        "coolpapers.cli.serving:app",
        factory=True,
        workers=settings.number("workers"),
        log_config=None,
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.text("trusted_proxies").replace(" ", ","),
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    listening = _listen(settings.text("host"), settings.number("port"))
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Cool Papers is on http://{shown}:{port}{settings.text('base_path')}/")
    sys.stdout.flush()
    if config.workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _counting(settings: Settings) -> Iterator[None]:
    """Where several workers add up their counts; a single one keeps them to itself."""
    if settings.number("workers") == 1:
        os.environ.pop(COUNTS, None)
        yield
        return
    with TemporaryDirectory(prefix="coolpapers-counts-") as directory:
        os.environ[COUNTS] = directory
        yield


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket: who comes before the server is ready waits instead of being refused."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # The protocol is named because asyncio turns Nagle's algorithm off only then; with it on,
        # every page waits 40 ms for the reader's delayed acknowledgement.
        listening = socket.socket(family, kind, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise SettingError("host, port", f"cannot listen on {host}:{port}: {error}") from error
    listening.listen(BACKLOG)
    listening.set_inheritable(True)
    return listening


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Asks a process to end, and kills one that is too busy to hear: nothing is lost by that."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def _beside(settings: Settings) -> Iterator[None]:
    """Commands in processes of their own, restarted if they die, gone when we are.

    Apart from the workers, so that serving memory stays small and a long rebuild never holds a
    page up. They end when their standard input does, so they cannot outlive a killed server.
    """
    stop = threading.Event()
    environment = {**os.environ, **as_environment(settings)}
    commands = {**BESIDE, **(SYNCING if settings.flag("sync") else {})}
    threads = [
        threading.Thread(target=_keep, args=(stop, name, command, environment), daemon=True)
        for name, command in commands.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(SHUTDOWN_SECONDS)


def _keep(
    stop: threading.Event, name: str, command: Sequence[str], environment: Mapping[str, str]
) -> None:
    arguments = [sys.executable, "-m", "coolpapers", *command]
    while not stop.is_set():
        with subprocess.Popen(  # noqa: S603 our own command
            arguments, stdin=subprocess.PIPE, env=environment
        ) as process:
            while process.poll() is None and not stop.wait(0.2):
                pass
            if stop.is_set():
                _end(process)
        if not stop.is_set():
            click.echo(f"{name} ended; starting it again", err=True)
            stop.wait(RESTART_SECONDS)
