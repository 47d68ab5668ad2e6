"""The index directory: which generation is served, what each was built by, how far it is.

`index/CURRENT` holds the name of the generation that readers open, `g-<fingerprint>-<n>`. In its
directory, beside tantivy's files, `spec.json` is the table it was built by and `position` the
newest change that is committed in it.
"""

import re
import shutil
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from coolpapers import durable
from coolpapers.errors import EngineError
from coolpapers.search.fields import Spec

_NAME = re.compile(r"g-(?P<fingerprint>[0-9a-f]{12})-(?P<number>\d{1,9})")


def current(root: Path) -> Path | None:
    """The generation that is served; None if there is none."""
    return durable.current(root, _NAME)


def generations(root: Path, fingerprint: str | None = None) -> list[Path]:
    """All generations, or those built by one table; the newest first."""
    found = [
        (int(match["number"]), path)
        for path in root.glob("g-*")
        if (match := _NAME.fullmatch(path.name)) and fingerprint in (None, match["fingerprint"])
    ]
    return [path for _, path in sorted(found, reverse=True)]


def create(root: Path, spec: Spec) -> Path:
    """A new, empty generation."""
    root.mkdir(parents=True, exist_ok=True)
    newest = generations(root)
    number = int(newest[0].name.rpartition("-")[2]) + 1 if newest else 1
    path = root / f"g-{spec.fingerprint}-{number}"
    # Under another name until it is complete: a generation without its table counts as damaged.
    begun = Path(mkdtemp(prefix="new-", dir=root))
    durable.write(begun / "spec.json", msgspec.json.format(msgspec.json.encode(spec)))
    begun.chmod(0o755)
    return begun.rename(path)


def discard(path: Path) -> None:
    """Removes a generation; what a reader still holds open is left to it."""
    shutil.rmtree(path, ignore_errors=True)


def read_spec(path: Path) -> Spec:
    """The table a generation was built by.

    Raises:
        EngineError: It is missing or not readable.
    """
    try:
        return msgspec.json.decode((path / "spec.json").read_bytes(), type=Spec)
    except (OSError, msgspec.DecodeError) as error:
        raise EngineError(f"the index has no readable table: {error}") from error


def read_position(path: Path) -> int:
    """The newest change committed in a generation; 0 if it does not say."""
    try:
        return max(0, int((path / "position").read_text("ascii")))
    except (OSError, ValueError):
        return 0


def write_position(path: Path, position: int) -> None:
    """Says how far a generation is. To be called after the commit, never before."""
    durable.write(path / "position", str(position).encode())


def size_bytes(path: Path) -> int:
    """The size of a generation on disk."""
    return sum(file.stat().st_size for file in path.iterdir() if file.is_file())
