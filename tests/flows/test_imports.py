"""Reading files into a library: counts, resuming, the index kept in step."""

import gzip
import resource
from pathlib import Path

import pytest

from coolpapers.errors import EngineError, StoreError
from coolpapers.flows import imports, reindex
from coolpapers.flows.follow import bring_up
from coolpapers.flows.imports import Importer, import_stream, importing
from coolpapers.flows.reindex import Reindexer
from coolpapers.formats import BadRecord, open_stream, stream_of
from coolpapers.records import Counts
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.store import Imports, Store


def lines(count: int, bad: tuple[int, ...] = ()) -> bytes:
    """A file of our own JSON lines; those named are broken."""
    return b"".join(
        b"{broken\n" if n in bad else b'{"id": "arxiv:2401.%05d", "title": "Tree %d"}\n' % (n, n)
        for n in range(1, count + 1)
    )


def nothing(_: object) -> None:
    """Hears and does nothing."""


def test_a_file_is_kept_and_counted(store: Store) -> None:
    """New papers are counted, bad lines reported by number."""
    bad: list[BadRecord] = []

    counts = import_stream(Importer(store), stream_of(lines(10, bad=(3, 7))), bad.append, nothing)

    assert Counts(new=8, failed=2) == counts
    assert [3, 7] == [one.line for one in bad]


def test_the_second_reading_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The same file again, even compressed, is all the same."""
    (tmp_path / "a.jsonl").write_bytes(lines(20))
    (tmp_path / "b").write_bytes(gzip.compress(lines(20)))
    for name in ("a.jsonl", "a.jsonl", "b"):
        with open_stream(tmp_path / name) as stream:
            counts = import_stream(Importer(store), stream, nothing, nothing)

    assert Counts(same=20) == counts
    assert 20 == store.papers.count()


def test_an_interrupted_import_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before the interruption is not read again, and counts go on from there."""
    monkeypatch.setattr(imports, "BATCH_RECORDS", 4)
    file = tmp_path / "papers.jsonl"
    file.write_bytes(lines(20, bad=(2,)))
    heard: list[Counts] = []

    def interrupt(counts: Counts) -> None:
        heard.append(counts)
        if counts.total >= 8:
            raise KeyboardInterrupt

    with open_stream(file) as stream, pytest.raises(KeyboardInterrupt):
        import_stream(Importer(store), stream, nothing, interrupt)
    with open_stream(file) as stream:
        counts = import_stream(Importer(store), stream, nothing, heard.append)

    assert Counts(new=19, failed=1) == counts
    assert Counts(new=7, failed=1) == heard[3]
    assert 19 == store.papers.count()


def test_papers_and_the_place_in_the_file_are_kept_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch whose place cannot be noted is not kept: it would be counted as the same later."""

    def fail(*_: object) -> None:
        raise StoreError("no room")

    monkeypatch.setattr(Imports, "reach", fail)
    with pytest.raises(StoreError):
        import_stream(Importer(store), stream_of(lines(20)), nothing, nothing)

    assert 0 == store.papers.count()


def test_the_index_follows(store: Store, tmp_path: Path) -> None:
    """After an import with a reindexer, every paper is found."""
    with open_writer(tmp_path / "index") as writer:
        reindexer = Reindexer(store, writer)
        import_stream(Importer(store, reindexer), stream_of(lines(30)), nothing, nothing)
        reindexer.catch_up()

    assert 30 == TantivyEngine(tmp_path / "index").search(parse("tree")).total


def test_whoever_imports_completes_the_index(store: Store, tmp_path: Path) -> None:
    """Papers that waited for the index come in at the end, and are told."""
    import_stream(Importer(store), stream_of(lines(30)), nothing, nothing)
    told: list[int] = []

    with importing(store, tmp_path / "index", told.append):
        pass

    assert [30] == told
    assert 30 == TantivyEngine(tmp_path / "index").search(parse("tree")).total


def test_an_index_that_another_writes_is_left_to_it(store: Store, tmp_path: Path) -> None:
    """Papers are kept; nothing waits for the other writer."""
    with (
        open_writer(tmp_path / "index") as writer,
        importing(store, tmp_path / "index") as importer,
    ):
        import_stream(importer, stream_of(lines(30)), nothing, nothing)
        assert 0 == writer.position

    assert 30 == store.papers.count()


def test_a_full_disk_loses_nothing(store: Store, tmp_path: Path) -> None:
    """An index that cannot be written says why, and is complete once there is room."""
    import_stream(Importer(store), stream_of(lines(30)), nothing, nothing)
    with open_writer(tmp_path / "index") as writer:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
        try:
            with pytest.raises(EngineError, match="too large"):
                Reindexer(store, writer).catch_up()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert 30 == bring_up(store, tmp_path / "index")
    assert 30 == TantivyEngine(tmp_path / "index").search(parse("tree")).total


def test_papers_are_found_before_the_file_ends(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put is indexed before the next batch is put."""
    monkeypatch.setattr(imports, "BATCH_RECORDS", 4)
    monkeypatch.setattr(reindex, "COMMIT_SECONDS", 0.0)
    found: list[int] = []

    def look(counts: Counts) -> None:
        if counts.total:
            found.append(TantivyEngine(tmp_path / "index").search(parse("tree")).total)

    with open_writer(tmp_path / "index") as writer:
        importer = Importer(store, Reindexer(store, writer))
        import_stream(importer, stream_of(lines(10)), nothing, look)

    assert [4, 8, 10] == found


def test_a_failure_of_indexing_is_told_at_the_end(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no paper with it, and does not go unheard."""
    tried: list[object] = []

    def fail(*_: object) -> None:
        tried.append(None)
        raise EngineError("no room")

    def then_read(_: BadRecord) -> None:
        assert tried

    monkeypatch.setattr(imports, "BATCH_RECORDS", 4)
    with open_writer(tmp_path / "index") as writer:
        monkeypatch.setattr(writer, "apply", fail)
        importer = Importer(store, Reindexer(store, writer))
        with pytest.raises(EngineError):
            import_stream(importer, stream_of(lines(20, bad=(10,))), then_read, nothing)
    assert 19 == store.papers.count()
    assert 1 == len(tried)
