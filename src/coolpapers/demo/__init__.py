"""The built-in demo papers: landmark works of many fields, their summaries in our own words.

Titles, authors, ids and dates are true; a version at 00:00:00 was submitted at an unknown time
of that day. `papers.jsonl` is kept by hand, sorted by id, in the form of `formats.jsonl`.
"""

from importlib.resources import files
from typing import BinaryIO, cast


def open_demo() -> BinaryIO:
    """The demo papers as JSON lines, open for reading; to be closed by the caller."""
    return cast("BinaryIO", files(__name__).joinpath("papers.jsonl").open("rb"))
