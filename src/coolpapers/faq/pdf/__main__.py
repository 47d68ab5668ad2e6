"""`python -m coolpapers.faq.pdf`: a PDF on standard input to its text on standard output.

PDFs are hostile, so this runs in a process of its own with little memory, time and nothing to
write to. The answer is MessagePack: `[reason, Document]`, of which one says nothing.
"""

import sys

import msgspec

from coolpapers.faq.document import Document
from coolpapers.faq.pdf.limits import limit_this_process
from coolpapers.faq.pdf.reading import Unreadable, read


def main() -> None:
    """Read, and answer."""
    pages, memory_mb, seconds = map(int, sys.argv[1:4])
    data = sys.stdin.buffer.read()
    limit_this_process(memory_mb, seconds)
    sys.stdout.buffer.write(msgspec.msgpack.encode(_answer(data, pages)))


def _answer(data: bytes, most_pages: int) -> tuple[str, Document | None]:
    try:
        return "", read(data, most_pages)
    except Unreadable as error:
        return error.reason, None
    except MemoryError:
        return "too_heavy", None


if __name__ == "__main__":
    main()
