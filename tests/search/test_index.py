"""The writer: what is kept, when it is seen, what a kill leaves behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import msgspec
import pytest

from coolpapers.errors import EngineError, IndexLockedError, IndexMissingError
from coolpapers.records import Venue
from coolpapers.search import generations
from coolpapers.search.fields import SPEC, WEIGHTS, Field, Spec
from coolpapers.search.index import open_writer
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.search.papers import engine_of, held, write

OTHER = msgspec.structs.replace(
    SPEC,
    fields=(
        *(field for field in SPEC.fields if field.name != "comment"),
        Field("comment", ("comment",), analyser="stems", keeps="freq"),
    ),
)
"""Another table: comments are stemmed."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def numbers(root: Path, text: str = "") -> list[int]:
    found = TantivyEngine(root).search(parse(text), limit=1000)
    return sorted(hit.number for hit in found.hits)


def test_nothing_is_seen_before_commit(root: Path) -> None:
    """Applied papers are neither served nor kept until they are committed."""
    write(root, [held(1)])
    engine = TantivyEngine(root)
    with open_writer(root) as writer:
        writer.apply([held(2)], 2)
        engine.refresh()
        assert (1, 1, 1) == (engine.documents, engine.position, writer.position)

    assert [1] == numbers(root)
    with open_writer(root) as writer:
        assert 1 == writer.position


def test_a_commit_is_seen_by_an_open_engine(root: Path) -> None:
    """After a commit an engine that was open has the new papers and the new position."""
    engine = engine_of(root, [held(1)])
    assert 1 == engine.documents
    write(root, [held(2)], position=7)
    engine.refresh()

    assert (2, 7) == (engine.documents, engine.position)


def test_applying_again_changes_nothing(root: Path) -> None:
    """The same changes applied twice, in one commit or in several, leave each paper once."""
    papers = [held(at, f"Paper {at}") for at in (3, 1, 2, 2, 3)]
    with open_writer(root) as writer:
        writer.apply(papers, 3)
        writer.apply(papers[1:], 3)
        writer.commit()
        writer.apply(papers, 3)
        writer.commit()
    write(root, papers)

    assert [1, 2, 3] == numbers(root)


def test_the_last_state_of_a_paper_is_kept(root: Path) -> None:
    """A changed paper is found by its new words and not by its old ones."""
    write(root, [held(1, "before"), held(2, "neighbour")])
    write(root, [held(1, "after")], position=2)

    assert ([1], []) == (numbers(root, "after"), numbers(root, "before"))


@pytest.mark.parametrize("kept", [(1, 2, 3), (2, 5, 900), (7,)])
def test_a_writer_opened_again_replaces_papers(root: Path, kept: tuple[int, ...]) -> None:
    """Papers applied by another writer are replaced, whatever gaps their numbers have."""
    write(root, [held(number) for number in kept])
    write(root, [held(number) for number in (*kept, 1000)])
    assert dict.fromkeys((*kept, 1000), 1) == TantivyEngine(root).present([*kept, 1000])


def test_removed_papers_are_gone(root: Path) -> None:
    """`remove` takes out the papers it names; unknown numbers are no matter."""
    write(root, [held(at) for at in range(1, 6)])
    with open_writer(root) as writer:
        writer.remove([2, 4, 99])
        writer.commit(9)

    assert [1, 3, 5] == numbers(root)
    assert 9 == TantivyEngine(root).position


