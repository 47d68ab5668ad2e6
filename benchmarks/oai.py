"""How fast records of arXiv are read from an OAI-PMH stream, and in how much memory.

`python -m benchmarks.oai --megabytes 1000` measures on one core; the stream is made as it is
read, so that what is held is what reading holds.
"""

import argparse
import io
import resource
import sys
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from time import process_time
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.generate import Generator
from benchmarks.table import Row, show
from coolpapers.sources.arxiv_oai import parse_list_records

MB = 1_000_000
_RECORDS = 5_000  # different ones; the stream repeats them
_OPEN = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
    b"<responseDate>2024-03-05T01:00:00Z</responseDate>\n<ListRecords>\n"
)
_CLOSE = b"</ListRecords>\n</OAI-PMH>\n"


class Stream(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        held: list[bytes] = []
        left = size
        for part in self._parts:
            held.append(part)
            left -= len(part)
            if left <= 0:
                break
        data = b"".join(held)
        self.count += len(data)
        return data


def record(entry: Mapping[str, Any]) -> bytes:
    """A snapshot record in `arXivRaw`, spaced as arXiv's server spaces it."""
    versions = "".join(
        f'            <version version="{one["version"]}">\n                <date>{one["created"]}'
        "</date>\n                <size>21kb</size>\n            </version>\n"
        for one in entry["versions"]
    )
    text = {name: escape(str(entry.get(name) or "")) for name in entry}
    return (
        "                <record>\n            <header>\n        <identifier>oai:arXiv.org:"
        f"{text['id']}</identifier>\n        <datestamp>{text['update_date']}</datestamp>\n"
        "            <setSpec>cs:cs:CL</setSpec>\n    </header>\n\n            <metadata>\n"
        '                        <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">\n'
        f"        <id>{text['id']}</id>\n        <submitter>A. Person</submitter>\n{versions}"
        f"        <title>{text['title']}</title>\n        <authors>{text['authors']}</authors>\n"
        f"        <categories>{text['categories']}</categories>\n"
        f"        <abstract>  {text['abstract']}</abstract>\n    </arXivRaw>\n"
        "            </metadata>\n        </record>\n"
    ).encode()


def stream(megabytes: int) -> Stream:
    """An answer of about this size."""
    some = [record(entry) for entry in Generator().records(_RECORDS)]
    each = sum(map(len, some)) / len(some)
    many = islice(cycle(some), int(megabytes * MB / each))

    def parts() -> Iterator[bytes]:
        yield _OPEN
        yield from many
        yield _CLOSE

    return Stream(parts())


def peak_mb() -> float:
    """The most memory this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB


def run(megabytes: int = 200) -> list[Row]:
    """Rate and memory of reading such a stream."""
    source = stream(megabytes)
    before = peak_mb()
    started = process_time()
    papers = sum(1 for _ in parse_list_records(source))  # type: ignore[arg-type]
    seconds = process_time() - started
    return [
        Row("read", source.count / MB, "MB"),
        Row("papers", papers, ""),
        Row("rate on one core", source.count / MB / seconds, "MB/s", aim=">= 20"),
        Row("rate on one core", papers / seconds, "papers/s"),
        Row("memory before reading", before, "MB"),
        Row("peak memory", peak_mb(), "MB", aim="< 150"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200, help="size of the stream")
    chosen = parser.parse_args()
    show(f"Reading {chosen.megabytes} MB of arXivRaw", run(chosen.megabytes))


if __name__ == "__main__":
    main()
