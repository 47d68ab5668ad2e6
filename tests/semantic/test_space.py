"""The latent space: fitted, folded into, killed, served."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from coolpapers.errors import IndexLockedError
from coolpapers.flows import latent
from coolpapers.flows.demo import add_demo_papers
from coolpapers.flows.digest import digest
from coolpapers.flows.imports import Importer
from coolpapers.flows.latent import Keeper, build_space, needs_fit
from coolpapers.numerics.signs import differing, fewest, signs_of
from coolpapers.records import Paper
from coolpapers.semantic import files
from coolpapers.semantic.locking import locked
from coolpapers.semantic.space import LOOK_S, Space
from coolpapers.semantic.terms import choose_terms, read_terms, words_of, written
from coolpapers.semantic.vectors import NORMS, SIGNS, VECTORS, open_vectors, put_vectors
from coolpapers.semantic.words import Numbering
from coolpapers.store import Store
from tests.builders import paper

TOPICS = (
    "quark gluon plasma collision detector hadron",
    "neural network training gradient transformer language",
    "galaxy halo redshift survey cosmology lensing",
)


def papers(count: int, first: int = 1) -> list[Paper]:
    """Papers of three topics in turn, each with some words of its topic."""
    rng = np.random.default_rng(first)
    found = []
    for at in range(first, first + count):
        words = rng.permutation(TOPICS[at % 3].split())
        text = " ".join([*words[:5], *rng.permutation(words)[:4], *words[1:3]])
        found.append(paper(f"2401.{at:05}", f"On {words[0]} {words[1]}", abstract=text))
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "space"


@pytest.fixture
def look_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A space looks at its files each time it is asked."""
    monkeypatch.setattr("coolpapers.semantic.space.LOOK_S", -LOOK_S)


def fill(store: Store, some: list[Paper]) -> None:
    store.papers.put(some, source="test")


def test_terms_survive_their_file() -> None:
    """Terms read back weigh papers as the ones that were written."""
    some = [*papers(60), *(paper(f"2402.{at:05}", "Random matrix theory") for at in range(1, 6))]
    numbering = Numbering()
    terms = choose_terms(numbering, [numbering.words_of(some)])
    again = read_terms(written(terms), terms.weights)
    first, second = (one.matrix(words_of(one, some)) for one in (terms, again))
    assert isinstance(first, csr_array)
    assert 0.0 == abs(first - second).max()
    assert np.ones(65) == pytest.approx(np.sqrt(first.power(2).sum(axis=1)))
    assert "random matrix" in written(terms)


def test_nearest_by_signs_are_nearest() -> None:
    """After an even rotation the nearest vectors are among the few that differ in fewest signs."""
    rng = np.random.default_rng(0)
    rows = (
        rng.standard_normal((2000, 256)) + 2 * rng.standard_normal((20, 256))[np.arange(2000) % 20]
    )
    found = fewest(differing(signs_of(rows), signs_of(rows[:1])[0]), 200)
    unit = rows / np.linalg.norm(rows, axis=1)[:, None]
    nearest = np.argsort(-(unit @ unit[0]))[:20]
    assert len(set(nearest.tolist()) & set(found.tolist())) >= 19


def test_vectors_are_kept_under_their_numbers(tmp_path: Path) -> None:
    """Rows come back within the rounding of a byte; numbers between have no vector."""
    rows = np.random.default_rng(1).standard_normal((3, 100))
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    put_vectors(tmp_path, [7, 2, 3], rows)
    found = open_vectors(tmp_path, 100)
    assert rows == pytest.approx(found.of([7, 2, 3]), abs=0.01)
    assert [False, True, False] == [found.has(one) for one in (1, 2, 8)]
    assert 0.0 == found.of([1, 99, -1]).max()


@pytest.mark.usefixtures("look_now")
def test_neighbours_share_the_topic(store: Store, root: Path) -> None:
    """The nearest papers are of the same topic, the paper itself is not among them."""
    fill(store, papers(90))
    assert 90 == build_space(store, root)
    near = Space(root).neighbours(6, 10)
    assert {0} == {one.number % 3 for one in near}
    assert 6 not in {one.number for one in near}
    assert sorted(near, key=lambda one: -one.cosine) == near


