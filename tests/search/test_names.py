"""Names as they are typed, and whose papers that finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.search.highlight import Highlighter
from coolpapers.search.names import is_short, joined, keys_of_initials, name_key
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.search.papers import engine_of, held

AUTHORS = [
    "Yann LeCun",
    "Yoshua Bengio",
    "Geoffrey E. Hinton",
    "Laurens van der Maaten",
    "Sharon O’Brien",
    "Jean-Luc Brunet",
    "李飞飞",
    "Tom B. Y. Lai",
    "Wei Li",
    "Lan Wei",
    "Cunda Le",
]
LECUN, BENGIO, HINTON, MAATEN, OBRIEN, BRUNET, FEIFEI, _, WEI_LI, LAN_WEI, _ = range(1, 12)
FOUND = [
    ("le cun", {LECUN}),
    ("LeCun", {LECUN}),
    ("le-cun", {LECUN}),
    ("LeCun Y", {LECUN}),
    ("bengio y", {BENGIO}),
    ("Y. Bengio", {BENGIO}),
    ("GE Hinton", {HINTON}),
    ("Hinton G.E.", {HINTON}),
    ("G E Hinton", {HINTON}),
    ("van der Maaten", {MAATEN}),
    ("o'brien", {OBRIEN}),
    ("obrien", {OBRIEN}),
    ("o brien", {OBRIEN}),
    ("jeanluc brunet", {BRUNET}),
    ("李飞飞", {FEIFEI}),
    ("au:lecun", {LECUN}),
    ('au:"le cun"', {LECUN}),
    ('au:"Cun, Y. Le"', set()),
    ('au:"Bengio Y"', {BENGIO}),
    ('au:"Bengio Y."', {BENGIO}),
    ('au:"Hinton GE"', {HINTON}),
    ('au:"GE Hinton"', {HINTON}),
    ('au:"van der Maaten, L."', {MAATEN}),
    ('au:"Maaten L"', {MAATEN}),
    ("au:O'Brien", {OBRIEN}),
    ("au:obrien", {OBRIEN}),
    ('au:"S. OBrien"', {OBRIEN}),
    ('au:"Jeanluc Brunet"', {BRUNET}),
    ("au:李飞飞", {FEIFEI}),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    papers = [held(n, "A title", authors=(name,)) for n, name in enumerate(AUTHORS, start=1)]
    return engine_of(tmp_path_factory.mktemp("index"), papers)


@pytest.mark.parametrize(("query", "numbers"), FOUND)
def test_authors_are_found(engine: TantivyEngine, query: str, numbers: set[int]) -> None:
    """Whoever has all of the name is found, whichever way it is typed."""
    hits = engine.search(parse(query))
    complete = hits.total if hits.complete is None else hits.complete
    assert numbers == {hit.number for hit in hits.hits[:complete]}


@given(st.lists(st.text(max_size=5) | st.sampled_from(["le", "Y.", "GE", "au:", '"', "x" * 70])))
def test_whatever_may_be_a_name_is_answered(engine: TantivyEngine, words: list[str]) -> None:
    """No words make a search for names raise, bare or quoted."""
    text = " ".join(words)
    for query in (text, f'au:"{text}"', f"au:{text}"):
        engine.search(parse(query))
        Highlighter(parse(query))


def test_capitals_may_be_a_name(engine: TantivyEngine) -> None:
    """`Wei LI` is Wei Li first, and perhaps L. Wei."""
    assert [WEI_LI, LAN_WEI] == [h.number for h in engine.search(parse('au:"Wei LI"')).hits]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Yoshua Bengio", []),
        ("Y. Bengio", ["Y Bengio"]),
        ("Bengio, Y.", ["Y Bengio"]),
        ("Bengio Y", ["Y Bengio"]),
        ("J.-P. Serre", ["J Serre"]),
        ("Serre JP", ["J Serre"]),
        ("de la Cruz M. A.", ["M Cruz"]),
        ("M. A. de la Cruz Jr.", ["M Cruz"]),
        ("Wei LI", ["L Wei"]),
        ("Li Y", ["Y Li"]),
        ("le cun", []),
        ("深 学", []),
        ("Plato", []),
        ("", []),
    ],
)
def test_initials_have_keys(name: str, keys: list[str]) -> None:
    """Initials on either side of a last name are read as its key, particles aside."""
    assert keys == keys_of_initials(name)


def test_short_names_leave_no_doubt() -> None:
    """Given names of one letter or with dots are initials; capitals alone may be a name."""
    assert all(map(is_short, ("G. E. Hinton", "y bengio", "van der Maaten, L.")))
    assert not any(map(is_short, ("GE Hinton", "Yoshua Bengio", "Plato", "")))


def test_names_are_joined_and_have_a_key() -> None:
    """Apostrophes and hyphens go, letters stay."""
    assert ("Sharon OBrien", "JeanLuc") == (joined("Sharon O’Brien"), joined("Jean-Luc"))
    assert "S OBrien" == name_key(joined("Sharon O'Brien"))
