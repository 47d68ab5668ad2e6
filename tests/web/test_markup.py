"""Titles and abstracts as HTML: prose commands, formulas, and text that means no good."""

import json
import lzma
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.text import clean_prose, split_math
from coolpapers.web.markup import render_card_parts, render_prose, render_title
from coolpapers.web.tex import convert
from tests.web.fragments import faults, formulas, parsed, readable

LINK = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"\emph{so} and \textit{so}", "<em>so</em> and <em>so</em>"),
        (r"\textbf{so}, {\bf so}, {\bf {\it so} x}", None),
        (r"{\it so} on", "<em>so</em> on"),
        (r"\texttt{a\_b}", "<code>a_b</code>"),
        (r"\textsc{Bert}", '<span class="small-caps">Bert</span>'),
        (r"H\textsubscript{2}O\textsuperscript{+}", "H<sub>2</sub>O<sup>+</sup>"),
        ("``so'' and `so'", "“so” and ‘so’"),
        ("``so\" it's 5'' wide", "“so” it&#39;s 5&#39;&#39; wide"),
        ("1--2 --- so", "1–2 — so"),
        ("Fig.~3, ~50 of them", "Fig.\u00a03, ~50 of them"),
        (r"5\% \& \_ \# \$ \{ \}", "5% &amp; _ # $ { }"),
        (r"so\ldots{} \S 3 \copyright", "so… § 3 ©"),
        (r"a \\ b", "a <br> b"),
        (r"\cite{key} \ref{key}\label{x}", "[key] [key]"),
        (r"so\footnote{Indeed.}", "so (Indeed.)"),
        (r"\textcolor{red}{so}", "so"),
        ("{BERT} and {GPT}-4", "BERT and GPT-4"),
        ("in {0,1}^n", "in {0,1}^n"),
        (r"\unknown{so} \Unknown", r"\unknown{so} \Unknown"),
        (r"\emph{so", r"\emph{so"),
        (r"{\bf so", r"{\bf so"),
        ("so} {so", "so} {so"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_prose_commands_become_prose(tex: str, html: str | None) -> None:
    """What authors write for their typesetter is shown as they meant it."""
    if html is None:
        assert [] == faults(render_prose(tex))
    else:
        assert html == render_prose(tex)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "see https://a.org/b_c.",
            f'see <a href="https://a.org/b_c" {LINK}>https://a.org/b_c</a>.',
        ),
        (r"\url{http://a.org/~b}", f'<a href="http://a.org/~b" {LINK}>http://a.org/~b</a>'),
        (r"\href{https://a.org}{here}", f'<a href="https://a.org" {LINK}>here</a>'),
        (r"$\href{https://a.org}{here}$", f'<a href="https://a.org" {LINK}>here</a>'),
        (r"\href{javascript:alert(1)}{here}", "here"),
        (r"\url{javascript:alert(1)}", "javascript:alert(1)"),
        (r"\href{https://a.org}{see https://b.org}", None),
    ],
)
def test_addresses_become_links(text: str, html: str | None) -> None:
    """Web addresses are links, others are text, and no link stands in a link."""
    rendered = render_prose(text)

    assert html in (None, rendered)
    assert [] == parsed(rendered).cssselect("a a")
    assert "<a" not in render_title(text)


def test_formulas_stand_in_marked_elements() -> None:
    """A formula is MathML with its TeX, in an element no translator touches."""
    html = render_prose(r"The $x_1 < y$ and \[z\]")

    assert [("x_1 < y", False), ("z", True)] == formulas(html)
    assert 2 == len(parsed(html).cssselect('.math.notranslate[translate="no"] > math'))
    assert "x_1 < y" == parsed(html).cssselect("annotation")[0].text


def test_a_formula_inside_a_command_stays_in_it() -> None:
    """Commands go around formulas."""
    html = render_prose(r"\emph{the $k$ nearest}")

    assert 1 == len(parsed(html).cssselect("em > .math"))


def test_a_broken_formula_shows_its_source() -> None:
    """What cannot be converted is shown as written, and nothing else changes."""
    html = render_prose(r"so $\frac{a$ and $y$")

    assert r"so $\frac{a$ and y" == readable(html)
    assert [(r"\frac{a", False), ("y", False)] == formulas(html)