@pytest.mark.usefixtures("look_now")
def test_new_papers_are_seen_at_once(store: Store, root: Path) -> None:
    """A paper that comes later is folded into the space there is, and changed ones anew."""
    fill(store, papers(60))
    build_space(store, root)
    space = Space(root)
    version = space.version
    fill(store, papers(3, first=61))
    assert not space.has(61)
    build_space(store, root)
    assert space.has(61)
    assert version == space.version
    assert {61 % 3} == {one.number % 3 for one in space.neighbours(61, 5)}


@pytest.mark.usefixtures("look_now")
def test_old_space_serves_until_the_new_one_is_complete(store: Store, root: Path) -> None:
    """While a space is fitted and filled the old one answers; then the old one is gone."""
    fill(store, papers(60))
    build_space(store, root)
    space = Space(root)
    version = space.version
    fill(store, papers(60, first=61))
    keeper = Keeper(store, root)
    keeper.fit()
    assert version == space.version
    assert space.has(120)
    while keeper.step():
        pass
    assert version != space.version
    assert 1 == len(files.spaces(root))


@pytest.mark.parametrize("when", ["fit", "vectors", "position"])
@pytest.mark.usefixtures("look_now")
def test_killed_at_any_step_it_goes_on(
    store: Store, root: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far it was, the next start completes the space, and it is the same one."""
    fill(store, papers(90))
    break_at: dict[str, tuple[str, Callable[..., object]]] = {
        "fit": ("coolpapers.semantic.files.write_basis", _killed),
        "vectors": ("coolpapers.semantic.fitting.put_vectors", _killed),
        "position": ("coolpapers.semantic.files.write_progress", _killed),
    }
    with monkeypatch.context() as patched:
        patched.setattr(*break_at[when])
        with pytest.raises(_KilledError):
            build_space(store, root)
    assert not Space(root).is_there
    build_space(store, root)
    vectors = Space(root).vectors_of(range(1, 91))
    again = root.with_name("again")
    build_space(store, again)
    assert vectors == pytest.approx(Space(again).vectors_of(range(1, 91)), abs=1e-6)


class _KilledError(Exception):
    pass


def _killed(*_: object) -> None:
    raise _KilledError


DAMAGED = ["axes.npy", "weights.npy", "terms.txt", "manifest.json", VECTORS, NORMS, SIGNS]


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("left", [0.5, 0.0, None])
def test_a_damaged_space_is_made_anew(
    store: Store, root: Path, name: str, left: float | None
) -> None:
    """A file cut short, emptied or deleted: readers go on, and every paper has its vector again."""
    store.papers.put(papers(60), source="test")
    build_space(store, root)
    path, version = files.current(root), Space(root).version
    assert path is not None
    whole = (path / name).read_bytes()
    (path / name).unlink()
    if left is not None:
        (path / name).write_bytes(whole[: int(left * len(whole))])
    Space(root).neighbours(6, 10)
    build_space(store, root)
    healed = Space(root)
    assert version != healed.version
    assert np.ones(60) == pytest.approx(np.linalg.norm(healed.vectors_of(range(1, 61)), axis=1))
    assert {0} == {one.number % 3 for one in healed.neighbours(6, 10)}
    assert 1 == len(files.spaces(root))


def test_a_damaged_space_to_come_is_dropped(store: Store, root: Path) -> None:
    """One that was begun and cannot be read is removed; the served one stays."""
    store.papers.put(papers(60), source="test")
    build_space(store, root)
    version = Space(root).version
    Keeper(store, root).fit()
    coming = files.unpublished(root)
    assert coming is not None
    (coming / "axes.npy").write_bytes(b"")
    build_space(store, root)
    assert not coming.exists()
    assert version == Space(root).version


def test_one_writer_at_a_time(store: Store, root: Path) -> None:
    """While the space is held, building it says that somebody else does."""
    with locked(root), pytest.raises(IndexLockedError):
        build_space(store, root)


def test_when_a_space_is_fitted_again() -> None:
    """By growth, by drift that is believed, by age with news; otherwise not."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    held = files.Manifest(files.FORMAT, 256, 50_000, 10_000, 10_000, 0.2, now.isoformat())
    fresh = files.Progress(10_000)
    assert not needs_fit(held, fresh, 10_000, now)
    assert needs_fit(held, fresh, 15_000, now)
    assert not needs_fit(held, files.Progress(10_100, 100, 0.1), 10_100, now)
    assert needs_fit(held, files.Progress(12_000, 2_000, 0.17), 12_000, now)
    later = now + timedelta(days=31)
    assert not needs_fit(held, fresh, 10_000, later)
    assert needs_fit(held, files.Progress(10_500, 500, 0.2), 10_500, later)


def test_small_libraries_have_no_space(store: Store, root: Path) -> None:
    """Of a handful of papers there is none, and every answer is empty."""
    fill(store, papers(5))
    assert 0 == build_space(store, root)
    space = Space(root)
    assert [] == space.neighbours(1)
    assert (2, 0) == space.vectors_of([1, 2]).shape
    assert () == digest(space, [1, 2], 3).chosen


@pytest.mark.usefixtures("look_now")
def test_papers_without_words_have_no_neighbours(store: Store, root: Path) -> None:
    """A space of nothing but numbers is made once, and knows nobody near."""
    numbered = [paper(f"2401.{at:05d}", title=f"{at}", abstract="") for at in range(1, 31)]
    store.papers.put(numbered, source="test")
    build_space(store, root)
    version = Space(root).version
    build_space(store, root)
    assert version == Space(root).version
    assert [] == Space(root).neighbours(3)


def test_digest_takes_one_of_each_topic(store: Store, root: Path) -> None:
    """Three papers of three topics stand for all: in list order, shares adding up to one."""
    fill(store, papers(90))
    build_space(store, root)
    numbers = list(range(90, 0, -1))
    found = digest(Space(root), numbers, 3)
    assert {0, 1, 2} == {one.number % 3 for one in found.chosen}
    assert sorted(one.place for one in found.chosen) == [one.place for one in found.chosen]
    for one in found.chosen:
        assert {one.number % 3} == {other % 3 for other in one.stands_for}
    assert 90 == 3 + sum(len(one.stands_for) for one in found.chosen)
    assert 0 < found.coverage <= found.bound <= 1
    assert found == digest(Space(root), numbers, 3)


@pytest.mark.usefixtures("look_now")
def test_digest_heeds_words_and_skips(store: Store, root: Path) -> None:
    """What matches the reader's words comes first; what is left out is not counted."""
    fill(store, papers(90))
    build_space(store, root)
    space, numbers = Space(root), list(range(1, 91))
    scores = {number: 5.0 for number in numbers if number % 3 == 2}
    assert 2 == digest(space, numbers, 1, scores=scores).chosen[0].number % 3
    found = digest(space, numbers, 5, skip=lambda number: number % 3 == 0)
    assert 60 == found.papers
    assert all(one.number % 3 for one in found.chosen)


@pytest.mark.usefixtures("look_now")
def test_long_lists_are_sketched(store: Store, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choosing from a sketch covers nearly as much as choosing from all."""
    fill(store, papers(90))
    build_space(store, root)
    whole = digest(Space(root), range(1, 91), 6)
    monkeypatch.setattr("coolpapers.flows.digest.SKETCHED", 60)
    assert digest(Space(root), range(1, 91), 6).coverage >= 0.9 * whole.coverage


def test_demo_papers_make_a_space(store: Store, root: Path) -> None:
    """The built-in papers have vectors, and the axes hold much of so small a library."""
    add_demo_papers(Importer(store))
    build_space(store, root)
    facts = latent.describe(store, root)
    assert 0 == facts["waiting"]
    assert float(facts["captured"]) > 0.3
