"""The seam for papers like a paper."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from coolpapers.flows.follow import bring_up
from coolpapers.flows.label import choose_some, label_some
from coolpapers.flows.latent import build_space
from coolpapers.flows.related import MODES, Mode, related, words_for
from coolpapers.ids import PaperId
from coolpapers.library import INDEX_DIRECTORY, SPACE_DIRECTORY, Library, open_library
from coolpapers.records import Held
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.settings import read_settings
from tests.builders import paper, venue_paper
from tests.semantic.test_space import papers

BIRDS = "robin wren finch magpie jackdaw heron swift swallow nuthatch dunnock siskin linnet"
TREES = "oak ash beech hazel willow aspen rowan alder hornbeam larch spruce yew"


def _texts(words: str) -> list[str]:
    """Six texts of a field, each without two of its words."""
    kept = words.split()
    return [" ".join(kept[: at - 2] + kept[at:]) for at in range(12, 6, -1)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    texts = enumerate(_texts(BIRDS) + _texts(TREES), start=1)
    papers = [paper(f"2401.{n:05d}", f"Study {n}", abstract=text) for n, text in texts]
    papers.append(venue_paper("oral_-1@OpenReview", title="Wren, finch and magpie"))
    library.store.papers.put(papers, source="test")
    bring_up(library.store, tmp_path / INDEX_DIRECTORY)
    yield library
    library.store.database.close()


def held(library: Library, key: str) -> Held:
    return library.store.papers.get([PaperId.parse(key)])[0]


def label(library: Library) -> None:
    vocabulary = Vocabulary(library.engine)
    while label_some(library.store, vocabulary, library.engine.position):
        pass
    while choose_some(library.store, vocabulary, library.engine.position):
        pass


@pytest.mark.parametrize("mode", MODES)
def test_the_like_are_found_with_reasons(library: Library, mode: Mode) -> None:
    """Every way finds papers that share words, tells which, and leaves the paper itself out."""
    asked = held(library, "2401.00001")
    found = related(library, asked, mode=mode)

    assert asked.number not in {near.number for near in found.papers}
    assert {"wren", "finch"} & set(found.papers[0].why)
    assert len(found.papers) == found.total


def test_kept_words_are_used(library: Library) -> None:
    """Words that were chosen behind the index are those that are asked for."""
    before = words_for(library, held(library, "2401.00008"))
    label(library)
    kept = held(library, "2401.00008")

    assert kept.words
    assert kept.words == words_for(library, kept)
    assert {one.stem for one in before} == {one.stem for one in kept.words}


def test_a_branch_is_kept(library: Library) -> None:
    """Related papers of one branch are of that branch only."""
    asked = held(library, "2401.00001")
    found = related(library, asked, branch="venue")

    assert ["oral_-1@OpenReview"] == [
        one.paper.id.local
        for one in library.store.papers.numbered([near.number for near in found.papers])
    ]


@pytest.mark.parametrize("is_spaced", [False, True])
def test_a_work_is_one_result_and_not_its_own_relative(tmp_path: Path, is_spaced: bool) -> None:
    """Of the records of a work one is listed, and none beside another of the same work."""
    library = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    preprints = [msgspec.structs.replace(one, title=f"{one.title}: a work") for one in papers(60)]
    presented = [
        venue_paper(f"oral_{at}@OpenReview", title=one.title.upper(), abstract=one.abstract)
        for at, one in enumerate(preprints[:30])
    ]
    library.store.papers.put([*preprints, *presented], source="test")
    bring_up(library.store, tmp_path / INDEX_DIRECTORY)
    if is_spaced:
        build_space(library.store, tmp_path / SPACE_DIRECTORY)
    preprint, record = library.store.papers.get([preprints[6].id, presented[6].id])
    assert library.space.has(record.number) == is_spaced
    for asked, branch, branches in (
        (preprint, None, {"arxiv"}),
        (record, None, {"arxiv"}),
        (record, "venue", {"venue"}),
    ):
        numbers = [one.number for one in related(library, asked, branch=branch, limit=90).papers]
        found = library.store.papers.numbered(numbers)
        assert branches == {one.paper.id.branch for one in found}
        assert {preprint.number, record.number}.isdisjoint(numbers)
        assert len(numbers) == len(set(numbers)) > 8
    library.store.database.close()


def test_words_are_chosen_again_when_the_library_has_doubled(library: Library) -> None:
    """A library that has grown by half keeps its words; one that has doubled chooses anew."""
    label(library)
    reached = library.store.keywords.chosen()
    more = [paper(f"2402.{n:05d}", f"New {n}", abstract=BIRDS) for n in range(1, 20)]

    library.store.papers.put(more[:6], source="test")
    bring_up(library.store, library.settings.data / INDEX_DIRECTORY)
    library.engine.refresh()
    label(library)
    assert reached.papers == library.store.keywords.chosen().papers

    library.store.papers.put(more, source="test")
    bring_up(library.store, library.settings.data / INDEX_DIRECTORY)
    library.engine.refresh()
    label(library)
    assert 32 == library.store.keywords.chosen().papers


def test_meaning_orders_what_words_find(tmp_path: Path) -> None:
    """With a space, papers near in meaning come before others with the same words."""
    library = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    library.store.papers.put(papers(90), source="test")
    bring_up(library.store, tmp_path / INDEX_DIRECTORY)
    build_space(library.store, tmp_path / SPACE_DIRECTORY)
    asked = library.store.papers.numbered([6])[0]
    found = related(library, asked, limit=20)
    assert {0} == {one.number % 3 for one in found.papers}
    assert 6 not in {one.number for one in found.papers}
    assert all(one.cosine > 0.5 for one in found.papers)
    scores = [one.score for one in found.papers]
    assert sorted(scores, reverse=True) == scores
    assert all(one.by_meaning for one in found.papers if not one.why)
    pages = [related(library, asked, limit=10, offset=at).papers for at in (0, 10)]
    assert found.papers == (*pages[0], *pages[1])
    library.store.database.close()


def test_meaning_keeps_to_a_branch(tmp_path: Path) -> None:
    """Within a branch meaning counts, and no paper of another branch comes in."""
    library = open_library(read_settings({"data": str(tmp_path)}, environment={}))
    texts = [f"{one.title}. {one.abstract}" for one in papers(90)]
    at_venues = [
        venue_paper(f"oral_{at}@OpenReview", title=text, abstract=text)
        for at, text in enumerate(texts[60:])
    ]
    library.store.papers.put([*papers(60), *at_venues], source="test")
    bring_up(library.store, tmp_path / INDEX_DIRECTORY)
    build_space(library.store, tmp_path / SPACE_DIRECTORY)
    asked = library.store.papers.numbered([6])[0]
    for branch in ("arxiv", "venue"):
        found = related(library, asked, branch=branch, limit=50).papers
        held = library.store.papers.numbered([one.number for one in found])
        assert {branch} == {one.paper.id.branch for one in held}
        assert any(one.cosine > 0.5 for one in found)
    library.store.database.close()


def test_pages_behind_the_blend_go_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paging through papers like one brings each once, in the same order as all at once."""
    library.store.papers.put(papers(60), source="test")
    bring_up(library.store, tmp_path / INDEX_DIRECTORY)
    build_space(library.store, tmp_path / SPACE_DIRECTORY)
    monkeypatch.setattr("coolpapers.flows.related.BLENDED", 8)
    monkeypatch.setattr("coolpapers.flows.related.NEAREST", 5)
    asked = held(library, "2401.00020")
    whole = [one.number for one in related(library, asked, limit=60).papers]
    paged = [
        one.number
        for at in range(0, 60, 4)
        for one in related(library, asked, limit=4, offset=at).papers
    ]
    assert len(whole) == len(set(whole)) > 13
    assert whole == paged
    assert asked.number not in whole
