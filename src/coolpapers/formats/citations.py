"""Files of citations: every format that papers are written in for other programs, one table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coolpapers.formats.biblatex import to_biblatex
from coolpapers.formats.bibtex_writing import Keys, to_bibtex
from coolpapers.formats.csl_json import to_csl
from coolpapers.formats.jsonl import to_json
from coolpapers.formats.plain import to_plain
from coolpapers.formats.ris import to_ris
from coolpapers.records import Paper

Write = Callable[[Paper], bytes]


class Form(NamedTuple):
    """A format: its media type, how its files end, and what stands around papers.

    `writer` makes what writes the papers of one file, in order; it may remember them.
    """

    kind: str
    suffix: str
    writer: Callable[[], Write]
    begin: bytes = b""
    between: bytes = b""
    end: bytes = b""


def _stateless(write: Callable[[Paper], str]) -> Callable[[], Write]:
    return lambda: lambda paper: write(paper).encode("utf-8", "replace")


def _keyed(write: Callable[..., str]) -> Callable[[], Write]:
    def writer() -> Write:
        keys = Keys()
        return lambda paper: write(paper, key=keys.give(paper)).encode("utf-8", "replace")

    return writer


FORMS: Mapping[str, Form] = {
    "bibtex": Form("application/x-bibtex", "bib", _keyed(to_bibtex), between=b"\n"),
    "biblatex": Form("application/x-bibtex", "bib", _keyed(to_biblatex), between=b"\n"),
    "ris": Form("application/x-research-info-systems", "ris", _stateless(to_ris)),
    "json": Form(
        "application/vnd.citationstyles.csl+json", "json", lambda: to_csl, b"[", b",\n", b"]\n"
    ),
    "plain": Form("text/plain", "txt", _stateless(to_plain), between=b"\n"),
    "jsonl": Form("application/jsonl", "jsonl", lambda: to_json),
}


def written(batches: Iterable[Sequence[Paper]], form: Form) -> Iterator[bytes]:
    """The file in pieces, one a batch: no more than a batch of papers is in memory."""
    write, between = form.writer(), b""
    yield form.begin
    for batch in batches:
        if batch:
            yield between + form.between.join(map(write, batch))
            between = form.between
    yield form.end
