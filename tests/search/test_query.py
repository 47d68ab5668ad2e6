"""Query text to trees."""

from collections.abc import Iterable
from datetime import date
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coolpapers.ids import PaperId
from coolpapers.search.filters import HOLDINGS
from coolpapers.search.query import DEPTH, LENGTH, PARTS, Query, parse
from coolpapers.search.tree import (
    AtVenue,
    Days,
    Either,
    Every,
    Has,
    Named,
    Node,
    Not,
    Phrase,
    Some,
    Subjects,
    Word,
    Years,
    either,
    every,
    negated,
    some,
)
from coolpapers.subjects import ARCHIVES, CATEGORIES, SubjectExpression, canonical
from tests.strategies import arxiv_ids, venue_ids

READINGS = {
    "attention": Word("attention"),
    "attention survey": Some((Word("attention"), Word("survey"))),
    "one,two, three": Some((Word("one"), Word("two"), Word("three"))),
    '"exact phrase"': Phrase("exact phrase"),
    "“typographic” x": Some((Phrase("typographic"), Word("x"))),
    "-word": Not(Word("word")),
    '-"two words"': Not(Phrase("two words")),
    "NOT word": Not(Word("word")),
    "NOT -word": Word("word"),
    "a AND b": Every((Word("a"), Word("b"))),
    "a AND NOT b": Every((Word("a"), Not(Word("b")))),
    "a OR b AND c": Either((Word("a"), Every((Word("b"), Word("c"))))),
    "(a OR b) AND c": Every((Either((Word("a"), Word("b"))), Word("c"))),
    "a b OR c": Some((Word("a"), Either((Word("b"), Word("c"))))),
    "-(a b)": Not(Some((Word("a"), Word("b")))),
    "and or not": Some((Word("and"), Word("or"), Word("not"))),
    "trans*": Word("trans", prefix=True),
    "b*": Word("b"),
    "A* search": Some((Word("A*"), Word("search"))),
    "C++, C# or .NET": Some((Word("C++"), Word("C#"), Word("or"), Word(".NET"))),
    "O(n log n) sort": Some((Word("O(n log n)"), Word("sort"))),
    "ti:f(R,  T)": Word("f(R, T)", "title"),
    "\\Theta(g(n) log n)": Word("\\Theta(g(n) log n)"),
    "f(a OR b)": Some((Word("f"), Either((Word("a"), Word("b"))))),
    "f(a b": Some((Word("f"), Some((Word("a"), Word("b"))))),
    "量*": Word("量", prefix=True),
    "ti:attention": Word("attention", "title"),
    "TI:Attention": Word("Attention", "title"),
    "ti: attention": Word("attention", "title"),
    "abs:graph": Word("graph", "abstract"),
    "comment:iclr": Word("iclr", "comment"),
    'au:"Yoshua Bengio"': Phrase("Yoshua Bengio", "authors"),
    "ti:-x": Not(Word("x", "title")),
    "ti:(a OR b)": Either((Word("a", "title"), Word("b", "title"))),
    "ti:(a au:b)": Some((Word("a", "title"), Word("b", "authors"))),
    "all:a": Word("a"),
    "cat:cs.AI+cs.LG-cs.CY": Subjects(SubjectExpression(("cs.AI", "cs.LG"), ("cs.CY",))),
    "cat:(cs.AI OR cs.CL)": Either(
        (Subjects(SubjectExpression(("cs.AI",))), Subjects(SubjectExpression(("cs.CL",))))
    ),
    "-cat:cs.CV": Not(Subjects(SubjectExpression(("cs.CV",)))),
    "venue:ICLR": AtVenue("ICLR"),
    "venue: year:2020": Years(2020, 2020),
    "venue:date:x": AtVenue("date:x"),
    "venue:ICLR.2024": AtVenue("ICLR", 2024),
    'venue:"Some Place 2023"': AtVenue("Some Place", 2023),
    "year:2020": Years(2020, 2020),
    "year:2023..2020": Years(2020, 2023),
    "year:2020-2023": Years(2020, 2023),
    "year:2020..": Years(2020, None),
    "date:2024-01..2024-02": Days(date(2024, 1, 1), date(2024, 2, 29)),
    "date:2024-02..2024-01": Days(date(2024, 1, 1), date(2024, 2, 29)),
    "date:..2024": Days(None, date(2024, 12, 31)),
    "date:2024-01-05": Days(date(2024, 1, 5), date(2024, 1, 5)),
    "id:1706.03762": Named((PaperId("arxiv", "1706.03762"),)),
    "has:code": Has("code"),
    "self-attention": Word("self-attention"),
    "SO(3)": Word("SO(3)"),
    "BERT: (pre-training)": Some((Word("BERT"), Word("pre-training"))),
    r"$\ell_1$": Word(r"$\ell_1$"),
    r"$O(n \log  n)$-time x": Some((Word(r"$O(n \log n)$-time"), Word("x"))),
    "$5 or $10": Some((Word("5"), Word("or"), Word("10"))),
    r"-$a, b$ ti:$f(x)$": Some((Not(Word("$a, b$")), Word("$f(x)$", "title"))),
    "（深度学习）": Word("深度学习"),
    "ＡＮＤ": None,
    "x x x": Some((Word("x"), Word("x"), Word("x"))),
    "": None,
    "- ( ) * ''": None,
}


