"""Import and index rates against feeding tantivy alone the same documents."""

import shutil
from pathlib import Path
from time import perf_counter

from benchmarks.bare import bare_rate
from benchmarks.commands import spent
from benchmarks.table import Row
from coolpapers.flows.reindex import Reindexer
from coolpapers.formats import Record, read
from coolpapers.formats.streams import open_stream
from coolpapers.library import INDEX_DIRECTORY
from coolpapers.records import Paper
from coolpapers.search.index import open_writer
from coolpapers.store import Store, open_store


def run(file: Path, data: Path) -> list[Row]:
    """A library made from a snapshot file in `data`, and how fast that went."""
    shutil.rmtree(data, ignore_errors=True)
    imported = spent("import", str(file), "--data", str(data))
    store = open_store(data)
    count = store.listings.totals().papers
    whole = count / imported.wall_s
    store_only = _store_only(file, data.with_name(data.name + "-store"), count)
    index_only = _index_only(store, data.with_name(data.name + "-index"), count)
    bare = _bare(store, data.with_name(data.name + "-bare"), count)
    papers = _first(store, 100_000)
    text = sum(len(p.title) + len(p.abstract) for p in papers) / len(papers)
    index_bytes = _size(data / INDEX_DIRECTORY)
    return [
        Row("import with index", whole, "papers/s", whole / bare, "bare tantivy", ">= 0.5"),
        Row("cores that it keeps busy", imported.cpu_s / imported.wall_s, "cores"),
        Row("peak memory of it", imported.peak_mb, "MB"),
        Row("import, store only", store_only, "papers/s", store_only / bare, "bare tantivy"),
        Row("index from the store", index_only, "papers/s", index_only / bare, "bare tantivy"),
        Row("bare tantivy, as many papers", bare, "papers/s"),
        Row("index", index_bytes / count, "bytes/paper", index_bytes / count / text, "text size"),
        Row("store", (_size(data) - index_bytes) / count, "bytes/paper", None),
    ]


def _store_only(file: Path, data: Path, count: int) -> float:
    shutil.rmtree(data, ignore_errors=True)
    store = open_store(data)
    some = min(count, 100_000)
    started = perf_counter()
    with open_stream(file) as stream:
        papers = (
            one.paper
            for one, _ in zip(read(stream), range(some), strict=False)
            if isinstance(one, Record)
        )
        store.papers.put(papers, source="arxiv")
    rate = some / (perf_counter() - started)
    store.database.close()
    shutil.rmtree(data)
    return rate


def _index_only(store: Store, index: Path, count: int) -> float:
    shutil.rmtree(index, ignore_errors=True)
    writer = open_writer(index)
    started = perf_counter()
    Reindexer(store, writer).catch_up()
    writer.close()
    rate = count / (perf_counter() - started)
    shutil.rmtree(index)
    return rate


def _bare(store: Store, index: Path, count: int) -> float:
    """As many documents, made beforehand, fed to tantivy with the same schema and heap."""
    shutil.rmtree(index, ignore_errors=True)
    index.mkdir(parents=True)
    rate = bare_rate(store, index, count)
    shutil.rmtree(index)
    return rate


def _first(store: Store, count: int) -> list[Paper]:
    papers: list[Paper] = []
    last = 0
    while len(papers) < count and (held := store.papers.after(last, 1000)):
        last = held[-1].number
        papers += [one.paper for one in held]
    return papers


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