def test_a_paper_that_cannot_be_indexed_is_left_out(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One bad paper is logged with its id; the others are indexed."""
    endless = held(4, venue=Venue("ICLR", 2**70))
    write(root, [held(1), held(2, "a lone \ud800 surrogate"), held(3), endless])

    assert [1, 3] == numbers(root)
    assert "arxiv:2401.00002" in caplog.text
    assert "arxiv:2401.00004" in caplog.text


def test_threads_that_died_are_no_fault_of_papers(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """When tantivy takes no more documents, that is told, and no paper is said to be bad."""
    with open_writer(root) as writer:
        writer._writer.wait_merging_threads()
        with pytest.raises(EngineError):
            writer.apply([held(1)], 1)

    assert "left out" not in caplog.text


def test_there_is_one_writer(root: Path) -> None:
    """A second writer raises IndexLockedError until the first is closed."""
    with open_writer(root), pytest.raises(IndexLockedError):
        open_writer(root)
    open_writer(root).close()


def test_closing_twice_is_no_matter(root: Path) -> None:
    """A closed writer can be closed again."""
    writer = open_writer(root)
    writer.close()
    writer.close()


def test_a_deleted_directory_is_a_new_index(root: Path) -> None:
    """Without its directory the index is at position 0 and engines say that it is missing."""
    engine = engine_of(root, [held(1)])
    assert 1 == engine.documents
    for path in sorted(root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    with pytest.raises(IndexMissingError):
        engine.refresh()
    with open_writer(root) as writer:
        assert 0 == writer.position
        writer.apply([held(5)], 3)
        writer.commit()
    engine.refresh()
    assert (1, 3) == (engine.documents, engine.position)


# --- generations ---


def test_the_first_generation_is_served_from_its_first_commit(root: Path) -> None:
    """While there is no other index, an unfinished one is better than none."""
    with open_writer(root) as writer:
        assert not writer.is_published
        writer.apply([held(1)], 1)
        writer.commit()
        assert writer.is_published


def test_another_table_is_built_beside(root: Path) -> None:
    """A new table starts at 0 beside the served index, which is read until it is published."""
    write(root, [held(1, comment="two pages")], position=4)
    engine = TantivyEngine(root)
    with open_writer(root, OTHER) as writer:
        assert (0, False) == (writer.position, writer.is_published)
        writer.apply([held(1, comment="two pages"), held(2, comment="many pages")], 5)
        writer.commit()
        engine.refresh()
        assert (1, True) == (engine.documents, engine.is_current)
        writer.publish()

    engine.refresh()
    assert (2, 5, False) == (engine.documents, engine.position, engine.is_current)
    assert 2 == engine.search(parse("pages")).total + engine.search(parse("comment:page")).total
    assert [root / engine.describe()["generation"]] == generations.generations(root)


def test_an_unfinished_generation_is_continued(root: Path) -> None:
    """A build that was cut short goes on from its last commit."""
    write(root, [held(1)], position=4)
    for at in (1, 2, 3):
        with open_writer(root, OTHER) as writer:
            assert at - 1 == writer.position
            writer.apply([held(at)], at)
            writer.commit()
    with open_writer(root, OTHER) as writer:
        writer.publish()

    assert [1, 2, 3] == numbers(root)


def test_an_old_index_is_searched_with_its_own_analysers(root: Path) -> None:
    """An index built by another table answers by that table."""
    with open_writer(root, OTHER) as writer:
        writer.apply([held(1, "Graphs", comment="pages")], 1)
        writer.commit()
    engine = TantivyEngine(root)

    assert not engine.is_current
    assert OTHER.fingerprint == engine.fingerprint == engine.spec.fingerprint
    assert 1 == engine.search(parse("graph")).total


def test_fingerprints_follow_what_is_indexed() -> None:
    """Another field or analyser makes another fingerprint; a table survives its file."""
    assert SPEC.fingerprint != OTHER.fingerprint
    again = msgspec.json.decode(msgspec.json.encode(OTHER), type=Spec)
    assert OTHER == again
    assert OTHER.fingerprint == again.fingerprint


def test_weights_leave_out_what_a_table_does_not_have() -> None:
    """Weights of fields that an older table lacks are not used with it."""
    older = msgspec.structs.replace(SPEC, fields=SPEC.fields[:-5])
    kept = WEIGHTS.within(older)

    assert WEIGHTS == WEIGHTS.within(SPEC)
    assert {"title"} == {field for field, _ in kept.exact + kept.compound + kept.phrase}


def test_a_table_file_of_another_version_is_read(root: Path) -> None:
    """What a table's file says beyond what is known today is no matter."""
    write(root, [held(1, "word")])
    (generation,) = generations.generations(root)
    path = generation / "spec.json"
    said = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**said, "weights": {"title": "heavy"}}))

    assert [1] == numbers(root, "word")


