"""Questions in whole sentences: words said twice, words that say nothing, capitals, quotes."""

from pathlib import Path

from coolpapers.records import Held
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.tree import Phrase, Some, Word
from tests.search.papers import engine_of, held


def _found(engine: TantivyEngine, text: str) -> list[int]:
    return [hit.number for hit in engine.search(parse(text)).hits]


def _papers() -> list[Held]:
    return [
        held(1, "Networks", abstract="Security of networks in the home"),
        held(2, "Security", abstract="The security of a home, with networks as an example"),
        held(3, "On the road"),
    ]


def test_a_word_said_twice_counts_twice(tmp_path: Path) -> None:
    """Saying a word again moves the papers that speak of it up."""
    engine = engine_of(tmp_path, _papers())

    assert 1 == _found(engine, "security networks networks")[0]
    assert 2 == _found(engine, "security security networks")[0]


def test_the_most_common_words_are_left_out(tmp_path: Path) -> None:
    """`the` matches nothing by itself beside other words, but is found when alone or in quotes."""
    engine = engine_of(tmp_path, _papers())

    assert {1, 2} == set(_found(engine, "the security of the home"))
    assert {1, 2} == set(_found(engine, "the security of the networks in the homes as an example"))
    assert {1, 2, 3} == set(_found(engine, "the"))
    assert [3] == _found(engine, '"on the road"')
    assert 3 == _found(engine, "on the")[0]


def test_a_word_in_capitals_is_kept(tmp_path: Path) -> None:
    """`IT` among small letters is no `it`."""
    engine = engine_of(tmp_path, [held(1, "It"), held(2, "Security")])

    assert {1, 2} == set(_found(engine, "IT security"))
    assert [2] == _found(engine, "it security")


def test_a_sentence_in_capitals_has_no_operators() -> None:
    """AND and NOT are words of a sentence that is all in capitals, and operators elsewhere."""
    words = ["design", "of", "wide", "filters", "and", "amplifiers", "not", "tubes"]

    assert Some(tuple(map(Word, words))) == parse(" ".join(words).upper()).root
    assert parse("(GAN AND VAE) OR NOT BERT").root == parse("( GAN AND VAE ) OR -BERT").root
    assert Some((Word("gan"), Word("and"), Word("vae"))) != parse("GAN AND VAE").root


def test_quotes_in_a_sentence_are_emphasis(tmp_path: Path) -> None:
    """A phrase is required beside few words, and only preferred in a long sentence."""
    engine = engine_of(tmp_path, _papers())
    sentence = "which papers speak about networks at home or on roads or bridges"

    assert [] == _found(engine, 'home "quantum gravity"')
    assert {1, 2} <= set(_found(engine, f'{sentence} "quantum gravity"'))
    assert Phrase("quantum gravity") in parse(f'{sentence} "quantum gravity"').wanted()


def test_a_word_is_not_first_of_all_a_name(tmp_path: Path) -> None:
    """Papers about a common word come before those of an author so called; rare names stay."""
    papers = [held(at, "Deep learning" if at < 30 else "Others") for at in range(2, 90)]
    named = held(1, "Robust learning", authors=["Deep Verwey"], abstract="Deep or not.")
    engine = engine_of(tmp_path, [named, *papers])

    assert 1 not in _found(engine, "deep learning")[:20]
    assert 1 == _found(engine, "verwey learning")[0]
