"""`/export`: papers as files for reference managers."""

import json

from coolpapers.formats import read, stream_of
from coolpapers.formats.base import Record
from tests.web.browsing import Browser

IDS = "arxiv:2401.00001,venue:2024.acl-long.1@ACL,arxiv:2401.99999,nonsense"


def test_papers_come_as_bibtex_in_the_order_asked(browser: Browser) -> None:
    """Papers that are not held, and what is no id, are left out."""
    answer = browser.get(f"/export/bibtex?ids={IDS}")
    found = [one.paper for one in read(stream_of(answer.bytes)) if isinstance(one, Record)]

    assert ["arxiv:2401.00001", "venue:2024.acl-long.1@ACL"] == [str(one.id) for one in found]
    assert 'attachment; filename="papers.bib"' == answer.headers["content-disposition"]


def test_papers_come_as_ris(browser: Browser) -> None:
    """Each record begins with its type and ends with `ER`."""
    lines = browser.get(f"/export/ris?ids={IDS}").text.split("\r\n")

    assert ["TY  - UNPB", "TY  - CONF"] == [line for line in lines if line.startswith("TY")]
    assert 2 == lines.count("ER  - ")
    assert "AU  - du Châtelet, Émilie" in lines or "AU  - Châtelet, Émilie du" in lines
    assert "M1  - arXiv:2401.00001" in lines


def test_papers_come_as_csl_json(browser: Browser) -> None:
    """An array of items, whose ids name the papers."""
    items = json.loads(browser.get(f"/export/json?ids={IDS}").text)

    assert ["arxiv:2401.00001", "venue:2024.acl-long.1@ACL"] == [item["id"] for item in items]
    assert "paper-conference" == items[1]["type"]
    assert [[2024, 1, 4]] == items[0]["issued"]["date-parts"]


def test_papers_come_as_records_that_another_library_reads(browser: Browser) -> None:
    """What is written can be imported."""
    answer = browser.get(f"/export/jsonl?ids={IDS}")
    found = list(read(stream_of(answer.bytes)))

    assert 2 == len(found)
    assert all(isinstance(one, Record) for one in found)


def test_nothing_asked_is_a_bad_request(browser: Browser) -> None:
    """Without a single id there is nothing to write; an unknown format is not there."""
    assert 400 == browser.get("/export/bibtex?ids=nonsense").status
    assert 404 == browser.get(f"/export/doc?ids={IDS}").status


def test_papers_that_are_not_here_make_no_file(browser: Browser) -> None:
    """If no paper is held, that is said, instead of an empty file."""
    answer = browser.get("/export/bibtex?ids=2401.99999")
    assert (404, "The library holds none of these papers.") == (answer.status, answer.text.strip())


def test_thousands_of_papers_are_written_in_pieces(browser: Browser) -> None:
    """Most are not held here; those that are come all the same."""
    many = ",".join(f"2312.{n:05}" for n in range(1, 3000))
    answer = browser.get(f"/export/json?ids={many},2401.00001")

    assert 1 == len(json.loads(answer.text))
