"""The library in Python: the manual's examples run, and results become tables."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import coolpapers
from coolpapers import notebook
from coolpapers.errors import PaperNotFoundError, StoreError, SubjectError

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "library.md"
BIB = """
@misc{a, title={Attention Is All You Need}, author={Ashish Vaswani}, year=2017,
  eprint={1706.03762}, archivePrefix={arXiv}, primaryClass={cs.CL}}
@misc{b, title={Attention for trees}, author={Ada Lovelace}, year=2017,
  eprint={1706.00001}, archivePrefix={arXiv}, primaryClass={cs.CL}}
"""

TALK = """
{"id": "venue:talk_-1@OpenReview", "title": "Trees", "venue": {"name": "NeurIPS", "year": 2017}}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a file to import, where examples run."""
    (tmp_path / "some.bib").write_text(BIB)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_manual_runs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every example of docs/library.md runs, one after the other."""
    (place / "talk.jsonl").write_text(TALK)
    talks = coolpapers.open_library(place / "papers")
    coolpapers.import_papers(talks, place / "talk.jsonl")
    talks.store.database.close()
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL):
        exec(code, names)
    said = capsys.readouterr().out
    assert "2 new papers" in said
    assert "arxiv:1706.03762 Attention Is All You Need" in said
    assert "@misc{vaswani2017attention" in said
    names["library"].store.database.close()


def test_results_are_sequences_and_tables(place: Path) -> None:
    """Slices, scores, rows and tables speak of the same papers."""
    library = coolpapers.open_library(place / "papers")
    coolpapers.import_papers(library, place / "some.bib")
    found = coolpapers.search_papers(library, "attention")
    assert (2, 2) == (len(found), found.total)
    assert [found[0]] == list(found[:1])
    assert found.to_pandas()["id"].tolist() == [str(paper.id) for paper in found]
    assert found.to_polars()["title"].to_list() == [paper.title for paper in found]
    assert "<td>arxiv:1706.03762</td>" in found._repr_html_()
    assert "2 of 2 papers" in repr(found)
    assert 0 == coolpapers.list_papers(library, "hep-th").total
    assert 0 == coolpapers.list_papers(library, "cs.CL", day=date(1999, 1, 1)).total
    with pytest.raises(SubjectError):
        coolpapers.list_papers(library, "nonsense")
    with pytest.raises(PaperNotFoundError):
        coolpapers.related_papers(library, "2401.99999")
    with pytest.raises(StoreError):
        coolpapers.import_papers(library, place / "none.bib")
    library.store.database.close()


def test_importing_the_package_is_light() -> None:
    """`import coolpapers` loads no room; a name is loaded when it is asked for."""
    code = "import sys, coolpapers; print(sorted(m for m in sys.modules if 'coolpapers' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "['coolpapers']" == done.stdout.strip()
    for name in coolpapers.__all__:
        assert getattr(coolpapers, name) is getattr(notebook, name)
    with pytest.raises(AttributeError):
        _ = coolpapers.nonsense
