"""Our own styles and scripts and the vendored files, under an address that changes with them."""

import hashlib
from importlib.resources import files
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOT = Path(str(files("coolpapers.web"))) / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"


def version_of(root: Path = ROOT) -> str:
    """Twelve hex digits that change when any file does; relative imports keep within a version."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        if path.parts[len(root.parts)] != "vendor":
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Assets(StaticFiles):
    """Files below `/static/<version>/`; pages of an older version still get today's files."""

    def __init__(self, version: str, root: Path = ROOT) -> None:
        super().__init__(directory=root, follow_symlink=False)
        self.version = version

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for a year when the address names today's version."""
        version, _, name = path.partition("/")
        response = await super().get_response(name, scope)
        fresh = version == self.version and response.status_code in (200, 304)
        response.headers["Cache-Control"] = FOR_A_YEAR if fresh else ALWAYS_ASK
        return response
