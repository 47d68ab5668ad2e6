"""A headless Firefox and its remote protocol, as far as our tests need it.

Source: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PATIENCE_S = 120


class Firefox:
    """One session of a running Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._message()
        self.do("WebDriver:NewSession")

    def do(self, command: str, **given: Any) -> Any:
        """What a command gives."""
        self._number += 1
        body = json.dumps([0, self._number, command, given]).encode()
        self._socket.sendall(b"%d:%s" % (len(body), body))
        _, number, error, result = self._message()
        assert number == self._number
        assert error is None, error
        return result

    def run(self, script: str) -> Any:
        """What a script in the page gives; `done` ends it."""
        given = {"script": f"const done = arguments[0];{script}", "args": []}
        return self.do("WebDriver:ExecuteAsyncScript", **given)["value"]

    def close(self) -> None:
        """End the browser."""
        self.do("Marionette:Quit", flags=["eForceQuit"])
        self._stream.close()
        self._socket.close()

    def _message(self) -> Any:
        size = b""
        while (digit := self._stream.read(1)) != b":":
            assert digit
            size += digit
        return json.loads(self._stream.read(int(size)))


def installed() -> str:
    """The path of Firefox; the test is skipped where there is none."""
    given = os.environ.get("COOLPAPERS_TEST_FIREFOX")
    path = given or shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox here")
    return path


@contextmanager
def firefox(path: str, profile: Path, preferences: dict[str, object]) -> Iterator[Firefox]:
    """A Firefox of its own profile, on a free port."""
    profile.mkdir()
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in {"marionette.port": 0, **preferences}.items()
    ]
    (profile / "user.js").write_text("".join(lines))
    command = [
        path,
        "--headless",
        "--no-remote",
        "--marionette",
        "-remote-allow-system-access",
        "--profile",
        str(profile),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        session = Firefox(_port(process, profile / "MarionetteActivePort"))
        yield session
        session.close()
        process.wait(PATIENCE_S)
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], file: Path) -> int:
    ends = time.monotonic() + PATIENCE_S
    while not (file.is_file() and file.read_text()):
        assert process.poll() is None, "Firefox ended at once"
        assert time.monotonic() < ends, "Firefox did not start"
        time.sleep(0.05)
    return int(file.read_text())
