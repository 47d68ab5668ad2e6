"""How a query may go on, and what unknown words were meant to be."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coolpapers.records import Held
from coolpapers.search import suggesting
from coolpapers.search.correcting import corrected, edits, loosened, near_among
from coolpapers.search.lookups import Reading
from coolpapers.search.query import parse
from coolpapers.search.suggesting import complete, is_named, papers_of_name, typed
from tests.search.papers import engine_of, held, write

TITLES = (
    "Graph neural networks",
    "Graph attention networks",
    "Self-attention for graphs",
    "Attention in neural translation",
    "Neutral atoms",
)
NAMES = ("Yoshua Bengio", "Émilie du Châtelet")
PAPERS = [
    held(at + 1, title, authors=(NAMES[at % 2], "The and")) for at, title in enumerate(TITLES)
]


def _texts(numbers: Sequence[int]) -> list[Held]:
    return [PAPERS[number - 1] for number in numbers]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return engine_of(tmp_path_factory.mktemp("index"), PAPERS).reading


def completions(reading: Reading, text: str) -> list[tuple[str, int]]:
    asked = typed(text)
    return [tuple(one) for one in complete(reading, asked, 5, _texts)] if asked else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("att", [("attention", 3)]),
        ("Att", [("attention", 3)]),
        ("neu", [("neural", 2), ("neutral", 1)]),
        ("graph neu", [("graph neural", 1)]),
        ("self-att", [("self-attention", 3)]),
        ("-neut", [("-neutral", 1)]),
        ("-graph neu", [("-graph neural", 2), ("-graph neutral", 1)]),
        ("ti:att", [("ti:attention", 3)]),
        ("(graph OR net", [("(graph OR networks", 2)]),
        ('"graph net', [('"graph networks', 2)]),
        ("attention", []),
        ("cat:cs", []),
        ("au:ben", []),
        ("i", []),
        ("", []),
        ("graph ", []),
        ("x" * 300, []),
    ],
)
def test_the_last_word_is_completed(
    reading: Reading, text: str, expected: list[tuple[str, int]]
) -> None:
    """Words of titles come most frequent first, counted among papers with the words before."""
    assert expected == completions(reading, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gr", [("graph", 2), ("graphs", 1)]),
        ("graph ne", [("graph networks", 2), ("graph neural", 1)]),
        ("graph xy", []),
        ("abs:ti", []),
    ],
)
def test_wide_beginnings_of_a_large_library(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, text: str, expected: list[tuple[str, int]]
) -> None:
    """Two letters are completed by the same words where counting every one would take long."""
    assert expected == completions(reading, text)
    monkeypatch.setattr(suggesting, "MANY", 0)
    assert expected == completions(reading, text)
    assert expected == completions(reading, text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ben", {1, 3, 5}),
        ("Yoshua Be", {1, 3, 5}),
        ('au:"emilie du ch', {2, 4}),
        ("au:be", {1, 3, 5}),
        ("be", set()),
        ("a bengio yoshua ben", set()),
        ("ti:ben", set()),
        ("-ben", set()),
    ],
)
def test_names_are_looked_for(reading: Reading, text: str, numbers: set[int]) -> None:
    """Papers are found by what is typed of a name, free or behind `au:`."""
    asked = typed(text)
    assert asked is not None
    assert numbers == set(papers_of_name(reading, asked)[1])


def test_a_name_is_recognised_by_its_parts(reading: Reading) -> None:
    """Parts are whole, in their order, the last a beginning; accents do not matter."""
    assert is_named(reading, "Émilie du Châtelet", ("emilie", "chat"))
    assert is_named(reading, "Yoshua Bengio", ("ben",))
    assert not is_named(reading, "Yoshua Bengio", ("bengio", "yo"))


@given(st.text(max_size=60))
@example('au:"')
@example("\ud800ab")
@example("a\x00bc")
@example("((((")
@example("::::abc")
def test_whatever_is_typed_is_answered(reading: Reading, text: str) -> None:
    """No text makes it raise."""
    asked = typed(text)
    if asked is not None:
        complete(reading, asked, 5, _texts)
        papers_of_name(reading, asked)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("atention", "attention"),
        ("grpah atention", "graph attention"),
        ("graph -atention", ""),
        ('"grap neural"', '"graph neural"'),
        ("ti:neurla OR graphs", "ti:neural OR graphs"),
        ("atentionn networsk", "attention networks"),
        ("au:bengoi", "au:bengio"),
        ("bengoi", "bengio"),
        ("atten*", ""),
        ("graph", ""),
        ("zzzzzzzz", ""),
        ("nrt", ""),
        ("", ""),
        ("cat:cs.LG", ""),
        (" ".join(["atention"] * 40), ""),
    ],
)
def test_unknown_words_are_corrected(reading: Reading, query: str, meant: str) -> None:
    """An unknown word is replaced by the commonest of the nearest known ones; known ones stay."""
    found = corrected(reading, parse(query), _texts)
    assert meant == ("" if found is None else str(found))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('"graph of trees" nets', "(graph of trees) nets"),
        ('ti:"all trees" OR net', "(ti:all ti:trees) OR net"),
        ('au:"Bengio, Y."', "au:Bengio au:Y"),
        ('-"two words" net', ""),
        ('"graph"', ""),
        ("graph nets", ""),
        ("", ""),
    ],
)
def test_phrases_are_taken_apart(query: str, words: str) -> None:
    """The words of wanted phrases stand side by side; where there are none, nothing is said."""
    found = loosened(parse(query))
    assert words == ("" if found is None else str(found))


def test_corrections_are_remembered_until_the_index_moves(tmp_path: Path) -> None:
    """A word is looked for once; when papers came, again."""
    asked: list[int] = []
    papers = [held(1, "Attention")]

    def texts(numbers: Sequence[int]) -> list[Held]:
        asked.extend(numbers)
        return [papers[number - 1] for number in numbers]

    engine = engine_of(tmp_path, papers)
    assert "attention" == str(corrected(engine.reading, parse("attentxon"), texts))
    assert [1] == asked
    assert "attention" == str(corrected(engine.reading, parse("attentxon"), texts))
    assert [1] == asked
    papers += [held(2, "Attentzon"), held(3, "Attentzon")]
    write(tmp_path, papers[1:], position=2)
    engine.refresh()
    assert "attentzon" == str(corrected(engine.reading, parse("attentxon"), texts))


@pytest.mark.parametrize("distance", [1, 2])
@given(words=st.lists(st.text("abcd", min_size=1, max_size=6)), token=st.text("abc", min_size=1))
def test_near_words_are_those_within_the_distance(
    distance: int, words: list[str], token: str
) -> None:
    """Telling most words apart by their letters loses none."""
    near = [word for word in words if word != token and edits(word, token) <= distance]
    assert near == list(near_among(words, token, distance))


def test_a_word_hardly_known_is_corrected(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A word that a few papers misspell leads to the one that hundreds of times as many have."""
    papers = [held(at, "Transformer" if at > 1 else "Transfomer") for at in range(1, 203)]
    found = engine_of(tmp_path_factory.mktemp("index"), papers).reading
    better = corrected(found, parse("transfomer"), lambda some: [papers[at - 1] for at in some])
    assert "transformer" == str(better)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("abc", "", 3), ("abcd", "abdc", 1), ("ca", "abc", 3), ("kitten", "sitting", 3)],
)
def test_edits(one: str, other: str, expected: int) -> None:
    """Insertions, deletions, changes and swaps of neighbours count one each, either way."""
    assert expected == edits(one, other) == edits(other, one)
