"""A small library for the search room: held papers, an index over them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coolpapers.records import Author, Held
from coolpapers.search.fields import SPEC, Spec
from coolpapers.search.index import open_writer
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.builders import paper


def held(number: int, title: str = "A title", **fields: Any) -> Held:
    """A paper as the library holds it; `authors` may be plain names."""
    if "authors" in fields:
        fields["authors"] = tuple(Author(name) for name in fields["authors"])
    key = fields.pop("key", f"2401.{number:05}")
    return Held(number=number, hash=b"", paper=paper(key, title, **fields))


def write(root: Path, papers: Iterable[Held], position: int = 1, spec: Spec = SPEC) -> None:
    """Papers in the index, committed and published."""
    with open_writer(root, spec) as writer:
        writer.apply(papers, position)
        writer.commit()


def engine_of(root: Path, papers: Iterable[Held], spec: Spec = SPEC) -> TantivyEngine:
    """An engine over exactly these papers, indexed by a table."""
    write(root, papers, spec=spec)
    return TantivyEngine(root)