def test_a_card_gets_its_parts() -> None:
    """Title, abstract and comment, each as its kind of text."""
    title, abstract, comment = render_card_parts("A $k$", "https://a.org", "3 pages")

    assert "math" in title
    assert "<a" in abstract
    assert "3 pages" == comment


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\mbox{if $x$ is}", "<mtext>if\u00a0</mtext><mi>x</mi><mtext>\u00a0is</mtext>"),
        (r"\R^n", "<mi>ℝ</mi>"),
        (r"T_\rm{eff}", "<mi>eff</mi>"),
        (r"50%", "<mi>%</mi>"),
        (r"#A", "<mi>#</mi>"),
        (r"\left<x\right>", "<mo>⟨</mo>"),
        (r"\la x \ra", "⟩"),
        (r"x_\la", "<mi>λ</mi>"),
        (r"5\,\AA", "Å"),
        (r"\unicode{x2013}", "<mtext>–</mtext>"),
        (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", "<mtable"),
        (r"\text{a_b}", "<mtext>a_b</mtext>"),
        (r"\sigma*", "<mi>σ</mi>"),
        (r"\substack{a\\b}", "<mtr>"),
        (r"\boldsymbol{6}", "𝟔"),
        ("% R_x", "<mi>R</mi>"),
    ],
)
def test_common_habits_are_repaired(tex: str, part: str) -> None:
    """Formulas as authors type them convert to what they mean."""
    assert part in (convert(tex, display=False) or "")


@pytest.mark.parametrize(
    "tex",
    [
        r"\undefined x",
        "a & b",
        "x^{a",
        r"\A",
        r"\def\x{y}\x",
        r"a_{1}%,a_{2}",
        r"\href{javascript:alert(1)}{x}",
        "x^{" * 3000,
        "x" * 7000,
    ],
)
def test_doubtful_formulas_are_refused(tex: str) -> None:
    """What would be a guess, or too deep for a browser, is not converted."""
    assert convert(tex, display=False) is None


def test_mathml_has_no_inline_styles() -> None:
    """Columns get classes, as the security policy forbids style attributes."""
    for tex in (r"\begin{align}a&=b\\c&=d\end{align}", r"a\!b", r"\textsc{a}", r"\color{red}x"):
        assert "style=" not in (convert(tex, display=True) or "style=").replace("displaystyle=", "")


WORDS = st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8)
MARKS = ["{", "}", "\\emph{", "\\textbf{", "{\\it ", "``", "''", "`", "'", "--", "~", "\\\\", "<b>"]


@given(WORDS, st.lists(st.sampled_from(MARKS), max_size=10), st.randoms(use_true_random=False))
def test_no_word_is_lost(words: list[str], marks: list[str], random: object) -> None:
    """Whatever braces, quotes and commands are strewn in, every word stays readable in order."""
    pieces = [*words, *marks]
    random.shuffle(pieces)  # type: ignore[attr-defined]
    rendered = render_prose(" ".join(pieces))

    assert [] == faults(rendered)
    kept = [piece for piece in pieces if piece in words]
    found = re.findall("[a-z]+", re.sub(r"\\[a-z]+|<b>", "", readable(rendered)))
    assert kept == found


@given(st.text(alphabet="ab $\\{}`'~-<>&\"_^%\n:/.") | st.text())
def test_any_text_is_well_formed_and_inert(text: str) -> None:
    """No text breaks the page or runs in it, as a title or an abstract."""
    for html in (render_prose(text), render_title(text)):
        assert [] == faults(html)


@pytest.mark.shared
def test_real_formulas_are_converted(shared: Path) -> None:
    """Of the formulas of every 25th recent record at least 99.5 of 100 formulas become MathML."""
    corpus = shared / "data" / "corpus" / "arxiv_recent.jsonl.xz"
    found = []
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 25):
            text = clean_prose(json.loads(line)["abstract"])
            assert [] == faults(render_prose(text))
            found += [span for span in split_math(text) if span.kind != "text"]
    good = sum(convert(span.text, display=span.kind == "display") is not None for span in found)

    assert good >= 0.995 * len(found)
