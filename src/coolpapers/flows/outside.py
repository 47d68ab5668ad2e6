"""What harvests need: the store, a polite client, a place for what could not be read, the time."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coolpapers.library import Library
from coolpapers.settings import Settings
from coolpapers.sources.http import Client, Limits
from coolpapers.sources.pacing import Clock, SystemClock
from coolpapers.store import Store

TURNS = "turns"
"""All that is fetched for a library takes its turns here, PDFs included."""
UNREADABLE = "unreadable"
LARGEST_KEPT_BYTES = 4_000_000
MOST_KEPT = 20
COURTESY_S = 0.25
"""Harvests let those come first who wait for a page."""
URGENT = Limits(size_bytes=8_000_000, request_s=20.0, silence_s=15.0, attempts=1)
PATIENCE_S = 15.0
"""How much, how long and how often, when a reader waits."""
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


class Outside(NamedTuple):
    """A store and the way to the world outside it."""

    store: Store
    client: Client
    unreadable: Path
    now: Callable[[], float]


def contact_of(settings: Settings) -> str:
    """How the operator can be reached."""
    return settings.text("contact") or settings.text("site_url")


def open_client(
    settings: Settings,
    *,
    limits: Limits | None = None,
    clock: Clock | None = None,
    patience_s: float = 600.0,
    courtesy_s: float = 0.0,
) -> Client:
    """A client that shares its turns with every process of the library."""
    return Client(
        settings.data / TURNS,
        contact=contact_of(settings),
        allow_private=settings.flag("fetch_private"),
        mirror=settings.text("fetch_mirror"),
        interval_s=settings.decimal("fetch_interval_s"),
        limits=limits,
        clock=clock,
        patience_s=patience_s,
        courtesy_s=courtesy_s,
    )


def open_outside(
    library: Library, clock: Clock | None = None, *, is_urgent: bool = False
) -> Outside:
    """The outside of a library: for harvests, or for somebody who waits for a page."""
    clock = clock or SystemClock()
    client = open_client(
        library.settings,
        clock=clock,
        limits=URGENT if is_urgent else None,
        patience_s=PATIENCE_S if is_urgent else 600.0,
        courtesy_s=0.0 if is_urgent else COURTESY_S,
    )
    return Outside(library.store, client, library.settings.data / UNREADABLE, clock.now)


def keep_unreadable(outside: Outside, name: str, data: bytes) -> Path:
    """The file with what could not be read, its first 4 MB; the twenty newest are kept."""
    folder = outside.unreadable
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{int(outside.now())}-{_UNSAFE.sub('_', name)[:80]}.bin"
    path.write_bytes(data[:LARGEST_KEPT_BYTES])
    for old in sorted(folder.glob("*.bin"), reverse=True)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
    return path
