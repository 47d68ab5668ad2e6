"""One opened state of the index, and whether a newer one is there."""

from pathlib import Path
from typing import NamedTuple

import tantivy

from coolpapers import durable
from coolpapers.errors import EngineError, IndexMissingError
from coolpapers.search import generations
from coolpapers.search.failures import as_engine_error
from coolpapers.search.fields import WEIGHTS, Spec, build_analysers, register
from coolpapers.search.lookups import Reading
from coolpapers.search.remembered import remembering

Stamp = tuple[int, int, int]

_UNREADABLE = "the search index cannot be read"


class View(NamedTuple):
    """One opened state of one generation, and the stamps of the files that would change first."""

    path: Path
    opened: tantivy.Index
    spec: Spec
    reading: Reading
    current: Stamp
    meta: Stamp


def renewed(root: Path, view: View | None) -> View:
    """The same view if nothing changed, else a newer one."""
    try:
        return _seen(root, view)
    except EngineError:
        # A generation may be switched and removed between two looks: look once more.
        return _seen(root, None)


def _seen(root: Path, view: View | None) -> View:
    try:
        current = _stamp(root / durable.CURRENT)
        if view is None or view.current != current:
            return _opened(root, current)
        meta = _stamp(view.path / "meta.json")
    except FileNotFoundError as error:
        raise IndexMissingError("there is no search index yet") from error
    if view.meta == meta:
        return view
    with as_engine_error(_UNREADABLE):
        view.opened.reload()
        searcher = view.opened.searcher()
        remembered = view.reading.remembered.after(searcher.num_docs)
        reading = view.reading._replace(searcher=searcher, remembered=remembered)
        return view._replace(reading=reading, meta=meta)


def _opened(root: Path, current: Stamp) -> View:
    path = generations.current(root)
    if path is None:
        raise IndexMissingError("there is no search index yet")
    spec = generations.read_spec(path)
    weights = WEIGHTS.within(spec)
    meta = _stamp(path / "meta.json")
    with as_engine_error(_UNREADABLE):
        index = tantivy.Index.open(str(path))
        register(index, spec)
        index.config_reader("manual")
        names = frozenset(field.name for field in spec.fields)
        analysers = build_analysers(spec)
        searcher = index.searcher()
        remembered = remembering(searcher.num_docs)
        reading = Reading(searcher, index.schema, weights, analysers, names, remembered)
        return View(path, index, spec, reading, current, meta)


def _stamp(path: Path) -> Stamp:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
