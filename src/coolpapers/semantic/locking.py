"""One writer of the space at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coolpapers.errors import IndexLockedError


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Holds the space for writing; the lock goes with the process, however that ends.

    Raises:
        IndexLockedError: Another process holds it.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise IndexLockedError("another process is writing the latent space") from error
        yield


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl  # noqa: PLC0415 not on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
