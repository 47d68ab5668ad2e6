"""The only writer of the index."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from coolpapers import durable
from coolpapers.errors import EngineError, IndexLockedError
from coolpapers.records import Held
from coolpapers.search import generations
from coolpapers.search.documents import document_maker
from coolpapers.search.failures import as_engine_error
from coolpapers.search.fields import SPEC, Spec, build_schema, register

log = logging.getLogger(__name__)

HEAP_BYTES = 128_000_000  # measured: from 64 to 512 MB no difference, one thread half the rate
THREADS = 2


def open_writer(root: Path, spec: Spec = SPEC) -> "IndexWriter":
    """The writer of the index in a directory, made if there is none.

    If the served generation was built by another table, a new one is built beside it, or an
    unfinished one continued; readers keep the old one until `publish`. A generation that cannot
    be read is removed and begun again: its position is then 0.

    Raises:
        IndexLockedError: Another process is writing.
        EngineError: The directory cannot be used.
    """
    for path in _candidates(root, spec):
        try:
            return IndexWriter(root, path, spec)
        except _DamagedError as error:
            log.warning("index generation %s is removed and built again: %s", path.name, error)
            generations.discard(path)
    return IndexWriter(root, _created(root, spec), spec)


class _DamagedError(EngineError):
    """A generation cannot be read."""


class IndexWriter:
    """Adds, replaces and removes papers in one generation of the index.

    Nothing is seen by readers, or kept, before `commit`. Applying the same change twice is the
    same as applying it once.
    """

    def __init__(self, root: Path, path: Path, spec: Spec) -> None:
        self.path = path
        self.position = generations.read_position(path)
        self._root = root
        self._document = document_maker(spec)
        self._index = _open(path, spec)
        self._writer = _writer(self._index)
        self._applied = self.position
        self._highest = _highest(self._index)
        self._touched = False

    @property
    def is_published(self) -> bool:
        """Whether readers are served from what this writer writes."""
        return generations.current(self._root) == self.path

    def apply(self, papers: Iterable[Held], position: int) -> None:
        """Adds or replaces papers; `position` is the newest change this brings the index to.

        Raises:
            EngineError: The index cannot be written, for want of room most likely.
        """
        with as_engine_error("the search index could not be written"):
            for held in papers:
                if held.number <= self._highest:
                    self.remove((held.number,))
                else:  # A first build needs no deletes, which take a twentieth of its time.
                    self._highest = held.number
                if (document := self._made(held)) is not None:
                    self._writer.add_document(document)
        self._applied = max(self._applied, position)
        self._touched = True

    def _made(self, held: Held) -> tantivy.Document | None:
        try:
            return self._document(held)
        except ValueError as error:
            log.warning("%s is left out of the index: %s", held.paper.id, error)
            return None

    def remove(self, numbers: Iterable[int]) -> None:
        """Takes papers out of the index; those it does not have are no matter."""
        for number in numbers:
            # By a signed integer: tantivy deletes nothing when the field is unsigned.
            self._writer.delete_documents_by_term("number", number)
            self._touched = True

    def commit(self, position: int | None = None) -> None:
        """Keeps and shows what was applied; the position is written after it, so never ahead.

        Raises:
            EngineError: It could not be kept; what was applied since the last commit is lost.
        """
        reached = max(self._applied, position or 0)
        with as_engine_error("the search index could not be written"):
            if self._touched:
                self._writer.commit()
            if reached != self.position or self._touched:
                generations.write_position(self.path, reached)
        self.position = self._applied = reached
        self._touched = False
        if generations.current(self._root) is None:
            self.publish()

    def publish(self) -> None:
        """Serves this generation from now on and removes the others. Commit first."""
        if not self.is_published:
            durable.point_at(self._root, self.path)
        for path in generations.generations(self._root):
            if path != self.path:
                generations.discard(path)

    def close(self) -> None:
        """Ends writing; what was not committed is dropped, merges under way are finished."""
        with suppress(ValueError, RuntimeError):  # closed already, or broken
            self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _candidates(root: Path, spec: Spec) -> list[Path]:
    """Generations built by this table: the served one first, then the newest."""
    found = generations.generations(root, spec.fingerprint)
    served = generations.current(root)
    return sorted(found, key=lambda path: path != served)


def _created(root: Path, spec: Spec) -> Path:
    with as_engine_error(f"no search index can be made in {root}"):
        return generations.create(root, spec)


def _open(path: Path, spec: Spec) -> tantivy.Index:
    try:
        if generations.read_spec(path).fingerprint != spec.fingerprint:
            raise _DamagedError("its table is another one than its name says")
        if generations.read_position(path) and not tantivy.Index.exists(str(path)):
            raise _DamagedError("its files are gone")
        with as_engine_error("it cannot be opened"):
            index = tantivy.Index(build_schema(spec), str(path))
            register(index, spec)
            index.config_reader("manual")
            index.searcher()
    except EngineError as error:
        raise _DamagedError(str(error)) from error
    return index


def _highest(index: tantivy.Index) -> int:
    """The highest row number in the index; 0 if it is empty."""
    searcher = index.searcher()
    # So many papers, each once, reach at least this number: a few are left to be compared.
    high = tantivy.Query.range_query(
        index.schema, "number", tantivy.FieldType.Integer, searcher.num_docs, None
    )
    for query in (high, tantivy.Query.all_query()):
        if found := searcher.search(query, 1, False, order_by_field="number").hits:
            return int(found[0][0])
    return 0


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        with as_engine_error("the search index cannot be written"):
            writer = index.writer(HEAP_BYTES, THREADS)
            # A kill during a commit with deletes can leave a file on which later commits fail.
            writer.garbage_collect_files()
            return writer
    except EngineError as error:
        if "LockBusy" in str(error):
            raise IndexLockedError("another process is writing the search index") from error
        raise
