"""What servers said of the state of their pages, so that unchanged ones are not sent again.

Only `ETag` and `Last-Modified` are kept, of the last two thousand addresses, in one small file;
without it everything is fetched once more.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from coolpapers import durable

_MOST = 2000
_LONGEST = 500


class Validators:
    """The states last seen, by address."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def headers(self, url: str) -> dict[str, str]:
        """What to send so that only a changed page is answered."""
        etag, modified = self._read().get(url, ("", ""))
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        return {name: value for name, value in headers.items() if value}

    def remember(self, url: str, headers: Mapping[str, str]) -> None:
        """Keeps the state that an answer carries, if it carries one."""
        state = (headers.get("etag", ""), headers.get("last-modified", ""))
        if not any(state) or max(map(len, state)) > _LONGEST:
            return
        known = self._read()
        known.pop(url, None)
        known[url] = state
        self._write(dict(list(known.items())[-_MOST:]))

    def _read(self) -> dict[str, tuple[str, str]]:
        try:
            rows = json.loads(self._path.read_bytes())
            return {str(url): (str(etag), str(day)) for url, (etag, day) in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, known: Mapping[str, tuple[str, str]]) -> None:
        durable.replace(self._path, json.dumps(known).encode())
