"""The taxonomy is whole, and expressions mean what is typed."""

import json
import lzma
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import SubjectError
from coolpapers.subjects import (
    ALIASES,
    ARCHIVES,
    CATEGORIES,
    SubjectExpression,
    canonical,
    name_of,
    parse_lenient,
    twin,
)

NAMES = sorted({canonical(code) for code in (*CATEGORIES, *ARCHIVES)})
TYPED = sorted({*CATEGORIES, *ARCHIVES, *ALIASES})
CODES = st.lists(st.sampled_from(NAMES), unique=True, max_size=8).map(tuple)
EXPRESSIONS = st.builds(SubjectExpression, CODES, CODES).filter(lambda e: e.include or e.exclude)


def test_the_taxonomy_is_whole() -> None:
    """There are 155 categories in 20 archives, in the taxonomy's order."""
    assert 155 == len(CATEGORIES)
    assert 20 == len(ARCHIVES)
    assert "cs.AI" == next(iter(CATEGORIES))
    assert "stat.TH" == list(CATEGORIES)[-1]
    assert ("Physics", "astro-ph") == (
        CATEGORIES["astro-ph.CO"].group,
        CATEGORIES["astro-ph.CO"].archive,
    )


def test_groups_stand_together() -> None:
    """Each group's categories follow one another."""
    groups = [category.group for category in CATEGORIES.values()]
    changes = [a for a, b in zip(groups, [*groups[1:], ""], strict=True) if a != b]

    assert len(set(groups)) == len(changes)


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("cs.NA", "math.NA"),
        ("cs.SY", "eess.SY"),
        ("math.IT", "cs.IT"),
        ("math.MP", "math-ph"),
        ("q-fin.EC", "econ.GN"),
        ("stat.TH", "math.ST"),
        ("cmp-lg", "cs.CL"),
        ("alg-geom", "math.AG"),
        ("supr-con", "cond-mat.supr-con"),
    ],
)
def test_both_spellings_are_one(alias: str, code: str) -> None:
    """An alias in an expression means the category it stands for."""
    assert code == canonical(alias)
    assert SubjectExpression((code,)) == SubjectExpression.parse(alias)
    assert SubjectExpression((code,)) == SubjectExpression.parse(f"{code},{alias}")


def test_every_alias_leads_to_a_category() -> None:
    """What an alias stands for is in the taxonomy and no alias itself."""
    assert all(code in CATEGORIES and code not in ALIASES for code in ALIASES.values())


def test_twins_know_each_other() -> None:
    """The six categories with two codes are found from either; others have no twin."""
    assert "math.NA" == twin("cs.NA")
    assert "cs.NA" == twin("math.NA")
    assert twin("cs.AI") == twin("cmp-lg") == ""


@pytest.mark.parametrize(
    ("text", "include", "exclude"),
    [
        ("cs.AI", "cs.AI", ""),
        ("cs.AI,cs.LG", "cs.AI cs.LG", ""),
        ("cs.AI+cs.LG-cs.CY-econ.GN", "cs.AI cs.LG", "cs.CY econ.GN"),
        ("cs.AI cs.LG", "cs.AI cs.LG", ""),
        ("math-ph", "math-ph", ""),
        ("math-math-ph", "math", "math-ph"),
        ("math-ph-math", "math-ph", "math"),
        ("math-physics", "math", "physics"),
        ("astro-ph.CO,cond-mat.dis-nn-quant-ph", "astro-ph.CO cond-mat.dis-nn", "quant-ph"),
        ("cond-mat-cond-mat.mes-hall", "cond-mat", "cond-mat.mes-hall"),
        ("CS.ai, MATH.gt", "cs.AI math.GT", ""),
        (",,cs.AI++cs.LG--cs.CY-", "cs.AI cs.LG", "cs.CY"),
        ("cs - math", "cs", "math"),
        ("cs,-math,stat", "cs stat", "math"),
        ("cs.AI cs.AI", "cs.AI", ""),
        ("cs.CL-cs.CL", "cs.CL", "cs.CL"),
        ("-cs.CY", "", "cs.CY"),
        ("（cs．AI，cs．LG−cs．CY）", "cs.AI cs.LG", "cs.CY"),
    ],
)
def test_expressions_mean_what_is_typed(text: str, include: str, exclude: str) -> None:
    """Comma, plus and blank join, minus takes away, names are the longest that are known."""
    expected = SubjectExpression(tuple(include.split()), tuple(exclude.split()))

    assert (expected, ()) == parse_lenient(text)


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("cs.XX", None, ("cs.XX",)),
        ("cs.AI,nonsense", "cs.AI", ("nonsense",)),
        ("quant-phx+cs.AI", "cs.AI", ("quant-phx",)),
        ("cs.AIx", None, ("cs.AIx",)),
        ("foo-cs.AI-bar-baz", "-cs.AI", ("foo", "bar-baz")),
        ("", None, ()),
        ("-,+ ", None, ()),
    ],
)
def test_unknown_parts_are_told(text: str, known: str | None, unknown: tuple[str, ...]) -> None:
    """What is not known is left out of the expression and named."""
    expression, strange = parse_lenient(text)

    assert known == (None if expression is None else str(expression))
    assert unknown == strange


