"""Our own styles and scripts and the vendored files, under an address that changes with them.

`scripts/assets.mjs` writes joined, small and compressed forms of them before the site is served.
Where a style or script changed since, all are sent as they are: nobody debugs yesterday's files.
"""

import hashlib
import json
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from coolpapers.web.respond import encodings

ROOT = Path(str(files("coolpapers.web"))) / "static"
BUILT = "built"
OURS = ("css", "js")
FOR_A_YEAR = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
ENDINGS = {"br": ".br", "gzip": ".gz"}
"""Encodings by liking, and how files in them end."""


def version_of(root: Path = ROOT) -> str:
    """Twelve hex digits that change when any file does; relative imports keep within a version."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        if path.parts[len(root.parts)] != "vendor":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_built(root: Path = ROOT) -> bool:
    """Whether the files in `built` were made from the styles and scripts as they are now."""
    try:
        made_from = json.loads((root / BUILT / "sources.json").read_bytes())
    except (OSError, ValueError):
        return False
    sources = [path for kind in OURS for path in (root / kind).rglob("*") if path.is_file()]
    return bool(made_from == {path.relative_to(root).as_posix(): _digest(path) for path in sources})


class Assets(StaticFiles):
    """Files below `/static/<version>/`; pages of an older version still get today's files."""

    def __init__(self, version: str, root: Path = ROOT) -> None:
        super().__init__(directory=root, follow_symlink=False)
        self.version = version
        self._built = is_built(root)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for a year when the address names today's version."""
        version, _, name = path.partition("/")
        place = f"{BUILT}/{name}" if self._built and name.split("/")[0] in OURS else name
        encoding, ending = self._packed(place, Headers(scope=scope).get("accept-encoding", ""))
        response = await super().get_response(place + ending, scope)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        fresh = version == self.version and response.status_code in (200, 304)
        response.headers["Cache-Control"] = FOR_A_YEAR if fresh else ALWAYS_ASK
        response.headers["Vary"] = "Accept-Encoding"
        return response

    def _packed(self, place: str, header: str) -> tuple[str, str]:
        """The encoding in which a file lies ready, and its ending; nothing if it does not."""
        offered = encodings(header)
        for encoding, ending in ENDINGS.items():
            with suppress(OSError, ValueError):  # what is no name at all is refused like any other
                if encoding in offered and self.lookup_path(place + ending)[0]:
                    return encoding, ending
        return "", ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
