"""Words of taste with weights."""

from pathlib import Path

import pytest

from coolpapers.search.taste import contributions, printed_taste, taste_of
from tests.search.papers import engine_of, held


@pytest.mark.parametrize(
    ("word", "taste"),
    [
        ("graph", ("graph", 1.0)),
        ("graph^2.5", ("graph", 2.5)),
        ("-survey", ("survey", -1.0)),
        ("-deep learning^3", ("deep learning", -3.0)),
        ("x^y", ("x^y", 1.0)),
        ("-", ("-", 1.0)),
        ("^2", ("^2", 1.0)),
        ("", ("", 1.0)),
    ],
)
def test_a_word_and_its_weight(word: str, taste: tuple[str, float]) -> None:
    """A power is a weight, a minus turns it round, all else is the word."""
    assert taste == taste_of(word)


def test_weights_and_negative_words_score(tmp_path: Path) -> None:
    """A weight multiplies the score of its word, a negative word takes its score away."""
    engine = engine_of(tmp_path, [held(1, "Graph"), held(2, "Survey"), held(3, "Other")])
    plain = engine.scores(["graph", "survey"], [1, 2, 3])
    weighed = engine.scores(["graph^2", "-survey"], [1, 2, 3])

    assert {1, 2} == set(plain) == set(weighed)
    assert 2 * plain[1] == pytest.approx(weighed[1])
    assert -plain[2] == pytest.approx(weighed[2])


@pytest.mark.parametrize("word", ["graph", "graph^2.5", "-survey", "-deep learning^0.25"])
def test_a_printed_taste_reads_back(word: str) -> None:
    """A word and its weight are printed as they are read."""
    assert word == printed_taste(*taste_of(word))


def test_what_each_word_adds(tmp_path: Path) -> None:
    """Each word's part of a score is told, most first, and they sum up to it."""
    engine = engine_of(tmp_path, [held(1, "Graph survey"), held(2, "Survey"), held(3, "Other")])
    words = ["graph^3", "-survey"]
    found = contributions(engine.reading, words, [1, 2, 3])

    assert ["graph^3", "-survey"] == [word for word, _ in found[1]]
    assert {1, 2} == set(found)
    for number, score in engine.scores(words, [1, 2, 3]).items():
        assert score == pytest.approx(sum(part for _, part in found[number]))
