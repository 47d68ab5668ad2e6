"""`/go?url=`: from any address of a paper to its page."""

from urllib.parse import quote

import pytest

from tests.web.browsing import Browser

ADDRESSES = [
    ("https://arxiv.org/abs/2401.00001v2", "/arxiv/2401.00001"),
    ("https://arxiv.org/pdf/hep-th/9901001", "/arxiv/hep-th/9901001"),
    ("https://huggingface.co/papers/2401.00001", "/arxiv/2401.00001"),
    ("https://www.alphaxiv.org/abs/2401.00001", "/arxiv/2401.00001"),
    ("https://doi.org/10.48550/arXiv.2401.00001", "/arxiv/2401.00001"),
    ("https://openreview.net/forum?id=abcdefghij&noteId=x", "/venue/abcdefghij@OpenReview"),
    ("https://aclanthology.org/2024.acl-long.1.pdf", "/venue/2024.acl-long.1@ACL"),
    ("https://proceedings.mlr.press/v235/doe24a.html", "/venue/doe24a@v235@PMLR"),
    ("https://www.ijcai.org/proceedings/2023/123", "/venue/123@2023@IJCAI"),
    ("see arXiv:2401.00001 and 2401.00002, both good", "/arxiv/2401.00001,2401.00002"),
    ("attention in graphs", "/all/search?query=attention+in+graphs"),
    ("https://example.org/nothing/here", "/all/search"),
    ("//evil.example/", "/all/search?query=%2F%2Fevil.example%2F"),
]


@pytest.mark.parametrize(("given", "expected"), ADDRESSES)
def test_addresses_lead_to_papers(browser: Browser, given: str, expected: str) -> None:
    """Ids and addresses lead to the papers they name, words to a search, nothing off this site."""
    answer = browser.get(f"/go?url={quote(given, safe='')}")

    assert (302, expected) == (answer.status, answer.location)
