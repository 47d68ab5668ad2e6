"""Files that are whole whatever happens."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coolpapers import durable

NAMES = re.compile(r"b-\d+")


@pytest.mark.parametrize("writing", [durable.write, durable.replace])
def test_a_file_is_written_whole_and_leaves_nothing_beside(writing, tmp_path: Path) -> None:
    """It replaces what was there; no file of another name is left."""
    path = tmp_path / "position"
    writing(path, b"1")
    writing(path, b"22")

    assert b"22" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("writing", [durable.write, durable.replace])
def test_what_fails_leaves_the_file_as_it_was(
    writing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error before the last step changes nothing that is read."""
    path = tmp_path / "position"
    writing(path, b"1")
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(OSError, match="full"):
        writing(path, b"2")

    assert b"1" == path.read_bytes()


def _refuse(_path: Path, _target: Path) -> None:
    raise OSError("full")


def test_many_threads_may_replace_one_file(tmp_path: Path) -> None:
    """A reader always finds one of the contents, whole."""
    path = tmp_path / "page"
    contents = [bytes([65 + n]) * 10_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: durable.replace(path, content), contents * 5))

    assert path.read_bytes() in contents
    assert [path] == list(tmp_path.iterdir())


def test_the_build_pointed_at_is_served(tmp_path: Path) -> None:
    """The newest pointing counts."""
    for name in ("b-1", "b-2"):
        (tmp_path / name).mkdir()
        durable.point_at(tmp_path, tmp_path / name)

    assert tmp_path / "b-2" == durable.current(tmp_path, NAMES)


@pytest.mark.parametrize("named", [None, b"", b"b-9", b"../b-1", b"c-1", b"\xff"])
def test_what_names_no_build_serves_none(named: bytes | None, tmp_path: Path) -> None:
    """Neither a missing file, nor a lost build, nor a way out of the directory is followed."""
    for name in ("b-1", "c-1"):
        (tmp_path / name).mkdir()
    if named is not None:
        (tmp_path / durable.CURRENT).write_bytes(named)

    assert durable.current(tmp_path, NAMES) is None
