"""What the engine over tantivy adds to the contract: limits, and how bare words are tried."""

from pathlib import Path

import pytest

from coolpapers.errors import EngineError
from coolpapers.search import lookups
from coolpapers.search.fields import WEIGHTS
from coolpapers.search.query import parse
from tests.search.papers import engine_of, held

ENOUGH = WEIGHTS.enough


def test_enough_papers_with_every_word_are_all(tmp_path: Path) -> None:
    """When enough papers have every word, those with only some of them are not listed."""
    both = [held(at, "one two") for at in range(1, ENOUGH + 1)]
    others = [held(ENOUGH + at, "one") for at in range(1, 6)]
    engine = engine_of(tmp_path, [*both, *others])

    found = engine.search(parse("one two"))
    assert (ENOUGH, ENOUGH) == (found.total, found.complete)
    found = engine.search(parse("one two three"))
    assert (ENOUGH + 5, 0) == (found.total, found.complete)


def test_many_words_are_ranked_without_a_first_tier(tmp_path: Path) -> None:
    """More bare words than are tried together are only ranked; nothing is counted as complete."""
    words = [f"word{at}" for at in range(WEIGHTS.all_words_up_to + 1)]
    engine = engine_of(tmp_path, [held(1, words[0]), held(2, " ".join(words)), held(3, "none")])
    found = engine.search(parse(" ".join(words)))

    assert [2, 1] == [hit.number for hit in found.hits]
    assert found.complete is None


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ('"one two" "two three"', ('"two three"',)),
        ("on* tw* au:ada", ("tw*", "au:ada")),
        ("one-two two-three three", ("two-three",)),
        ("one two three", ()),
        (" ".join(f"w{at}" for at in range(40)) + " one two three", ("two", "three")),
    ],
)
def test_what_costs_too_much_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, skipped: tuple[str, ...]
) -> None:
    """Lookups beyond the budget are not made; the hits name them."""
    engine = engine_of(tmp_path, [held(at, "one two three", abstract="one two") for at in (1, 2)])
    monkeypatch.setattr(lookups, "BUDGET", 2)

    found = engine.search(parse(text))
    assert skipped == found.skipped
    assert 2 == found.total


def test_tantivy_never_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong inside tantivy is an EngineError."""
    engine = engine_of(tmp_path, [held(1)])
    generation = tmp_path / str(engine.describe()["generation"])

    class Broken:
        def doc_freq(self, *_: object) -> int:
            raise ValueError("broken")

    view = engine._looked()
    broken = view._replace(reading=view.reading._replace(searcher=Broken()))  # type: ignore[arg-type]
    monkeypatch.setattr(engine, "_looked", lambda: broken)
    with pytest.raises(EngineError, match="broken"):
        engine.search(parse("word"))
    with pytest.raises(EngineError, match="broken"):
        engine.scores(["word"], [1])
    assert generation.is_dir()
