"""Formulas in e-mails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.web.readable import as_html, as_text

CASES = [
    ("$x_i^2$", "x_i^2", "<i>x<sub>i</sub><sup>2</sup></i>"),
    (r"$\alpha + \sqrt{n}$", "α+√n", "<i>α+√n</i>"),
    (r"$\frac{a}{b+c}$", "a/(b+c)", "<i>a/(b+c)</i>"),
    (r"$2^{n+1}$", "2^(n+1)", "<i>2<sup>n+1</sup></i>"),
    ("a < b", "a < b", "a &lt; b"),
    (r"$\nosuchcommand{$", r"$\nosuchcommand{$", r"<code>$\nosuchcommand{$</code>"),
]


@pytest.mark.parametrize(("prose", "text", "html"), CASES)
def test_formulas_can_be_read(prose: str, text: str, html: str) -> None:
    """Signs and indices come through; what cannot be converted stays as it was."""
    assert text == as_text(prose)
    assert html == as_html(prose)


@given(st.text())
def test_nothing_breaks_it(prose: str) -> None:
    """Any text gives text, and HTML without a script."""
    as_text(f"${prose}$")
    assert "<script" not in as_html(f"{prose} ${prose}$ <script>")
