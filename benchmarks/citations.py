"""The BibTeX round trip: real papers written to files, and read back by two programs.

`python -m benchmarks.citations FILE...` writes the papers of each file as BibTeX, a thousand
together, reads them with bibtexparser and with our own reader, and tells what did not come back.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import bibtexparser
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from coolpapers.formats import Record, open_stream, read, stream_of
from coolpapers.formats.bibtex_writing import year_of
from coolpapers.formats.citations import FORMS, written
from coolpapers.records import Paper

TOGETHER = 1_000
SHOWN = 5
_BRACES = str.maketrans("", "", "{}")
_TEX_SIGNS = frozenset("$\\{}")
_PRINTED_BRACE = re.compile(r"\\(?:[lr]brace ?|[{}])")
_ESCAPED = re.compile(r"\\([&%#_$])")
# The decoder's signs for `\textasciicircum{}` and `~`.
_SAME = {0x2C6: "^", 0xA0: "~"}
_DECODER = LatexNodes2Text()


class Fault(NamedTuple):
    """A paper that did not come back as it was: what differs, as it was, as it came back."""

    what: str
    was: object
    now: object


def faults(papers: Sequence[Paper]) -> Iterator[Fault]:
    """What is lost of these papers in a BibTeX file."""
    text = b"".join(written([papers], FORMS["bibtex"]))
    yield from _by_bibtexparser(papers, text.decode())
    yield from _by_ourselves(papers, text)


def _by_bibtexparser(papers: Sequence[Paper], text: str) -> Iterator[Fault]:
    """All entries with keys of their own; names, years, ids, and titles that are plain words."""
    names = [SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_string(text, append_middleware=names)
    for block in library.failed_blocks:
        yield Fault("entry", block.raw, block.error)
    keys = {entry.key for entry in library.entries}
    if len(papers) != len(library.entries) or len(papers) != len(keys):
        yield Fault("entries", len(papers), (len(library.entries), len(keys)))
        return
    for paper, entry in zip(papers, library.entries, strict=True):
        yield from _entry(paper, entry)


def _entry(paper: Paper, entry: Entry) -> Iterator[Fault]:
    fields = {field.key: field.value for field in entry.fields}
    kind = "inproceedings" if paper.venue else "misc"
    yield from _differs("type", kind, entry.entry_type)
    yield from _differs("year", str(year_of(paper) or ""), fields.get("year", ""))
    yield from _differs("names", _plain_names(paper), [_name(n) for n in fields.get("author", [])])
    if paper.id.branch == "arxiv":
        yield from _differs("eprint", paper.id.local, fields.get("eprint"))
    if not _TEX_SIGNS & set(paper.title):
        # What two hyphens mean to TeX they mean in the paper's own title too.
        yield from _differs("title", _decoded(paper.title), _decoded(fields["title"]))


def _by_ourselves(papers: Sequence[Paper], text: bytes) -> Iterator[Fault]:
    """Ids, titles with their formulas, and authors."""
    again = [one.paper if isinstance(one, Record) else one for one in read(stream_of(text))]
    yield from _differs("own entries", len(papers), len(again))
    for paper, other in zip(papers, again, strict=False):
        if not isinstance(other, Paper):
            yield Fault("own entry", paper.id, other)
            continue
        yield from _differs("own id", paper.id, other.id)
        yield from _differs("own title", _meant(paper.title), _meant(other.title))
        yield from _differs("own names", _own_names(paper), _own_names(other))


def _differs(what: str, was: object, now: object) -> Iterator[Fault]:
    if was != now:
        yield Fault(what, was, now)


def _meant(title: str) -> str:
    """A title without what only protects its letters and signs, white space single."""
    text = _ESCAPED.sub(r"\1", _PRINTED_BRACE.sub("", title)).translate(_BRACES)
    return " ".join(text.split())


def _own_names(paper: Paper) -> list[str]:
    """Who `others` are, a reader does not say; the comma before `Jr.` is taste."""
    names = (author.name.replace(",", "") for author in paper.authors)
    return [name for name in names if name.lower() != "others"]


def _plain_names(paper: Paper) -> list[str]:
    return [_decoded(author.name).replace(",", "") for author in paper.authors]


def _name(name: NameParts) -> str:
    """A name as people say it, a group's without its braces."""
    parts = (*name.first, *name.von, *name.last, *name.jr)
    return _decoded(" ".join(parts)).replace(",", "")


def _decoded(text: str) -> str:
    """LaTeX as text, by another program."""
    if "\\" in text or "--" in text:
        text = _DECODER.latex_to_text(text).translate(_SAME)
    return text.translate(_BRACES)


def _papers(files: Sequence[Path]) -> Iterator[Paper]:
    for file in files:
        with open_stream(file) as stream:
            yield from (one.paper for one in read(stream) if isinstance(one, Record))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="papers in any format that is imported")
    parser.add_argument("--count", type=int, help="of how many papers at most")
    chosen = parser.parse_args()
    started, read_, told = perf_counter(), 0, Counter[str]()
    papers = islice(_papers(chosen.files), chosen.count)
    while batch := list(islice(papers, TOGETHER)):
        read_ += len(batch)
        for fault in faults(batch):
            told[fault.what] += 1
            if told[fault.what] <= SHOWN:
                print(f"{fault.what}:\n  {fault.was!r}\n  {fault.now!r}", flush=True)
    print(f"{read_:,} papers in {perf_counter() - started:.0f} s, lost: {dict(told) or 'nothing'}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