@pytest.mark.parametrize("text", READINGS)
def test_each_part_of_the_language_is_read(text: str) -> None:
    """Every construct of the query language gives its tree."""
    assert READINGS[text] == parse(text).root


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("a )", (")",)),
        ("AND a", ("AND",)),
        ("a OR", ("OR",)),
        ("a AND OR b", ("AND",)),
        ("a NOT", ("NOT",)),
        ("a ti:", ("ti:",)),
        ("cat:nothing a", ("cat:nothing",)),
        ("year:soon a", ("year:soon",)),
        ("date:2024-02-31 a", ("date:2024-02-31",)),
        ("has:wings a", ("has:wings",)),
        ("id:nobody a", ("id:nobody",)),
        ("🙂 a", ("🙂",)),
        ("a - b", ()),
        ("(a (b", ()),
        ('a "b', ()),
    ],
)
def test_what_means_nothing_is_named(text: str, ignored: tuple[str, ...]) -> None:
    """Parts that cannot be understood are left out and listed once."""
    assert ignored == parse(text).ignored


def test_a_query_says_how_it_was_read() -> None:
    """`said` gives pieces fit for a page, neighbours of one kind joined."""
    query = parse('deep nets ti:attention -survey "in context" a OR b cat:cs.CL year:2020..')

    assert (
        ("words", "deep nets"),
        ("title", "attention"),
        ("not", "survey"),
        ("phrase", "in context"),
        ("any of", "a, b"),
        ("category", "cs.CL"),
        ("year", "2020.."),
    ) == query.said


def test_only_wanted_words_are_wanted() -> None:
    """`wanted` leaves out filters and everything excluded, however deep."""
    query = parse('a -b NOT (c OR d) "e f" (g AND -h) -(i -j) cat:cs.CL')

    wanted = ["a", "e f", "g", "j"]
    assert wanted == [leaf.text for leaf in query.wanted()]


# --- properties ---

