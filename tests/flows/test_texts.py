"""The texts of papers: read once, kept while they are read."""

import os
from pathlib import Path

from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.texts import Texts
from coolpapers.records import Paper
from tests.answered import printed
from tests.builders import paper

PDF = printed([2])


def read(texts: Texts, one: Paper, place: Path, age_s: float) -> Path:
    """The file of a text that was read so long ago."""
    before = set(place.glob("*"))
    texts.of(one)
    (file,) = set(place.glob("*")) - before
    os.utime(file, (file.stat().st_atime - age_s, file.stat().st_mtime))
    return file


def test_the_longest_unread_texts_go_first(tmp_path: Path) -> None:
    """Past its size the cache forgets what was read longest ago, not what was made first."""
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return PDF

    place = tmp_path / "texts"
    texts = Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), fetch))
    first, second, third = (paper(f"2401.0000{at}") for at in (1, 2, 3))
    files = [read(texts, one, place, 3600.0) for one in (first, second)]
    texts.of(first)  # read again: the second is now the longest unread
    size = sum(file.stat().st_size for file in files)
    Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), fetch), most_bytes=size).of(third)

    assert files[0].is_file()
    assert not files[1].is_file()
    assert 3 == len(asked)
