"""Marks in texts and in HTML."""

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coolpapers.search.highlight import Highlighter
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.search.papers import held, write


def marked(query: str, text: str) -> str:
    out, at = "", 0
    for start, end in Highlighter(parse(query)).spans(text):
        out += f"{text[at:start]}[{text[start:end]}]"
        at = end
    return out + text[at:]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("images", "[Imaging] and [IMAGE]s".replace("[IMAGE]s", "[IMAGES]")),
        ("theories", "a [theory] of [theories], not a theorem"),
        ("use", "[using] us [used]"),
        ("schrödinger", "[Schrodinger] [Schrödinger]'s [SCHRÖDINGER]"),
        ("schrodinger", "– [Schrödinger]’s – é"),
        ('"deep learning"', "[Deep Learning], [deep-learning], [deep, learning] deep"),
        ('"images"', "image [images]"),
        ('"in the"', "[in the] inner [in  The] in then"),
        ("-graph nets", "graph [net] [nets]"),
        ("NOT (a OR b) c", "a b [c]"),
        ("self-attention", "[self-attention] [self] and [attention] [Self Attention]"),
        ("GPT-4", "[GPT-4] and [GPT]-3, 4"),
        ("trans*", "[transformer] [Transfer] subtrans"),
        ("deep OR shallow", "[deep] [shallow]"),
        ("ti:deep au:lee cat:cs.CL", "[deep] [Lee] cs CL"),
        ('au:"Y. Bengio"', "Yoshua [Bengio], [Y. Bengio]; Yoshua"),
        ('au:"Bengio, Yoshua"', "[Yoshua Bengio], Samy Bengio"),
        ("λ calculus", "[lambda] [calculus] and [λ]-[calculus]"),
        ("\\alpha", "[Alpha]"),
        ("GPT4", "[GPT-4] [GPT 4] [GPT4] GPT 5"),
        ("GPT-4", "[GPT4]"),
        ("BERT4Rec", "[BERT4Rec] [BERT 4 Rec] BERT rec"),
        ("net", "internet [net] net5 [net]_work"),
        ("深度学习", "我们[深度学习]深度"),
        ("transformer", "用[transformer]模型"),
        ("学习 model", "[学习][models]和[学习]"),
        ("graph", "αgraph graphα µgraph graph² [graph]∇ [graph]學[graph] ÿgraph [graph]? [Graph]"),
        ('"deep nets"', "deep學nets deepαnets [deep – nets] deep netsα"),
        ("graphα", "[Graphα] [graph]"),
        ("σ", "a [Σ] b"),
        ('au:"Bengio Y"', "Yoshua [Bengio] and Y. [Bengio]"),
        ('au:"Maaten, L."', "Laurens van der [Maaten]"),
        ("a#b c", "[a-b] [C] b"),
        ("le cun", "Yann [LeCun], [Le] [Cun]"),
        ("C++", "[C++] and [c++], C and c+"),
        ("C++ 学", "[C++] c [学]习"),
        ("A* search", "A [search], [A*] [Search]"),
        (".net core", ".[NET] [core]"),
        ("PointNet++", "[PointNet]++"),
        ("", "nothing"),
        ("year:2020", "nothing in 2020"),
    ],
)
def test_matches_are_marked(query: str, text: str) -> None:
    """What the index would find is marked, phrases as a whole, excluded words never."""
    plain = text.replace("[", "").replace("]", "")

    assert text == marked(query, plain)


def test_a_name_with_signs_alone_marks_a_page() -> None:
    """A page is not passed over where its query has nothing but `C++`."""
    highlighter = Highlighter(parse("C++"))

    assert highlighter
    assert ["a <mark>C++</mark> b", "C"] == highlighter.mark_all(["a C++ b", "C"])


@pytest.mark.parametrize(
    ("query", "html", "expected"),
    [
        ("deep", "deep net", "<mark>deep</mark> net"),
        ("deep", '<a class="deep">deep</a>', '<a class="deep"><mark>deep</mark></a>'),
        ("amp lt", "amp &amp; &lt;lt&gt;", "<mark>amp</mark> &amp; &lt;<mark>lt</mark>&gt;"),
        (
            "x",
            '<span class="math inline"><span>x</span><math><mi>x</mi></math></span> x',
            '<span class="math inline"><span>x</span><math><mi>x</mi></math></span> <mark>x</mark>',
        ),
        (
            "x",
            '<span id="m" class="math">x<span class="math">x</span>x</span><b>x</b>',
            '<span id="m" class="math">x<span class="math">x</span>x</span><b><mark>x</mark></b>',
        ),
        ("x", '<span class="mathless">x</span>', '<span class="mathless"><mark>x</mark></span>'),
        ("x", '<span class="math">x', '<span class="math">x'),
        ("b", '<a title="a > b">b</a>', '<a title="a > b"><mark>b</mark></a>'),
        ("", "a &amp; <b>c</b>", "a &amp; <b>c</b>"),
    ],
)
def test_html_is_marked_outside_of_tags(query: str, html: str, expected: str) -> None:
    """Tags, attributes, entities and formulas stay as they are."""
    assert expected == Highlighter(parse(query)).mark_html(html)


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


PIECES = [*"ab x&<>\"'.-_é学ßΣİ\u0301", "deep ", "learning", "<b>"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXT, TEXT)
@example("b <b>", "b <b> b")
def test_marks_change_no_text(query: str, text: str) -> None:
    """Spans are ordered and disjoint, and HTML without its marks is the HTML as it was."""
    highlighter = Highlighter(parse(query + ' ab deep "deep learning" 学 x*'))
    spans = highlighter.spans(text)
    ends = [at for span in spans for at in span]
    assert sorted(ends) == ends
    assert all(start < end for start, end in spans)

    html = escape(text)
    done = highlighter.mark_html(html)
    assert html == re.sub("</?mark>", "", done)
    assert _Text(html).text == _Text(done).text


WORDS = ["images", "imaging", "theory", "theories", "naïve", "Straße", "nets", "relational"]


def test_marks_agree_with_the_index(tmp_path: Path) -> None:
    """Each bare word marks exactly the titles that it finds."""
    write(tmp_path, [held(at, word, authors=()) for at, word in enumerate(WORDS, 1)])
    engine = TantivyEngine(tmp_path)
    for word in WORDS:
        query = parse(word)
        found = {WORDS[hit.number - 1] for hit in engine.search(query).hits}
        assert found == {one for one in WORDS if Highlighter(query).spans(one)}


@given(
    st.lists(st.text("ab é<>&;q0z學 -", max_size=12), max_size=6),
    st.sampled_from(["a", '"a b"', "ab -b", "é", "學", "q0z0q", "b*"]),
)
def test_many_texts_are_marked_as_each_alone(texts: list[str], query: str) -> None:
    """Searching all texts of a page at once marks what searching one after the other marks."""
    highlighter, htmls = Highlighter(parse(query)), [escape(text) for text in texts]

    assert [highlighter.mark_html(html) for html in htmls] == highlighter.mark_all(htmls)