NOISE = st.lists(
    st.sampled_from(
        [
            *"abZ \"()-*:,.'+&<$\\_^|;2é深學ßﬁ²´",
            "$a b$",
            "$",
            " ",
            " ",
            "\u0301",
            "\u0338",
            "word",
            "AND",
            " AND ",
            " OR ",
            "NOT ",
            "ti:",
            "au:",
            "all:",
            "cat:",
            "cat:cs.AI-cs.CL ",
            "year:2020..2022 ",
            "date:2024-01 ",
            "venue:X.2020 ",
            "id:1706.03762 ",
            "has:code ",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.text() | NOISE)
@example("a" * LENGTH + " b")
@example("\ud800 a")
def test_any_text_is_read_and_reads_back(text: str) -> None:
    """No text raises, and the printed tree is read as the same tree."""
    query = parse(text)

    assert query == parse(str(query))
    assert str(query) == str(parse(str(query)))
    assert all(query.said)


def _leaves() -> st.SearchStrategy[Node]:
    text = NOISE | st.sampled_from(
        ["graph", "SU(2)", "O(n log n)", "A*", "C++", "self-attention", "深度学习", "GPT-4", "é"]
    )
    read = text.map(parse).map(lambda query: query.root)
    typed = read.filter(
        lambda node: node is not None and not isinstance(node, Some | Either | Every)
    )
    return typed | _words() | _filters()


def _words() -> st.SearchStrategy[Node]:
    fields = st.sampled_from(["", "title", "abstract", "authors", "comment"])
    texts = st.sampled_from(
        ["graph", "Bengio", "self-attention", "AdS5", r"\ell_1", "SO(3)", "图神经"]
    )
    phrases = st.sampled_from(
        ["Yoshua Bengio", "Bengio, Y.", "all you need", "accepted at ICLR", "a"]
    )
    return st.builds(Word, texts, fields, st.booleans()) | st.builds(Phrase, phrases, fields)


def _filters() -> st.SearchStrategy[Node]:
    """Every kind of filter, with anything in it that the language can say."""
    codes = st.lists(st.sampled_from(sorted({*map(canonical, CATEGORIES), *ARCHIVES})), max_size=3)
    subjects = st.builds(SubjectExpression, codes.map(_distinct), codes.map(_distinct))
    years = st.none() | st.integers(1500, 2199)
    days = st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31))
    ids = st.lists(arxiv_ids() | venue_ids(), min_size=1, max_size=3)
    names = st.sampled_from(["ICLR", "CVPR", "SIGGRAPH-Asia", "Some Place", "L4DC"])
    return st.one_of(
        subjects.filter(lambda some: some.include or some.exclude).map(Subjects),
        st.builds(AtVenue, names, st.just(0) | st.integers(1900, 2099)),
        st.tuples(years, years).filter(any).map(lambda span: Years(*_in_order(span))),
        st.tuples(days, days).filter(any).map(lambda span: Days(*_in_order(span))),
        ids.map(_distinct).map(Named),
        st.sampled_from(sorted(HOLDINGS)).map(Has),
    )


def _distinct(some: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(some))


def _in_order(span: tuple[Any, Any]) -> tuple[Any, ...]:
    return tuple(sorted(span)) if None not in span else span


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=4)
    return several.map(some) | several.map(either) | several.map(every) | parts.map(negated)


@given(st.recursive(_leaves(), _joined, max_leaves=12))
def test_any_tree_prints_and_reads_back(node: Node) -> None:
    """Printing a tree and reading the text gives the tree."""
    assert Query(node) == parse(str(node))


SIZE = 10_000
HOSTILE = {
    "open": "(" * SIZE,
    "quotes": '"' * SIZE,
    "groups": "(a " * 3000,
    "closed": "(" * 4000 + "a" + ")" * 4000,
    "hyphens": "-" * SIZE,
    "nots": "NOT " * 2500,
    "ands": "a AND " * 1600,
    "fields": "ti:" * 3300,
    "scoped": "ti:(" * 2500,
    "calls": "a(b" * 3300,
    "spaced calls": "a(b " * 2500,
    "filters": "cat:cs.AI OR " * 760,
    "dates": "date:" + "2" * 9000,
    "dots": "year:" + "." * 9000,
    "stars": "*" * 5000 + "a" + "*" * 4000,
    "words": " ".join(f"w{at}" for at in range(5000)),
    "expanding": "\ufdfa" * SIZE,
    "ids": "id:" + ",".join(f"1706.{at:05}" for at in range(900)),
    "days": " ".join(f"date:{year}" for year in range(1000, 1909)),
    "operators": " AND ".join(f"-(w{at} OR é{at})" for at in range(400)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_little_time(name: str) -> None:
    """Ten thousand characters of any kind are read in a fraction of a second."""
    began = process_time()
    query = parse(HOSTILE[name])
    printed = str(query)

    assert process_time() - began < 0.5
    assert query == parse(printed)


def test_too_much_is_left_out_and_said() -> None:
    """Beyond the limits of length, depth and number, the rest is named as ignored."""
    words = " ".join(f"w{at}" for at in range(PARTS + 1))

    assert (f"everything after {PARTS} words",) == parse(words).ignored
    assert (f"parentheses deeper than {DEPTH}",) == parse("(" * (DEPTH + 1) + "a").ignored
    assert f"everything after {LENGTH} characters" in parse("a " * LENGTH).ignored
