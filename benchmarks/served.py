"""A running `coolpapers serve` and one keep-alive connection to it."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette


class Site:
    """One connection to a serving process, and that process's memory."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> bytes:
        """A page's bytes; anything but 200 is an error."""
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def resident_mb(self) -> float:
        """Resident memory of the serving process, mapped index included."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def peak_mb(self, *, reset: bool = False) -> float:
        """The most memory it ever had resident; from here on, if what was before is forgotten."""
        if reset:
            Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="utf-8")
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


async def ask(app: Starlette, address: str, tag: bytes = b"") -> tuple[int, bytes]:
    """The status and tag of an answer of an application, without a socket."""
    path, _, query = address.partition("?")
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "root_path": "", "http_version": "1.1",
        "headers": [(b"host", b"site.test"), (b"if-none-match", tag)],
        "server": ("site.test", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type]
    headers = dict(said[0]["headers"])  # type: ignore[call-overload]
    return int(str(said[0]["status"])), headers[b"etag"]


@contextmanager
def serving(data: Path, *arguments: str, **environment: str) -> Iterator[Site]:
    """The library in a directory, served by the real command on a free port."""
    command = [sys.executable, "-m", "coolpapers", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://[^/]*:(\d+)", line):
                yield Site(process, int(found[1]))
                return
        raise RuntimeError("the site did not start")
    finally:
        process.terminate()
        process.wait(20)
