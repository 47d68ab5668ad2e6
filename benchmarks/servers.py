"""uvicorn and granian before the same two pages: `python -m benchmarks.servers DATA`."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.served import Site
from benchmarks.table import Row, show, timed
from coolpapers.store import Store, open_store

APP = "coolpapers.web.app:app_from_environment"
CALLS = 300
ROUNDS = 2


def commands(port: int) -> dict[str, list[str]]:
    """Each server's command line, one process, our own application factory."""
    shared = ["--host", "127.0.0.1", "--port", str(port)]
    return {
        "uvicorn": ["-m", "uvicorn", "--factory", APP, "--log-level", "warning", *shared],
        "granian": ["-m", "granian", "--factory", "--interface", "asgi", "--no-log", *shared, APP],
    }


@contextmanager
def running(arguments: Sequence[str], port: int, data: Path) -> Iterator[Site]:
    """A server process that answers."""
    environment = {**os.environ, "COOLPAPERS_DATA": str(data)}
    process = subprocess.Popen([sys.executable, *arguments], env=environment, text=True)
    try:
        for _ in range(200):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            sleep(0.05)
        yield Site(process, port)
    finally:
        process.terminate()
        process.wait(20)


def pages_per_second(site: Site, path: str) -> float:
    """With four connections at once."""
    started = perf_counter()

    def read() -> None:
        connection = Site(site.process, site.port)
        for _ in range(CALLS // 2):
            connection.get(path)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 4 * (CALLS // 2) / (perf_counter() - started)


def pages_of(store: Store) -> dict[str, str]:
    """The newest day of a category, and a search for two words of a title."""
    words = store.papers.after(0, 1)[0].paper.title.split()[:2]
    newest = store.listings.totals().newest
    return {
        "listing": f"/arxiv/cs.LG?date={newest}",
        "search": f"/arxiv/search?query={'+'.join(words)}",
    }


def measured(name: str, port: int, data: Path, pages: dict[str, str]) -> Iterator[Row]:
    """One server, page after page, to one reader and to four."""
    with running(commands(port)[name], port, data) as site:
        for page, path in pages.items():
            alone = timed([partial(site.get, path)] * CALLS)
            yield Row(f"{name}, {page}, one reader, p50", alone.p50, "ms")
            yield Row(f"{name}, {page}, one reader, p99", alone.p99, "ms")
            yield Row(f"{name}, {page}, four readers", pages_per_second(site, path), "pages/s")


def main() -> None:
    data = Path(sys.argv[1])
    pages = pages_of(open_store(data))
    rows: list[Row] = []
    for round_number in range(ROUNDS):
        for at, name in enumerate(commands(0)):
            rows += measured(name, 8300 + 10 * round_number + at, data, pages)
    show(f"Servers, {', '.join(pages.values())}", rows)


if __name__ == "__main__":
    main()
