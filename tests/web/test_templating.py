"""Templates with the texts of a language in them."""

import pytest
from markupsafe import escape

from coolpapers.web.addresses import Addresses
from coolpapers.web.language import TEXTS
from coolpapers.web.templating import templates_of


@pytest.mark.parametrize("code", list(TEXTS))
def test_texts_without_values_are_compiled_in(code: str) -> None:
    """They need no look at the texts when a page is made, and are escaped as any value."""
    texts = TEXTS[code]
    template = templates_of(Addresses(), "1")[code].from_string(
        "{{ t('card.copy') }} {{ t.code }} {{ t('faq.reason_cut') }}"
    )
    expected = f"{texts('card.copy')} {code} {escape(texts('faq.reason_cut'))}"
    assert expected == template.render()


def test_texts_with_values_are_asked_for_on_every_page() -> None:
    """What a text is given is known only then; it comes as the page's texts say it."""
    template = templates_of(Addresses(), "1")["en"].from_string("{{ t('search.presented', n=n) }}")
    for count in (1, 2_000):
        expected = TEXTS["en"]("search.presented", n=count)
        assert expected == template.render(t=TEXTS["en"], n=count)
