"""The texts of papers: read once, kept while they are read."""

import os
import time
from pathlib import Path

import pytest

from coolpapers.errors import PaperNotFoundError
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.texts import SESSION_S, UPLOAD, Texts
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


@pytest.mark.parametrize("keeps_own", [False, True])
def test_a_visitors_own_text_goes_with_the_session(tmp_path: Path, *, keeps_own: bool) -> None:
    """After a session without a visit it is gone, unless the operator keeps such texts."""
    pdfs = Pdfs(PdfCache(tmp_path / "pdfs", 10**8), lambda _: PDF)
    texts = Texts(tmp_path, pdfs, keeps_own=keeps_own)
    token = texts.add_own("Mine", PDF)
    assert [] == texts.end_sessions()
    (file,) = (tmp_path / "uploads").glob("*")
    long_ago = time.time() - SESSION_S - 1
    os.utime(file, (long_ago, long_ago))

    assert ([] if keeps_own else [UPLOAD + token]) == texts.end_sessions()
    if keeps_own:
        assert "Mine" == texts.own(token).title
    else:
        with pytest.raises(PaperNotFoundError):
            texts.own(token)
