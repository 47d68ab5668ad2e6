"""The keywords of a paper."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import IndexMissingError
from coolpapers.records import Held
from coolpapers.search.bag import bag_of, forms_of, without_stop_words
from coolpapers.search.fields import SPEC, build_analysers
from coolpapers.search.keywords import keywords
from coolpapers.search.stopwords import STOP_WORDS
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.texts import prepare
from coolpapers.search.vocabulary import Vocabulary
from tests.builders import paper
from tests.search.papers import engine_of, held

ANALYSERS = build_analysers(SPEC)
TOPICS = ("graph", "protein", "galaxy", "robot", "speech", "lattice", "market", "neuron")


def _library(count: int) -> list[Held]:
    """Papers that each speak of one of eight topics in words of their own."""
    return [
        held(
            number,
            f"A {TOPICS[number % 8]} model",
            abstract=f"On {TOPICS[number % 8]} number{number} with common methods of training.",
        )
        for number in range(1, count + 1)
    ]


def _words(engine: TantivyEngine, one: Held) -> list[str]:
    return [weighted.word for weighted in keywords(Vocabulary(engine), one.paper)]


def test_rare_words_come_before_common_ones(tmp_path: Path) -> None:
    """What few papers speak of weighs more than what most do; weights descend."""
    papers = [
        *_library(40),
        held(41, "Sketching graphs", abstract="Sketching for training graphs."),
    ]
    papers.append(held(42, "Sketching"))
    found = keywords(Vocabulary(engine_of(tmp_path, papers)), papers[40].paper)

    assert ["sketching", "graphs", "training"] == [one.word for one in found]
    assert sorted((one.weight for one in found), reverse=True) == [one.weight for one in found]
    assert ["sketch", "graph", "train"] == [one.stem for one in found]


def test_at_most_ten_words_are_given(tmp_path: Path) -> None:
    """Ten words of a long text are its keywords, or as many as are asked for."""
    text = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrst")
    one = held(1, text)
    vocabulary = Vocabulary(engine_of(tmp_path, [one]))

    assert 10 == len(keywords(vocabulary, one.paper))
    assert 3 == len(keywords(vocabulary, one.paper, 3))


def test_words_of_no_other_paper_are_left_to_the_end(tmp_path: Path) -> None:
    """A word that only this paper has is a keyword only if there are too few others."""
    papers = [*_library(16), held(17, "Grpah of galaxy", abstract="A graph of a galaxy")]
    found = _words(engine_of(tmp_path, papers), papers[16])

    assert {"grpah", "graph", "galaxy"} == set(found)
    one_fewer = keywords(Vocabulary(TantivyEngine(tmp_path)), papers[16].paper, 2)
    assert {"graph", "galaxy"} == {one.word for one in one_fewer}


def test_keywords_stay_as_the_library_grows(tmp_path: Path) -> None:
    """In a library eight times as large with the same habits the keywords are the same."""
    one = held(1, "A graph of robots", abstract="Speech of a robot on a lattice, in training.")
    small = _words(engine_of(tmp_path / "small", [one, *_library(80)[1:]]), one)
    large = _words(engine_of(tmp_path / "large", [one, *_library(640)[1:]]), one)

    assert small == large


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Low-rank sketches of low-rank kernels", ["low-rank", "low-rank", "sketches", "kernels"]),
        ("Images and an image of images", ["images"]),
        (
            r"The \emph{sketch} of $\alpha$-mixing \cite{knuth} $$x^2$$",
            ["sketch", "mixing", "knuth"],
        ),
        ("RL in 3D, an AI of 2024, see https://example.org/code", ["rl", "3d", "ai"]),
        ("it is not of the and we propose a novel method", []),
        ("Naïve Poincaré maps", ["naïve", "poincaré", "maps"]),
        ("深度学习", ["深度", "度学", "学习"]),
        ("", []),
    ],
)
def test_only_readable_words_are_shown(text: str, forms: list[str]) -> None:
    """Words are shown as the paper writes them; stop words, formulas, TeX and addresses are not."""
    assert forms == list(forms_of(paper(title=text), ANALYSERS).values())


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_a_bag(title: str, abstract: str) -> None:
    """No text is too strange: what can be shown is in lower case and never a stop word."""
    one = paper(title=title, abstract=abstract)
    forms = forms_of(one, ANALYSERS)

    assert all(form == form.lower() and form not in STOP_WORDS for form in forms.values())
    assert all(without_stop_words(bag_of(one, ANALYSERS), ANALYSERS).values())


def test_the_title_counts_twice() -> None:
    """A word of the title counts as two of the abstract, as in the index."""
    bag = bag_of(paper(title="Graphs", abstract="Graphs of kernels"), ANALYSERS)

    assert {"graph": 3, "of": 1, "kernel": 1} == dict(bag)


def test_no_index_is_told(tmp_path: Path) -> None:
    """Without an index there are no keywords but the error that says so."""
    with pytest.raises(IndexMissingError):
        keywords(Vocabulary(TantivyEngine(tmp_path)), paper())


def test_counts_follow_a_library_that_grows(tmp_path: Path) -> None:
    """Counts that were kept are taken anew when the library has outgrown them."""
    engine = engine_of(tmp_path, [held(1, "Graph"), held(2, "Robot")])
    vocabulary = Vocabulary(engine)
    assert {"graph": 1} == vocabulary.papers_with(["graph"])

    engine_of(tmp_path, [held(3, "Graph"), held(4, "Graph")])
    engine.refresh()
    assert {"graph": 3} == vocabulary.papers_with(["graph"])


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_bag_has_what_the_index_has(title: str, abstract: str) -> None:
    """The stems of a bag are those the field `stems` gets from the same paper, as often."""
    whole = ANALYSERS["stems"].analyze(prepare(f"{title} {title} {abstract}"))

    assert Counter(whole) == bag_of(paper(title=title, abstract=abstract), ANALYSERS)
