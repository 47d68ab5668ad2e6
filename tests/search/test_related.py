"""Papers like a paper, and the words that find them."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from coolpapers.records import Held, Weighted
from coolpapers.search.engine import Hits
from coolpapers.search.related import Mode, Texts, find, query_words, shared
from coolpapers.search.vocabulary import Vocabulary
from tests.search.papers import engine_of, held

MODES = get_args(Mode)
FIELDS = {
    "sketching": "random projection sketching matrix low-rank factor interpolative decomposition",
    "galaxies": "galaxy redshift survey spectra halo dark matter cluster luminosity",
    "robots": "robot gripper grasp policy simulation contact torque locomotion",
}


def _library() -> list[Held]:
    """Twelve papers of each of three fields: each leaves out one of its field's words."""
    papers = []
    for field, text in FIELDS.items():
        words = text.split()
        for at in range(12):
            kept = [word for place, word in enumerate(words) if place != at % len(words)]
            number = len(papers) + 1
            papers.append(held(number, f"On {field}", abstract=f"We study {' '.join(kept)} anew."))
    return papers


PAPERS = _library()


def _text(one: Held) -> str:
    return f"{one.paper.title} {one.paper.abstract}".lower()


def _texts(numbers: Sequence[int]) -> list[Held]:
    return [PAPERS[number - 1] for number in numbers]


def related(
    vocabulary: Vocabulary, asked: Held, texts: Texts, *, mode: Mode = "chosen", **page: int
) -> Hits:
    words = query_words(vocabulary, asked, texts, mode=mode)
    return find(vocabulary.reading, words, without=[asked.number], **page)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return Vocabulary(engine_of(tmp_path_factory.mktemp("index"), PAPERS))


@pytest.mark.parametrize("mode", MODES)
def test_papers_of_the_same_field_are_found(vocabulary: Vocabulary, mode: Mode) -> None:
    """Every way to ask finds the other papers of the field first, and never the paper itself."""
    hits = related(vocabulary, PAPERS[0], _texts, mode=mode, limit=11).hits

    assert set(range(2, 13)) == {hit.number for hit in hits}
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


@pytest.mark.parametrize("mode", MODES)
def test_each_result_says_why(vocabulary: Vocabulary, mode: Mode) -> None:
    """The shared words of a result stand in the paper asked for and in the result."""
    words = query_words(vocabulary, PAPERS[0], _texts, mode=mode)
    numbers = [hit.number for hit in find(vocabulary.reading, words, limit=5).hits]
    told = shared(vocabulary.reading, words, numbers)

    assert set(numbers) == set(told)
    for number, some in told.items():
        texts = [_text(PAPERS[0]), _text(PAPERS[number - 1])]
        both = [one.word for one in words if one.word and all(one.word in text for text in texts)]
        assert tuple(dict.fromkeys(both)) == some


def test_pages_follow_each_other(vocabulary: Vocabulary) -> None:
    """Pages cut from one order neither repeat nor lose a paper, and agree on how many there are."""
    whole = related(vocabulary, PAPERS[0], _texts, limit=11)
    parts = [related(vocabulary, PAPERS[0], _texts, limit=4, offset=at) for at in (0, 4, 8)]

    assert whole.hits == tuple(hit for part in parts for hit in part.hits)[:11]
    assert {whole.total} == {part.total for part in parts}
    assert whole.total == len(related(vocabulary, PAPERS[0], _texts, limit=100).hits)


def test_few_words_with_weights_are_chosen(tmp_path: Path) -> None:
    """Of a long text at most as many words as asked for are chosen, with weights above 0."""
    ends = ("ond", "arn", "ilt", "ust", "ern")
    words = [first + end for first in "bcdfg" for end in ends]
    random = Random(7)
    papers = [held(n, " ".join(random.sample(words, 15))) for n in range(1, 60)]
    vocabulary = Vocabulary(engine_of(tmp_path, papers))

    def texts(numbers: Sequence[int]) -> list[Held]:
        return [papers[number - 1] for number in numbers]

    for count in (10, 5):
        chosen = query_words(vocabulary, papers[0], texts, count=count)
        assert count // 2 < len({one.stem for one in chosen}) == len(chosen) <= count
        assert all(one.weight > 0 for one in chosen)


def test_the_chosen_words_rank_as_all_words_do(vocabulary: Vocabulary) -> None:
    """The best paper by the chosen words is among the best by the whole text."""
    chosen = related(vocabulary, PAPERS[20], _texts, mode="chosen", limit=1).hits[0].number
    by_text = related(vocabulary, PAPERS[20], _texts, mode="text", limit=5).hits

    assert chosen in {hit.number for hit in by_text}


@pytest.mark.parametrize("mode", MODES)
def test_a_paper_without_words_has_no_relatives(vocabulary: Vocabulary, mode: Mode) -> None:
    """A paper whose words nobody else has is answered with nothing."""
    lonely = held(99, "Xyzzy", abstract="")

    assert Hits(0, ()) == related(vocabulary, lonely, _texts, mode=mode)


def test_a_paper_outside_the_index_is_answered(vocabulary: Vocabulary) -> None:
    """A paper that the index does not hold yet still finds its relatives."""
    new = held(99, "Grasp policies", abstract="A robot gripper learns contact and torque.")
    hits = related(vocabulary, new, _texts, limit=12).hits

    assert set(range(25, 37)) == {hit.number for hit in hits}


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (25, 10**9), (25, -3)])
def test_odd_pages_do_no_harm(vocabulary: Vocabulary, limit: int, offset: int) -> None:
    """Pages that cannot be are empty or the nearest that can."""
    found = related(vocabulary, PAPERS[0], _texts, limit=limit, offset=offset)

    assert len(found.hits) <= max(0, limit)


def test_words_can_be_kept_and_asked_again(vocabulary: Vocabulary) -> None:
    """The words of a paper, kept, give the same answer later."""
    words = query_words(vocabulary, PAPERS[0], _texts)

    expected = related(vocabulary, PAPERS[0], _texts)
    assert expected == find(vocabulary.reading, words, without=[PAPERS[0].number])


def test_words_without_a_form_are_not_named(vocabulary: Vocabulary) -> None:
    """A letter of a formula helps to find papers but is not told as shared."""
    words = [Weighted("", 1.0, "robot"), Weighted("grasp", 1.0, "grasp")]
    numbers = [hit.number for hit in find(vocabulary.reading, words).hits]

    assert {("grasp",), ()} == set(shared(vocabulary.reading, words, numbers).values())
