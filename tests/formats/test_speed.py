"""Hostile texts take no longer than friendly ones of their length."""

import pytest

from coolpapers.formats.authors import split_authors
from coolpapers.formats.bibtex import prose
from coolpapers.formats.links import address_in, code_in
from coolpapers.formats.names import clean_list_name
from coolpapers.text import clean_name, clean_prose

PIECES = [
    ",", " ", "(", "((", "{", "\\", "\\AA ", "\\'", "\\'{", "$", "$ ", "$5 ", "\\(", "![", "and ",
    " and ", "(1) ", "((1) a", "{\\'{", "@", "\\text{$", "\\begin{align}", "github.com/", "{$",
    "et al ",
    "\\u{", "\\frac{", "_{", "\u0301", "http://", "\r", "\t", "´", "\\o ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_long_repetitions_are_read_in_linear_time(piece: str) -> None:
    """A hundred thousand repetitions, which quadratic time would not allow, are read by all."""
    text = "x" + piece * 100_000

    for function in (clean_prose, clean_name, clean_list_name, prose, code_in, address_in):
        assert isinstance(function(text), str)
    assert isinstance(split_authors(text), tuple)
