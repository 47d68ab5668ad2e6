"""How texts and queries are read before they are analysed, and what that finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.texts import divided, parts_of, prepare, prepare_query
from tests.search.papers import engine_of, held

TITLES = [
    "Strings on AdS$_5 \\times S^5$",
    "The $\\ell_1$-norm in $\\mathbb{R}^d$",
    "An l1 penalty",
    "Sequential recommendation with BERT4Rec",
    "What GPT-4 can do",
    "What GPT4 cannot do",
    "DeepWalk on graphs",
    "A deep walk in the woods",
    "The $\\alpha$ decay of nuclei",
    "An α particle",
    "Self-attention, once more",
    "大规模深度学习系统",
    "4 of 1 and l of 5: a list",
    "Deformed AdS$_3$/CFT$_2$",
    "A note on AdS3/CFT2",
    "AdS, CFT, 3 or 2",
    "A parser in C++17",
    "Verified C programs",
    "From C\\# to F#",
    "ASP, .NET and a net",
    "PointNet++: point sets",
    "PointNet for segmentation",
    "$k$-means++ seeding",
    "A* search on **A**cyclic graphs",
    "A search for planets",
    "Flares of Sgr A$^{\\star}$",
    "Sorting in $\\Theta(n \\log n)$",
    "Sorting, n times the log of Theta",
]
FOUND = [
    ("AdS5", {1}),
    ("AdS_5", {1}),
    ("\\ell_1", {2, 3}),
    ("$\\ell_1$", {2, 3}),
    ("l1", {2, 3}),
    ("BERT4Rec", {4}),
    ("bert rec", {4}),
    ("GPT-4", {5, 6}),
    ("GPT4", {5, 6}),
    ("DeepWalk", {7, 8}),
    ("\\alpha", {9, 10}),
    ("α", {9, 10}),
    ("alpha", {9, 10}),
    ("self attention", {11}),
    ("self-attention", {11}),
    ("深度学习", {12}),
    ("学", {12}),
    ("\\mathbb{R}", {2}),
    ("AdS3/CFT2", {14, 15}),
    ("AdS$_3$/CFT$_2$", {14, 15}),
    ("C++", {17}),
    ("c++", {17}),
    ("C#", {19}),
    ("F#", {19}),
    (".NET", {20}),
    ("PointNet++", {21}),
    ("PointNet", {21, 22}),
    ("k-means++", {23}),
    ("ti:k-means", {23}),
    ("A*", {24, 26}),
    ("ti:A* search", {24}),
    ("A*-search", {24}),
    ("Sgr $A^*$", {24, 26}),
    ("Θ(n log n)", {27}),
    ("$\\Theta(n \\log n)$", {27}),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    papers = [held(n, title) for n, title in enumerate(TITLES, start=1)]
    return engine_of(tmp_path_factory.mktemp("index"), papers)


@pytest.mark.parametrize(("query", "numbers"), FOUND)
def test_what_is_typed_is_found(engine: TantivyEngine, query: str, numbers: set[int]) -> None:
    """Formulas, compounds and other scripts are found however they are written."""
    assert numbers == {hit.number for hit in engine.search(parse(query)).hits}


def test_looks_say_nothing() -> None:
    """Commands for the look of a letter are left out, others are read as words."""
    assert "$ {R}^d \\to  {x}$" == prepare("$\\mathbb{R}^d \\to \\tilde{x}$")
    assert prepare_query("ϕ") == prepare_query("φ")
    assert "Ελλάδα" == prepare("Ελλάδα")
    assert "\\leftarrow" == prepare("\\leftarrow")


def test_words_are_divided_where_their_kind_changes() -> None:
    """Letters and digits come apart, and so do small letters before capitals."""
    assert ["AdS 5", "Ad S 5"] == divided("AdS5")
    assert ["BERT 4 Rec"] == divided("BERT4Rec")
    assert [] == divided("GANs")
    assert "BERT 4 Rec Deep Walk" == parts_of("BERT4Rec, LLMs and DeepWalk")


@given(st.text("aBc1 é_-深.Z9x$", max_size=40))
def test_parts_are_those_of_every_word(text: str) -> None:
    """Looking for changes among kinds of characters finds what splitting every word finds."""
    change = r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])"
    parted = [
        re.split(change, word, flags=re.ASCII) for word in re.findall(r"\b[A-Za-z0-9]+", text)
    ]
    assert " ".join(part for parts in parted if len(parts) > 1 for part in parts) == parts_of(text)


def test_long_texts_are_read_in_linear_time() -> None:
    """A long word without a change of kind is passed over once."""
    assert "" == parts_of("a" * 200_000)
