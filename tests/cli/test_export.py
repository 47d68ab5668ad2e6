"""`coolpapers export`: papers for other programs."""

import json
from pathlib import Path

import bibtexparser

from coolpapers.cli.exits import Exit
from coolpapers.formats import Record, read, stream_of
from tests.cli.test_commands import library, run

__all__ = ["library"]


def test_ids_and_addresses_are_exported_in_their_order(library: Path) -> None:
    """Papers may be named in any way; BibTeX comes unless told otherwise."""
    done = run("export", "2401.00002", "https://arxiv.org/abs/2401.00001v2", data=library)
    entries = bibtexparser.parse_string(done.stdout).entries

    assert ["2401.00002", "2401.00001"] == [entry["eprint"] for entry in entries]


def test_a_search_is_exported(library: Path, tmp_path: Path) -> None:
    """What a query finds is written to the file that is named."""
    file = tmp_path / "found.json"
    done = run("export", "forest", "--format", "json", "-o", str(file), data=library)

    assert ["arxiv:2401.00001"] == [item["id"] for item in json.loads(file.read_text())]
    assert "1 of 1 papers" in done.stderr


def test_papers_that_are_not_held_are_named(library: Path) -> None:
    """The others are written all the same; the exit code tells."""
    done = run("export", "2401.00001", "2401.99999", data=library, code=Exit.NOT_FOUND)

    assert "arxiv:2401.99999" in done.stderr
    assert 1 == len(bibtexparser.parse_string(done.stdout).entries)


def test_records_can_be_imported_elsewhere(library: Path) -> None:
    """JSON lines are what `import` reads."""
    done = run("export", "roots", "forest", "--format", "jsonl", data=library)
    again = list(read(stream_of(done.stdout.encode())))

    assert 2 == len(again)
    assert all(isinstance(one, Record) for one in again)