def test_nothing_known_is_an_error() -> None:
    """A text without any category raises an error that carries the unknown names."""
    with pytest.raises(SubjectError) as caught:
        SubjectExpression.parse("cs.XX,foo")

    assert ("cs.XX", "foo") == caught.value.unknown


def test_archives_stand_for_their_categories_and_themselves() -> None:
    """An archive includes the canonical codes of its categories and its own bare code."""
    cs = SubjectExpression.parse("cs").included()

    assert {"cs", "cs.AI", "cs.IT", "math.NA", "eess.SY"} <= cs
    assert "cs.NA" not in cs
    assert {"astro-ph", "astro-ph.GA"} <= SubjectExpression.parse("astro-ph").included()
    assert frozenset({"quant-ph"}) == SubjectExpression.parse("cs-quant-ph").excluded()


def test_only_excluding_means_everything_else() -> None:
    """An expression that includes nothing stands for all categories but the excluded."""
    expression = SubjectExpression.parse("-math")

    assert "cs.AI" in expression.included() - expression.excluded()
    assert "math.AG" not in expression.included() - expression.excluded()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cs.CL", "Computation and Language"),
        ("astro-ph", "Astrophysics"),
        ("cs", "Computer Science"),
        ("cmp-lg", "Computation and Language"),
        ("zz", "zz"),
    ],
)
def test_names(code: str, name: str) -> None:
    """Categories and archives have English names; anything else is its own."""
    assert name == name_of(code)


@given(EXPRESSIONS)
def test_what_is_printed_parses_back(expression: SubjectExpression) -> None:
    """Every expression is printed so that it parses to itself."""
    assert expression == SubjectExpression.parse(str(expression))


@given(st.lists(st.sampled_from(TYPED), min_size=1, max_size=6), st.sampled_from(",+ ;"))
def test_unions_keep_order(codes: list[str], sign: str) -> None:
    """Joined names, however spelled, come out canonical, once each, in order."""
    expected = tuple(dict.fromkeys(map(canonical, codes)))

    assert expected == SubjectExpression.parse(sign.join(codes).upper()).include


@given(st.text() | st.text("cs.AImath-ph,+ x"))
def test_any_text_is_read(text: str) -> None:
    """No text raises anything, and what is known of it parses back."""
    expression, _ = parse_lenient(text)

    assert expression is None or expression == SubjectExpression.parse(str(expression))


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["arxiv_classic", "arxiv_recent"])
def test_all_codes_of_real_papers_are_known(shared: Path, corpus: str) -> None:
    """Every category of the real papers is in the taxonomy, an archive or an alias."""
    with lzma.open(shared / "data" / "corpus" / f"{corpus}.jsonl.xz", "rt") as lines:
        codes = {code for line in lines for code in json.loads(line)["categories"].split()}

    assert set() == codes - {*CATEGORIES, *ARCHIVES, *ALIASES}


@pytest.mark.shared
def test_the_taxonomy_is_arxivs_own(shared: Path) -> None:
    """Codes, names and order are those of arXiv's page."""
    page = (shared / "fixtures" / "arxiv_html" / "category_taxonomy.html").read_text("utf-8")
    found = re.findall(r"<h4>([\w.-]+) <span>\((.*?)\)</span></h4>", page)

    assert found == [(category.code, category.name) for category in CATEGORIES.values()]