@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        ("meta.json", b"{"),
        ("meta.json", None),
        ("spec.json", b"[]"),
        ("spec.json", None),
        ("*.idx", b"short"),
        ("*.term", None),
    ],
)
def test_a_damaged_generation_is_built_again(
    root: Path, pattern: str, content: bytes | None
) -> None:
    """A generation with a broken or missing file starts again at 0, and is served once written."""
    write(root, [held(1)], position=4)
    (generation,) = generations.generations(root)
    for path in generation.glob(pattern):
        path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(EngineError):
        TantivyEngine(root).search(parse(""))

    with open_writer(root) as writer:
        assert 0 == writer.position
        writer.apply([held(1)], 4)
        writer.commit()
    assert [1] == numbers(root)


@pytest.mark.parametrize("content", [b"", b"g-nothing-1", b"../elsewhere", b"\xff\xfe"])
def test_a_broken_pointer_is_no_index(root: Path, content: bytes) -> None:
    """A CURRENT that names no generation means no index; writing goes on where it was."""
    write(root, [held(1)], position=4)
    (root / "CURRENT").write_bytes(content)
    with pytest.raises(IndexMissingError):
        TantivyEngine(root).refresh()

    with open_writer(root) as writer:
        assert 4 == writer.position
        writer.publish()
    assert [1] == numbers(root)


# --- threads and kills ---


def test_many_threads_read_while_one_writes(root: Path) -> None:
    """Searches from several threads are answered while commits and publications happen."""
    engine = engine_of(root, [held(1, "word")])
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                engine.refresh()
                assert engine.search(parse("word other")).total >= 1
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for spec in (SPEC, OTHER, SPEC, OTHER):
        with open_writer(root, spec) as writer:
            for at in range(1, 6):
                writer.apply([held(at, "word")], at)
                writer.commit()
            writer.publish()
    done.set()
    for reader in readers:
        reader.join()

    assert [] == failures
    engine.refresh()
    assert 5 == engine.documents


WRITER = """
    import sys
    from pathlib import Path
    from coolpapers.search.index import open_writer
    from tests.search.papers import held

    writer = open_writer(Path(sys.argv[1]))
    position = writer.position
    print("open", position, flush=True)
    while True:
        position += 1
        rows = range(position, position + 20)
        writer.apply([held(1 + at % 50, f"word{position}") for at in rows], position)
        writer.commit(position)
        print("done", position, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
def test_a_killed_writer_loses_nothing_committed(root: Path) -> None:
    """After each of ten kills at odd moments the next writer goes on from what it had said."""
    said = 0
    for attempt in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(root)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        ) as writer:
            assert writer.stdout is not None
            opened, position = writer.stdout.readline().split()
            assert opened == "open"
            assert int(position) >= said
            lines = [writer.stdout.readline() for _ in range(1 + attempt % 4)]
            writer.send_signal(signal.SIGKILL)
            lines += [line for line in writer.stdout if line.endswith("\n")]
        said = int(lines[-1].split()[1])

        engine = TantivyEngine(root)
        assert engine.position >= said
        assert engine.search(parse(f"word{engine.position}")).total > 0
        assert engine.documents <= 50


def test_a_crash_between_commit_and_position_is_behind(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The position is written after the commit: a crash in between leaves it behind, not ahead."""
    write(root, [held(1)], position=4)

    def crash(path: Path, position: int) -> None:
        raise KeyboardInterrupt

    with open_writer(root) as writer, monkeypatch.context() as patched:
        patched.setattr(generations, "write_position", crash)
        writer.apply([held(1, "changed"), held(2)], 5)
        with pytest.raises(KeyboardInterrupt):
            writer.commit()

    assert ([1, 2], 4) == (numbers(root), TantivyEngine(root).position)
    write(root, [held(1, "changed"), held(2)], position=5)
    assert ([1, 2], 5) == (numbers(root), TantivyEngine(root).position)


def test_a_failed_commit_keeps_the_position(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When tantivy cannot commit, an EngineError says so and the position stays."""
    write(root, [held(1)], position=4)

    class Full:
        def add_document(self, document: object) -> None: ...

        def commit(self) -> None:
            raise ValueError("No space left on device")

        def wait_merging_threads(self) -> None: ...

    writer = open_writer(root)
    writer.close()
    monkeypatch.setattr(writer, "_writer", Full())
    writer.apply([held(2)], 5)
    with pytest.raises(EngineError, match="No space left"):
        writer.commit()

    assert (4, 4) == (writer.position, TantivyEngine(root).position)
