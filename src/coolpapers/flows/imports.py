"""Reading a file of papers into the store, and the index with it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from coolpapers.errors import IndexLockedError
from coolpapers.flows.reindex import Progress, Reindexer, ignore_progress, keeping_up
from coolpapers.formats import BadRecord, ByteStream, Record, read
from coolpapers.records import Counts
from coolpapers.search.index import open_writer
from coolpapers.store import Import, Store

BATCH_RECORDS = 1000
FINGERPRINT_BYTES = 1 << 20

Report = Callable[[BadRecord], None]
Watch = Callable[[Counts], None]


class Importer(NamedTuple):
    """Where papers go: a store, and the index if this process may write it."""

    store: Store
    reindexer: Reindexer | None = None


@contextmanager
def importing(
    store: Store, index: Path, progress: Progress = ignore_progress
) -> Iterator[Importer]:
    """An importer that writes the index beside the store; behind the block it is complete.

    Where another process writes the index, papers go to the store only: that process, such as a
    running `serve`, follows the change log by itself.
    """
    try:
        writer = open_writer(index)
    except IndexLockedError:
        yield Importer(store)
        return
    with writer:
        reindexer = Reindexer(store, writer)
        yield Importer(store, reindexer)
        reindexer.catch_up(progress)


def import_stream(importer: Importer, stream: ByteStream, report: Report, watch: Watch) -> Counts:
    """Every paper of a stream kept; what was new, changed, the same, and could not be read.

    Works in batches of 1,000, so memory stays flat. A batch and how far the file was read are
    kept in one transaction: an interrupted import of the same file goes on behind the last whole
    batch, and its counts are as if it had never stopped. `report` hears of every bad record,
    `watch` the counts so far after each batch.
    """
    imports = importer.store.imports
    at = imports.begin(_fingerprint(stream))
    watch(at.counts)
    with importer.store.database.loading(), keeping_up(importer.reindexer) as keep_up:
        for batch in _batches(read(stream, resume_offset=at.reached)):
            for one in batch:
                if isinstance(one, BadRecord):
                    report(one)
            at = _keep(importer.store, at, batch)
            keep_up()
            watch(at.counts)
        imports.reach(at, finished=True)
    return at.counts


def _fingerprint(stream: ByteStream) -> str:
    """The same for a file wherever it lies; a pipe has one of its own, as it cannot be reread."""
    if not stream.size:
        return f"pipe-{secrets.token_hex(8)}"
    head = blake2b(stream.peek(FINGERPRINT_BYTES), digest_size=16)
    return f"{stream.size}-{head.hexdigest()}"


def _keep(store: Store, at: Import, batch: list[Record | BadRecord]) -> Import:
    counts = at.counts
    with store.database.writing():
        for source, some in groupby(batch, key=_source):
            if source is None:
                counts += Counts(failed=len(list(some)))
            else:
                papers = (one.paper for one in some if isinstance(one, Record))
                counts += store.papers.put(papers, source=source, run=at.run)
        last = batch[-1]
        reached = at._replace(reached=last.offset, line=last.line, counts=counts)
        store.imports.reach(reached)
    return reached


def _source(one: Record | BadRecord) -> str | None:
    return one.source if isinstance(one, Record) else None


def _batches(records: Iterator[Record | BadRecord]) -> Iterator[list[Record | BadRecord]]:
    batch: list[Record | BadRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH_RECORDS:
            yield batch
            batch = []
    if batch:
        yield batch
