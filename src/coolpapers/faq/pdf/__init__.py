"""A PDF to its text, in a process of its own with limits on time and memory.

PDFs are hostile: what reads them is given no secret, no file to write and no more than it needs;
if it dies, only that paper has no text.
"""

import os
import subprocess
import sys
from typing import NamedTuple

import msgspec

from coolpapers.errors import PaperTextError
from coolpapers.faq.document import Document

_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "TZ")
"""Keys of models stand in the environment too: the child sees none of it but this."""
_MOST_ANSWER_BYTES = 40_000_000


class ReadingLimits(NamedTuple):
    """How much a PDF may cost: pages, memory, processor time, and time on the clock."""

    pages: int = 500
    memory_mb: int = 1500
    cpu_s: int = 60
    patience_s: float = 180.0


def read_pdf(data: bytes, limits: ReadingLimits = ReadingLimits()) -> Document:  # noqa: B008
    """The text of a PDF.

    Raises:
        PaperTextError: There is none; its `reason` says why.
    """
    numbers = map(str, (limits.pages, limits.memory_mb, limits.cpu_s))
    try:
        done = subprocess.run(  # noqa: S603 our own command
            [sys.executable, "-m", __name__, *numbers],
            input=data,
            capture_output=True,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            timeout=limits.patience_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PaperTextError("too_heavy", f"more than {limits.patience_s:.0f} s") from error
    if done.returncode or len(done.stdout) > _MOST_ANSWER_BYTES:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise PaperTextError("too_heavy", f"ended with {done.returncode} {said[:200]}".strip())
    return _document(done.stdout)


def _document(answer: bytes) -> Document:
    try:
        reason, document = msgspec.msgpack.decode(answer, type=tuple[str, Document | None])
    except msgspec.MsgspecError as error:
        raise PaperTextError("corrupt", str(error)) from error
    if document is None:
        raise PaperTextError(reason)
    return document
