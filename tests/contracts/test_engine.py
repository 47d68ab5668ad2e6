"""What every engine promises, whatever it is made of."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from coolpapers.errors import IndexMissingError
from coolpapers.records import Held
from coolpapers.search.engine import Engine, Hits
from coolpapers.search.query import parse
from coolpapers.search.tantivy_engine import TantivyEngine
from tests.builders import venue_paper
from tests.search.papers import engine_of, held

Fill = Callable[[Iterable[Held]], Engine]


def venue_held(number: int, key: str, name: str, year: int, title: str, **fields: str) -> Held:
    return Held(number, b"", venue_paper(key, name, year, title=title, **fields))


LIBRARY = [
    held(1, "Graph neural networks", abstract="We study learning on graphs.", comment="12 pages"),
    held(
        2, "A survey of attention", abstract="Self-attention and more.", authors=["Yoshua Bengio"]
    ),
    held(3, "Image segmentation", abstract="Images and imaging.", authors=["Y. Bengio"]),
    held(
        4, "Imaging of black holes", subjects=("astro-ph.HE", "gr-qc"), announced=date(2024, 3, 5)
    ),
    held(
        5, "Schrödinger equations", authors=["Jürgen Müller", "Ada Lovelace"], code_url="https://x"
    ),
    held(6, "深度学习综述", abstract="我们研究图像 transformer 模型。"),
    held(7, "GPT-4 and its neural relatives", announced=date(2023, 12, 30)),
    held(8, "The theory of theories", abstract="of the"),
    venue_held(9, "2024.acl-long.1@ACL", "ACL", 2024, "Attention in parsing"),
    venue_held(10, "abcdefghij@OpenReview", "ICLR", 2023, "Networks of neurons"),
]


class EngineContract:
    """To be inherited with a `fill` fixture: papers to an engine over them."""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, fill: Fill) -> Engine:
        return fill(LIBRARY)

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("attention", {2, 9}),
            ("ATTENTION", {2, 9}),
            ("images", {3, 4}),
            ('"images"', {3}),
            ("neural networks", {1, 7, 10}),
            ("neural AND networks", {1}),
            ("neural -graph", {7}),
            ("neural NOT (graph OR gpt)", set()),
            ('"neural networks"', {1}),
            ('"networks neural"', set()),
            ('"of the"', {8}),
            ('attention -"in parsing"', {2}),
            ("self-attention", {2}),
            ("self attention", {2, 9}),
            ("GPT-4", {7}),
            ("gpt*", {7}),
            ("segm* equat*", {3, 5}),
            ("schrodinger", {5}),
            ("SCHRÖDINGER", {5}),
            ("深度", {6}),
            ("深度学习", {6}),
            ("习", {6}),
            ('"学习综述"', {6}),
            ("图像", {6}),
            ("学度", set()),
            ("transformers", {6}),
            ("ti:imaging", {3, 4}),
            ("abs:image", {3}),
            ("abs:segmentation", set()),
            ("comment:pages", {1}),
            ("au:bengio", {2, 3}),
            ("bengio", {2, 3}),
            ('au:"Yoshua Bengio"', {2, 3}),
            ('au:"Bengio, Yoshua"', {2, 3}),
            ('au:"Y. Bengio"', {2, 3}),
            ('au:"Yann Bengio"', {3}),
            ("au:muller", {5}),
            ('au:"Jurgen Müller"', {5}),
            ("cat:gr-qc", {4}),
            ("cat:astro-ph", {4}),
            ("cat:cs.CL+astro-ph-gr-qc", {1, 2, 3, 5, 6, 7, 8}),
            ("-cat:cs.CL", {4, 9, 10}),
            ("venue:acl", {9}),
            ("venue:ICLR.2023", {10}),
            ("venue:ICLR.2024", set()),
            ("year:2023", {10}),
            ("year:2024.. attention", {2, 9}),
            ("date:2023-12", {7}),
            ("date:2024-02..2024-04", {4}),
            ("id:2401.00004,2401.00007", {4, 7}),
            ("has:code", {5}),
            ("cat:gr-qc OR has:code", {4, 5}),
            ("cat:gr-qc images", {4}),
            ("nothingness", set()),
            ("a" * 100, set()),
        ],
    )
    def test_a_query_finds_its_papers(self, engine: Engine, text: str, numbers: set[int]) -> None:
        """A query lists exactly the papers it means, and counts them."""
        found = engine.search(parse(text))

        assert numbers == {hit.number for hit in found.hits}
        assert len(numbers) == found.total

    @pytest.mark.parametrize(
        ("text", "best"),
        [
            ("segmentation images", 3),
            ("theories", 8),
            ("attention survey parsing", 9),
            ("neural networks", 1),
        ],
    )
    def test_the_best_paper_comes_first(self, engine: Engine, text: str, best: int) -> None:
        """Titles rank above abstracts, all words above some."""
        hits = engine.search(parse(text)).hits

        assert best == hits[0].number
        assert hits[0].score > 0

    @pytest.mark.parametrize(("text", "best"), [("images", 1), ("imaging", 2), ("imaged", 3)])
    def test_the_exact_form_comes_first(self, fill: Fill, text: str, best: int) -> None:
        """All forms of a word are found, the one that was typed first."""
        titles = ["Seeing images", "Seeing imaging", "Seeing imaged"]
        hits = fill(held(at, title) for at, title in enumerate(titles, 1)).search(parse(text)).hits

        assert (3, best) == (len(hits), hits[0].number)

    def test_papers_with_every_word_come_first(self, fill: Fill) -> None:
        """One paper with both words is above any number of mentions of one of them."""
        engine = fill(
            [
                held(1, "rare", abstract="rare rare rare"),
                held(2, "other things", abstract=" ".join(["plain"] * 50) + " rare common"),
                held(3, "common", abstract="common common"),
            ]
        )
        found = engine.search(parse("rare common"))

        assert (3, 1, 2) == (found.total, found.complete, found.hits[0].number)

    def test_no_query_is_everything_newest_first(self, engine: Engine) -> None:
        """Without words the order is by day, then by row, newest first."""
        numbers = [hit.number for hit in engine.search(parse("")).hits]

        assert [4, 8, 6, 5, 3, 2, 1, 9, 7, 10] == numbers

    def test_order_by_date(self, engine: Engine) -> None:
        """Order by date puts the newest of the papers with all words first."""
        numbers = [hit.number for hit in engine.search(parse("neural"), order="date").hits]

        assert [1, 7] == numbers

    @pytest.mark.parametrize(("branch", "total"), [("arxiv", 8), ("venue", 2), (None, 10)])
    def test_a_branch_is_a_filter(self, engine: Engine, branch: str | None, total: int) -> None:
        """Only papers of the branch are found and counted."""
        assert total == engine.search(parse(""), branch=branch).total

    @pytest.mark.parametrize("order", ["relevance", "date"])
    @pytest.mark.parametrize("text", ["", "word", "word other", "word other third", '"word"'])
    def test_pages_join_to_the_whole(self, fill: Fill, text: str, order: str) -> None:
        """Successive pages list every paper once, in the order of one long page."""
        words = ["word", "word other", "other", "word other third", "third"]
        engine = fill(held(at + 1, words[at % 5], abstract="x " * (at % 7)) for at in range(40))
        query = parse(text)

        def page(limit: int, offset: int) -> Hits:
            return engine.search(query, order=order, limit=limit, offset=offset)  # type: ignore[arg-type]

        whole = page(100, 0)
        parts = [hit for offset in range(0, 42, 7) for hit in page(7, offset).hits]
        assert list(whole.hits) == parts
        assert len({hit.number for hit in whole.hits}) == whole.total
        assert {whole.total} == {page(limit, offset).total for limit, offset in [(0, 0), (5, 90)]}

    def test_a_page_out_of_reach_is_empty(self, engine: Engine) -> None:
        """An absurd offset costs nothing and keeps the total."""
        found = engine.search(parse("neural networks"), offset=10**12)

        assert (3, ()) == (found.total, found.hits)

    def test_scores_are_of_these_papers_only(self, engine: Engine) -> None:
        """Only the asked papers that have a word get a score, and it is above zero."""
        scores = engine.scores(["attention", "imaging", "self-attention"], [2, 4, 5, 77])

        assert {2, 4} == set(scores)
        assert min(scores.values()) > 0
        assert {} == engine.scores([], [1]) == engine.scores(["attention"], [])
        assert {} == engine.scores(["\ud800", "", "a" * 9999, "-" * 99], [1, -5, 2**40])

    def test_an_engine_describes_itself(self, engine: Engine) -> None:
        """Documents, position and table are what was written."""
        described = engine.describe()

        assert (10, 1, True) == (engine.documents, engine.position, engine.is_current)
        assert (10, 1, engine.fingerprint) == tuple(
            described[name] for name in ("documents", "position", "fingerprint")
        )

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 5000,
            '"' * 9999,
            " ".join(f"word{at}" for at in range(1200)),
            " ".join(f'"the {at} of"' for at in range(500)),
            " OR ".join(f'au:"a{at} b"' for at in range(400)),
            " ".join(f"{chr(97 + at % 26)}{chr(97 + at // 26)}*" for at in range(600)),
            "-".join(["of"] * 3000),
            " ".join(f"-w{at}" for at in range(1000)),
            " AND ".join(f"ti:neural{at}" for at in range(500)),
            "\x00 a\x00b \ufeff \u202e x",
            "深" * 5000,
            r"\frac{a}{b}^{.*} [a-z]+ .* a|b* ((?:x",
            "year:1500..2199 date:..9999-12-31 date:0001-01-01.. cat:cs+math+physics",
        ],
    )
    def test_any_query_is_answered(self, engine: Engine, text: str) -> None:
        """Hostile queries give hits or none, never an error."""
        query = parse(text)
        for order in ("relevance", "date"):
            assert engine.search(query, order=order).total >= 0  # type: ignore[arg-type]


class TestTantivyEngine(EngineContract):
    """The engine over tantivy."""

    @pytest.fixture(scope="class")
    @classmethod
    def fill(cls, tmp_path_factory: pytest.TempPathFactory) -> Fill:
        return lambda papers: engine_of(tmp_path_factory.mktemp("library") / "index", papers)

    def test_without_an_index_there_is_none(self, tmp_path: Path) -> None:
        """An engine over an empty directory can be made; asking it raises IndexMissingError."""
        engine = TantivyEngine(tmp_path / "index")

        with pytest.raises(IndexMissingError):
            engine.search(parse("x"))
        with pytest.raises(IndexMissingError):
            engine.describe()
