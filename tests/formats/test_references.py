"""RIS and CSL-JSON: what reference managers read."""

import json
from datetime import UTC, datetime

from hypothesis import given

from coolpapers.formats.csl_json import to_csl
from coolpapers.formats.ris import to_ris
from coolpapers.records import Author, Paper, Venue
from tests.builders import paper
from tests.strategies import papers


def test_a_paper_at_arxiv_as_ris() -> None:
    """An unpublished work with its number, authors by family name first."""
    text = to_ris(
        paper(
            "1706.03762",
            "Attention",
            abstract="A\nB",
            published_utc=datetime(2017, 6, 12, tzinfo=UTC),
        )
    )

    assert text.startswith("TY  - UNPB\r\nTI  - Attention\r\nAU  - Lovelace, Ada\r\nPY  - 2017\r\n")
    assert "AB  - A B\r\n" in text
    assert "L1  - https://arxiv.org/pdf/1706.03762\r\n" in text
    assert text.endswith("ER  - \r\n\r\n")


def test_a_conference_paper_as_ris() -> None:
    """A conference paper with its book and its pages."""
    venue = Venue("ACL", 2024, "Long", "Proceedings of ACL", "12--34")
    text = to_ris(paper("2024.acl-long.1@ACL", venue=venue))

    for line in ("TY  - CONF", "T2  - Proceedings of ACL", "SP  - 12", "EP  - 34", "PY  - 2024"):
        assert f"{line}\r\n" in text


def test_a_name_of_one_word_is_literal_in_csl() -> None:
    """Nobody's single name is split."""
    item = json.loads(to_csl(paper(authors=(Author("Collaboration"), Author("Ada Lovelace")))))

    assert [{"literal": "Collaboration"}, {"family": "Lovelace", "given": "Ada"}] == item["author"]


@given(papers())
def test_any_paper_can_be_written(one: Paper) -> None:
    """Whatever a record holds, RIS keeps one field a line and CSL-JSON is JSON."""
    assert all(line[2:6] == "  - " for line in to_ris(one).split("\r\n") if line)
    assert str(one.id) == json.loads(to_csl(one))["id"]
