"""Whose turn it is: one request at a time to a group of hosts, and a pause after its answer.

The turn is a locked file in a directory that every process of a library shares; in the file
stands the time before which nobody may ask. So the pause holds across threads and processes,
and so does a longer one that a server asked for.
"""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from coolpapers.errors import SourceUnavailableError

try:
    import fcntl
except ImportError:  # where there are no such locks, the pause holds in this process alone
    fcntl = None  # type: ignore[assignment]

# One request every three seconds: https://info.arxiv.org/help/api/tou.html
INTERVAL_S = 3.0
LONGEST_PAUSE_S = 3600.0
PATIENCE_S = 600.0
_POLL_S = 0.02

_ADDRESS = re.compile(r"[\d.]+|.*:.*")
_UNSAFE = re.compile(r"[^a-z0-9.-]")


class Clock(Protocol):
    """The time, and waiting; replaced in tests, which never sleep."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Returns that much later."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Returns that much later."""
        time.sleep(seconds)


def group_of(host: str) -> str:
    """The group a host belongs to: `arxiv.org` for all hosts of arXiv, and so on."""
    host = host.lower().rstrip(".")
    if _ADDRESS.fullmatch(host):
        return host
    return ".".join(host.split(".")[-2:])


class Turn:
    """The right to ask a group of hosts, until the turn is over."""

    def __init__(self, file: int, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def postpone(self, seconds: float) -> None:
        """Nobody may ask this group for so long, an hour at most."""
        self._write(self._clock.now() + min(max(seconds, 0.0), LONGEST_PAUSE_S))

    def rest(self, seconds: float) -> None:
        """Nobody may ask this group for so long, or longer if that was said before."""
        if self.wait_s() < seconds:
            self.postpone(seconds)

    def wait_s(self) -> float:
        """How long this group is to be left alone."""
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
            free = float(os.read(self._file, 40) or b"0")
        except ValueError:  # cut off by a crash
            self.postpone(INTERVAL_S)
            return INTERVAL_S
        # After the clock was set back, the noted time may be far ahead.
        return min(max(free - self._clock.now(), 0.0), LONGEST_PAUSE_S)

    def _write(self, free: float) -> None:
        text = f"{free:.3f}".encode()
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, text)
        os.ftruncate(self._file, len(text))


class Pacer:
    """Hands out turns.

    Args:
        directory: Shared by all processes of a library.
        clock: The time.
        interval_s: The pause from one request to a group to the next.
        patience_s: Who would have to wait longer is refused.
        courtesy_s: So much later than they might, those who are in no hurry come.
    """

    def __init__(
        self,
        directory: Path,
        clock: Clock,
        *,
        interval_s: float = INTERVAL_S,
        patience_s: float = PATIENCE_S,
        courtesy_s: float = 0.0,
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._clock = clock
        self._interval_s = interval_s
        self._patience_s = patience_s
        self._courtesy_s = courtesy_s
        self._threads: dict[str, threading.Lock] = {}

    @contextmanager
    def turn(self, host: str, source: str) -> Iterator[Turn]:
        """The next turn with the group of this host, as soon as its pause is over.

        Who waits for the pause to end holds nothing meanwhile, so others may come first.

        Raises:
            SourceUnavailableError: The wait is longer than anybody here would wait.
        """
        group = group_of(host)
        ends = self._clock.now() + self._patience_s
        while True:
            with self._locked(group, source, ends) as file:
                turn = Turn(file, self._clock)
                wait = turn.wait_s()
                if not wait:
                    turn.postpone(self._interval_s)
                    try:
                        yield turn
                    finally:
                        turn.rest(self._interval_s)
                    return
            if self._clock.now() + wait > ends:
                raise _tired(group, source, wait)
            self._clock.sleep(wait + self._courtesy_s)

    @contextmanager
    def _locked(self, group: str, source: str, ends: float) -> Iterator[int]:
        path = self._directory / f"{_UNSAFE.sub('_', group)[:80]}.turn"
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if fcntl is None:
                with self._threads.setdefault(group, threading.Lock()):
                    yield file
                return
            while not _lock(file):
                if self._clock.now() >= ends:
                    raise _tired(group, source, self._patience_s)
                self._clock.sleep(_POLL_S)
            yield file
        finally:
            os.close(file)


def _lock(file: int) -> bool:
    """Whether an open file could be locked; threads open it anew, so they exclude each other."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tired(group: str, source: str, wait: float) -> SourceUnavailableError:
    return SourceUnavailableError(source, f"{group} is to be left alone for {wait:.0f} s")
