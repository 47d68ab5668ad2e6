"""Accents, white space, and prose told from mathematics."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.text import are_clean_names, clean_name, clean_prose, split_math, words

ACCENTS = [
    (r"\'e", "é"), (r"{\'e}", "é"), (r"\'{e}", "é"), (r"{{\'e}}", "é"), (r"\'{{e}}", "é"),
    (r"\"{o}", "ö"), (r"\"o", "ö"), (r"\`a", "à"), (r"\^{\i}", "î"), (r"\~n", "ñ"),
    (r"\v{c}", "č"), (r"\v c", "č"), (r"{\v c}", "č"), (r"\H{o}", "ő"), (r"\H o", "ő"),
    (r"\c{c}", "ç"), (r"\k{a}", "ą"), (r"\r{a}", "å"), (r"\u{g}", "ğ"), (r"\.{z}", "ż"),
    (r"\={a}", "ā"), (r"\b{d}", "ḏ"), (r"\d{o}", "ọ"), (r"\t{oo}", "o͡o"), (r"\.I", "İ"),
    (r"\'{\i}", "í"), (r"\'\i", "í"), (r"\"\i", "ï"), (r"\u{\i}", "ĭ"), (r"\v{\j}", "ǰ"),
    (r"\.{\i}", "i"), (r"\'{\^e}", "ế"), (r"\d{\^{e}}", "ệ"), (r"{\O}bro", "Øbro"),
    (r"\o sted", "østed"), (r"S{\o}ren", "Søren"), (r"S\o ren", "Søren"), (r"Stra\ss{}e", "Straße"),
    (r"Stra{\ss}e", "Straße"), (r"\AE gir", "Ægir"), (r"\oe uvre", "œuvre"), (r"\aa", "å"),
    (r"\AA rhus", "Århus"), (r"{\L}\'od\'z", "Łódź"), (r"\l", "ł"), (r"\' e", "é"),
    (r"Erd{\H{o}}s", "Erdős"), (r"Universit\'e de \L \'od\'z", "Université de Łódź"),
]  # fmt: skip

UNTOUCHED = [
    r"\\'e", r"\alpha", r"\textbf{x}", r"\cite{a}", r"\beta and \delta", r"50\%", r"\emph{very}",
    r"http://a.org/\~user", r"a -- b", "``quoted'' and `so'", "{BERT}",
    r"\tau \upsilon \rho \kappa",
]  # fmt: skip


@pytest.mark.parametrize(("tex", "expected"), ACCENTS)
def test_accents_become_unicode(tex: str, expected: str) -> None:
    """Every way to write an accent gives the composed letter, in prose and in names."""
    assert expected == clean_prose(tex)
    assert expected == clean_name(tex)


@pytest.mark.parametrize("tex", UNTOUCHED)
def test_other_tex_stays_in_prose(tex: str) -> None:
    """Commands that are not letters stay as they are."""
    assert tex == clean_prose(tex)


def test_unit_keeps_its_space() -> None:
    """An ångström after a number is a unit, not the beginning of a word."""
    assert "5 Å thick" == clean_prose(r"5 \AA thick")


def test_white_space_is_single() -> None:
    """Line breaks, tabs and runs of spaces become one space."""
    assert "A title that wraps" == clean_prose("  A title\n  that\twraps \r\n")


def test_result_is_composed() -> None:
    """Letters with combining marks are composed."""
    assert "é" == clean_prose("e\u0301") == clean_name("e\u0301")


def test_invisible_characters_are_dropped() -> None:
    """Controls and marks that turn the direction of writing are no part of a text."""
    assert "Ada L" == clean_name("\u202aAda\x00 L\u202c") == clean_prose("\u202eAda\x07 L\ufeff")


def test_formulas_are_kept_while_prose_is_cleaned() -> None:
    """A formula loses only its line breaks; the prose around it is cleaned."""
    tex = "G\\\"odel's\n  $\\'{a}  \\i\nb$  and  \\(x\\)"
    assert "Gödel's $\\'{a}  \\i b$ and \\(x\\)" == clean_prose(tex)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("J.~R. Smith", "J. R. Smith"), ("{van der} Berg", "van der Berg"),
        (r"C.\ Bal\'azs", "C. Balázs"), (r"M\"u\-ller", "Müller"), (r"A \& B", "A & B"),
    ],
)  # fmt: skip
def test_names_lose_tex(tex: str, expected: str) -> None:
    """A name has no braces, ties or hyphenation hints."""
    assert expected == clean_name(tex)


MATHS = [
    "$5$", "$x$", "$^{13}$", "$_2$", "$n$", r"$\mathbb{R}^d$", r"$ \alpha $", "$$a=b$$", r"\(x\)",
    r"\[y\]", r"\begin{equation}a\end{equation}", r"\begin{align*}a&=b\\c&=d\end{align*}",
    r"\begin{gather}a\end{gather}", r"\begin{multline*}a\end{multline*}", "$in vitro$",
    r"\begin{eqnarray}a&=&b\end{eqnarray}", r"$a \text{ if $b$}$", r"$1 GeV$", r"$8~kg$",
    "$50nm/s$",
    r"$\sim 10^{-3}\,\rm{eV}$", r"$ G \to H \to BG $", r"$2 \times 2$", r"$\$5$", r"$3d$",
]  # fmt: skip


@pytest.mark.parametrize("formula", MATHS)
def test_formulas_are_found(formula: str) -> None:
    """A formula between words is one span; the words are prose."""
    spans = split_math(f"for {formula}-ary, we")

    assert ["for ", formula, "-ary, we"] == [span.source for span in spans]
    assert ["text", "text"] == [spans[0].kind, spans[2].kind]
    assert "text" != spans[1].kind


PROSE = [
    "$5 to $10", "$5 million", "US$3", "costs $20, or $30", "from $5-$10 for", r"\$5 and \$6",
    "the $ sign and $ symbol", "$130/kg compared to >$500/kg for", "a $ alone", r"\\(x\\)", "$$",
    r"\( open", r"\[ open", r"\begin{align} open", "$", r"\begin{itemize}\end{itemize}",
    "$0.1/$0.2",
    "between $10 million and $20 million", "",
]  # fmt: skip


@pytest.mark.parametrize("text", PROSE)
def test_prices_and_strays_are_prose(text: str) -> None:
    """Prices, escaped and unbalanced signs make no formula."""
    assert {"text"} >= {span.kind for span in split_math(text)}


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("costs $20 and $x$ is", ["x"]), ("foo $x$ bar y$ baz $z$ qux", ["x", "z"]),
        ("$x$$y$", ["x", "y"]), ("$x$5 and $y$", ["x", "y"]), ("$$x$ foo", ["x"]),
        ("a $5 meal where $n=5$ and $10 tips", ["n=5"]), ("$1,000 for $n=5$", ["n=5"]),
        (r"an \$5 and $x$", ["x"]), (r"stray $ here, \(a\) there", ["a"]),
    ],
)  # fmt: skip
def test_strays_damage_nothing_else(text: str, formulas: list[str]) -> None:
    """A stray dollar leaves the formulas around it whole."""
    assert formulas == [span.text for span in split_math(text) if span.kind != "text"]


def test_span_texts_lack_delimiters() -> None:
    """Outer environments are delimiters; those that give the formula its shape are part of it."""
    text = r"\begin{equation*}a\end{equation*}\begin{align}b\end{align}\[c\]$d$"

    assert [
        ("display", "a"), ("display", r"\begin{align}b\end{align}"), ("display", "c"),
        ("inline", "d"),
    ] == [(span.kind, span.text) for span in split_math(text)]  # fmt: skip


TEX = st.text(
    st.sampled_from(list("$$$\\{}()[]'\"^~.=uvHcdbkrtioLa ne5,\n\u0301é")), max_size=60
) | st.lists(
    st.sampled_from(
        ["$", "$$", r"\(", r"\)", r"\[", r"\]", r"\begin{align}", r"\end{align}", "5 ", "x", "\\",
         r"\text{", "}", " and ", r"\'e", r"\i", "million"]
    ), max_size=20
).map("".join)  # fmt: skip


@given(TEX | st.text())
def test_sources_give_the_text_back(text: str) -> None:
    """The sources of the spans, joined, are the text."""
    assert text == "".join(span.source for span in split_math(text))


@given(TEX | st.text())
def test_cleaning_never_fails(text: str) -> None:
    """Any text can be cleaned, and comes out without white space at its ends."""
    assert clean_prose(text).strip() == clean_prose(text)
    assert clean_name(text).strip() == clean_name(text)


@given(st.lists(st.text(max_size=8) | st.sampled_from(["A. Author", " é", "{L}", "a~b", "\\'e"])))
def test_clean_lists_have_clean_names(names: list[str]) -> None:
    """In a list that is clean, cleaning takes nothing but spaces off any name."""
    text = ",".join(names)

    if are_clean_names(text):
        assert [name.strip() for name in text.split(",")] == list(map(clean_name, text.split(",")))


@given(st.text(st.characters(exclude_characters="\\${}~", exclude_categories=["Cs"])))
def test_plain_prose_is_composed_once(text: str) -> None:
    """Plain text comes out composed and is not changed by cleaning it again."""
    once = clean_prose(text)

    assert unicodedata.is_normalized("NFC", once)
    assert once == clean_prose(once)


def test_splitting_takes_linear_time() -> None:
    """A million stray openings of every kind are split, which quadratic time would not allow."""
    text = (
        "$5 and " * 50_000
        + r"\(" * 50_000
        + r"\begin{align}" * 50_000
        + "$$" * 50_001
        + "{" * 50_000
    )

    assert text == "".join(span.source for span in split_math(text))


def test_words_leave_formulas_out() -> None:
    """Words come in order, with hyphens and apostrophes, without mathematics."""
    assert ["An", "n-ary", "Erdős's", "tree"] == words("An n-ary $x^2$ Erdős's tree!")


@pytest.mark.shared
def test_real_abstracts_keep_their_formulas(shared: Path) -> None:
    """In real snapshot lines nearly every dollar belongs to a formula, and cleaning is stable."""
    file = shared / "fixtures/arxiv_kaggle/arxiv-metadata-oai-snapshot.head.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    abstracts = [clean_prose(json.loads(line)["abstract"]) for line in lines]
    spans = [span for abstract in abstracts for span in split_math(abstract)]
    formulas = sum(span.kind != "text" for span in spans)
    strays = sum("$" in span.source for span in spans if span.kind == "text")

    assert abstracts == [clean_prose(abstract) for abstract in abstracts]
    assert formulas > 200
    assert strays <= formulas / 100
