"""Author lists, names from careless lists, links and dates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.formats.authors import split_authors
from coolpapers.formats.dates import parse_day, parse_time
from coolpapers.formats.links import address_in, code_in
from coolpapers.formats.names import clean_list_name
from coolpapers.text import clean_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]), ("A. B, C. D and E. F", ["A. B", "C. D", "E. F"]),
        ("A. B, C. D, and E. F", ["A. B", "C. D", "E. F"]), ("A\n  B and C D", ["A B", "C D"]),
        ("J. Smith, Jr., A. B", ["J. Smith Jr.", "A. B"]), ("A. B III, C. D", ["A. B III", "C. D"]),
        ("ATLAS Collaboration: A. B, C. D", ["ATLAS Collaboration", "A. B", "C. D"]),
        ("A. B, et al.", ["A. B"]), ("A. B; C. D", ["A. B", "C. D"]),
        ("A. B & C. D", ["A. B", "C. D"]),
        (r"P. Erd{\H{o}}s, A. R\'enyi", ["P. Erdős", "A. Rényi"]), ("", []), (", ,", []),
        ("Alexander Andrews", ["Alexander Andrews"]),
        ("{Group, Inc.}, A. B", ["Group, Inc.", "A. B"]),
    ],
)  # fmt: skip
def test_names_are_parted(text: str, names: list[str]) -> None:
    """Commas, semicolons and the word and part names; suffixes stay with theirs."""
    assert names == [author.name for author in split_authors(text)]


def test_affiliations_in_a_legend_are_kept() -> None:
    """Numbers in parentheses point to the legend at the end."""
    authors = split_authors(
        "A. B and C. D (1), E. F (1,2), G. H ((1) Here, Town, (2) There (Land))"
    )

    assert ["A. B", "C. D", "E. F", "G. H"] == [author.name for author in authors]
    assert ["", "Here, Town", "Here, Town; There (Land)", ""] == [a.affiliation for a in authors]


def test_affiliation_in_parentheses_is_kept() -> None:
    """A place in parentheses belongs to the name before it and is no part of it."""
    authors = split_authors("A. B (MIT, Cambridge and Boston), C. D")

    assert [("A. B", "MIT, Cambridge and Boston"), ("C. D", "")] == [
        (author.name, author.affiliation) for author in authors
    ]


@given(st.text(st.sampled_from("AB (){},;:1 and&\\'") | st.characters(), max_size=60))
def test_any_text_is_a_list_of_named_authors(text: str) -> None:
    """Whatever the list, its authors have names."""
    assert all(author.name for author in split_authors(text))


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{3,9}", fullmatch=True), max_size=6))
def test_joined_names_part_again(names: list[str]) -> None:
    """Names joined by commas are parted into the same names."""
    assert [clean_name(name) for name in names] == [a.name for a in split_authors(", ".join(names))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace", "Ada Lovelace"), ("Ada Lovelace*", "Ada Lovelace"), ("and Ada L", "Ada L"),
        ("Ada L[2]", "Ada L"), ("Ku¨mmer", "Kümmer"), ("Narc´is", "Narcís"),
        ("Franc¸ois", "François"),
        ("JosÃ© N", "José N"), ("I–Chen Wu", "I-Chen Wu"), ("Cornell`a", "Cornellà"), ("N/A", ""),
        ("Yun (Ray) Fei", "Yun (Ray) Fei"), ("Lihua Xie ()", "Lihua Xie"), ("A\xa0B", "A B"),
        ("Ãngel", "Ãngel"), ("李明", "李明"), ("", ""),
    ],
)  # fmt: skip
def test_names_from_lists_are_mended(text: str, expected: str) -> None:
    """Foot-note marks go, loose accents join their letters, wrong encodings are read again."""
    assert expected == clean_list_name(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Code at https://github.com/a/b.", "https://github.com/a/b"),
        (r"\url{https://github.com/a/b\_c}", "https://github.com/a/b_c"),
        ("see www.github.com/a/b-c.git)", "https://github.com/a/b-c"),
        ("at github.com/a/b, and", "https://github.com/a/b"),
        ("https://gitlab.inria.fr/x/y/z", "https://gitlab.inria.fr/x/y/z"),
        ("https://huggingface.co/datasets/a/b", "https://huggingface.co/datasets/a/b"),
        ("https://huggingface.co/papers/2401.00001", ""), ("https://github.com/someone", ""),
        ("https://evil-github.com/a/b", ""), ("a digital logit", ""), ("", ""),
    ],
)  # fmt: skip
def test_code_is_found(text: str, expected: str) -> None:
    """The first repository named in a text, as an https address."""
    assert expected == code_in("no link", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://github.com/a/b", "https://github.com/a/b"), ("github.com/a/b", "https://github.com/a/b"),
        ("[![icon](/images/x.svg) a/b](https://github.com/a/b) + more", "https://github.com/a/b"),
        ("Not provided", ""), ("javascript:alert(1)", ""), ("LIRR@github", ""), ("github.com", ""),
    ],
)  # fmt: skip
def test_addresses_are_http_or_nothing(text: str, expected: str) -> None:
    """A field for an address gives an http address or nothing."""
    assert expected == address_in(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)),
        ("Mon, 02 Apr 2007 19:18:42 -0400", datetime(2007, 4, 2, 23, 18, 42, tzinfo=UTC)),
        ("2007-04-02T19:18:42Z", datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)),
        ("Mon, 31 Feb 2007 19:18:42 GMT", None), ("Mon, 2 Apr 2007 25:18:42 GMT", None),
        ("", None), ("yesterday", None), ("a b c d e GMT", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)  # fmt: skip
def test_times_are_read(text: str, expected: datetime | None) -> None:
    """Times come in UTC; what is no time is none."""
    assert expected == parse_time(text)


@given(st.text())
def test_reading_dates_never_fails(text: str) -> None:
    """Any text is a time or none, a day or none."""
    assert isinstance(parse_time(text), datetime | None)
    assert isinstance(parse_day(text), date | None)
