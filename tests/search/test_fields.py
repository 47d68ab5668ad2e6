"""The table and the text that goes into the index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.records import Author
from coolpapers.search.documents import SOURCES, day_of, document_maker, moment
from coolpapers.search.fields import SPEC, build_analysers, build_schema
from coolpapers.search.names import name_key
from coolpapers.search.texts import is_single_cjk, prepare, prepare_query
from tests.builders import paper, venue_paper
from tests.search.papers import held


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Self-attention, GPT-4", ["self", "attention", "gpt", "4"]),
        ("Müller naïve Łódź", ["muller", "naive", "lodz"]),
        ("Cafe\u0301 ﬁeld", ["cafe", "field"]),
        ("深度学习", ["深度", "度学", "学习", "习"]),
        ("用transformer模型", ["用", "transformer", "模型", "型"]),
        ("データ 학습", ["デー", "ータ", "タ", "학습", "습"]),
        ("ＧＰＴ", ["gpt"]),
    ],
)
def test_text_becomes_words(text: str, words: list[str]) -> None:
    """Latin text is folded, Chinese, Japanese and Korean come in pairs with the last alone."""
    assert words == build_analysers(SPEC)["words"].analyze(prepare(text))


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_indexed_can_be_asked(text: str) -> None:
    """The words of a text as a query are among the words of the text in the index."""
    analyse = build_analysers(SPEC)["words"].analyze

    assert set(analyse(prepare_query(text))) <= set(analyse(prepare(text)))


def test_ascii_is_not_touched() -> None:
    """A text in ASCII is returned as it is."""
    text = "Attention is all you need"

    assert text is prepare(text)


@pytest.mark.parametrize(("token", "single"), [("学", True), ("学习", False), ("a", False)])
def test_single_characters_are_known(token: str, single: bool) -> None:
    """One Chinese character stands for a beginning."""
    assert single == is_single_cjk(token)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Yoshua Bengio", "Y Bengio"),
        ("Y. Bengio", "Y Bengio"),
        ("Martin Luther King Jr.", "M King"),
        ("Plato", "P Plato"),
        ("", ""),
    ],
)
def test_names_have_a_key(name: str, key: str) -> None:
    """A name's key is its first letter and last word, without suffixes."""
    assert key == name_key(name)


def test_every_source_of_the_table_is_there() -> None:
    """The table names only sources that exist, and makes a schema."""
    assert {name for field in SPEC.fields for name in field.sources} <= set(SOURCES)
    assert build_schema(SPEC)


def test_a_document_has_the_fields_of_the_table() -> None:
    """A paper's document holds the values of every field that it has something for."""
    made = document_maker(SPEC)(held(7, "Title", abstract="Words", authors=["Ada Lovelace"]))

    values = made.to_dict()
    assert ([7], ["Title"], ["A Lovelace"]) == (
        values["number"],
        values["title"],
        values["author_key"],
    )
    assert ["Title", "Title", "Words"] == values["stems"]
    assert ["abstract"] == values["has"]
    assert "venue" not in values


def test_every_paper_has_a_moment() -> None:
    """Papers sort by announced day, else publication, else the year of their venue."""
    announced = paper("2401.00001")
    published = paper("2401.00001", announced=None)
    presented = venue_paper("2024.acl-long.1@ACL", "ACL", 2024)

    days = [day_of(one) for one in (announced, published, presented)]
    assert ["2024-01-02", "2024-01-01", "2024-01-01"] == [str(day) for day in days]
    assert day_of(paper("2401.00001", announced=None, published_utc=None)) is None
    assert moment(days[1], 9) < moment(days[0], 1) < moment(days[0], 2)
    assert 3 == moment(None, 3)


def test_authors_may_be_nameless() -> None:
    """An empty name makes an empty key and no error."""
    assert document_maker(SPEC)(held(1, authors=[""]))
    assert Author("").name == ""
