"""Files that are whole whatever happens: a kill, a power cut, several processes at once.

A directory may hold several builds of one thing; its file `CURRENT` names the one that is served.
"""

import os
import re
import threading
from pathlib import Path

CURRENT = "CURRENT"
NEW = ".new"
"""How the name of a file ends that is not whole yet."""


def replace(path: Path, content: bytes) -> None:
    """Writes a file that a reader finds as before or complete; for what can be made again."""
    new = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{NEW}")
    new.write_bytes(content)
    new.replace(path)


def write(path: Path, content: bytes) -> None:
    """Writes a small file that is as before or complete after a power cut too.

    For one writer at a time: what an interrupted one left behind is written over.
    """
    new = path.with_name(path.name + NEW)
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    settle(path.parent)


def settle(path: Path) -> None:
    """Has the disk keep what was written to a file, or which names a directory holds."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def current(root: Path, names: re.Pattern[str]) -> Path | None:
    """The build that is served; None if there is none, or what is named is not one."""
    try:
        name = (root / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return root / name if names.fullmatch(name) and (root / name).is_dir() else None


def point_at(root: Path, build: Path) -> None:
    """Serves a build from now on, in one step."""
    write(root / CURRENT, build.name.encode())
