"""The built-in demo papers are well formed, true to their own dates, and varied enough to show."""

import json
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from coolpapers.addresses import page_address
from coolpapers.demo import open_demo
from coolpapers.formats.jsonl import parse_paper, to_json
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.schedule import announced_day, announced_day_of_date
from coolpapers.subjects import ARCHIVES, CATEGORIES, canonical
from coolpapers.text import clean_name, clean_prose, split_math


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    with open_demo() as stream:
        return stream.readlines()


@pytest.fixture(scope="module")
def papers(lines: list[bytes]) -> list[Paper]:
    return [parse_paper(line)[0] for line in lines]


def _first_announced(paper: Paper) -> date:
    first = paper.versions[0].created_utc
    if first.time() == time():  # the time of day is unknown
        return announced_day_of_date(first.date())
    return announced_day(first)


def _has_math(paper: Paper) -> bool:
    return any(span.kind != "text" for span in split_math(f"{paper.title}\n{paper.abstract}"))


def test_every_line_is_written_as_we_write_it(lines: list[bytes], papers: list[Paper]) -> None:
    """Reading a line and writing the paper again gives the same line."""
    assert lines == [to_json(paper) for paper in papers]


def test_papers_are_sorted_and_unique(papers: list[Paper]) -> None:
    """The papers stand in the order of their ids, each once."""
    ids = [str(paper.id) for paper in papers]

    assert sorted(set(ids)) == ids


def test_ids_are_canonical(papers: list[Paper]) -> None:
    """Every id parses back to itself from its printed form and from its local part."""
    ids = [paper.id for paper in papers]

    assert ids == [PaperId.parse(str(key)) for key in ids]
    assert ids == [PaperId.parse(key.local) for key in ids]


def test_every_paper_has_what_a_card_shows(papers: list[Paper]) -> None:
    """Title, summary, authors and an outside page are there for every paper."""
    bare = [
        paper.id.local
        for paper in papers
        if not (paper.title and paper.abstract and paper.authors)
        or not (paper.page_url or page_address(paper.id.local))
    ]

    assert [] == bare


def test_text_is_clean(papers: list[Paper]) -> None:
    """Titles, summaries and names are already as the cleaning of sources would leave them."""
    unclean = [
        paper.id.local
        for paper in papers
        if paper.title != clean_prose(paper.title)
        or paper.abstract != clean_prose(paper.abstract)
        or any(author.name != clean_name(author.name) for author in paper.authors)
    ]

    assert [] == unclean


def test_there_is_enough_to_look_at(papers: list[Paper]) -> None:
    """The collection is large, with formulas, old ids, long author lists and other scripts."""
    assert len(papers) >= 150
    assert sum(map(_has_math, papers)) >= 25
    assert sum("/" in paper.id.local for paper in papers if paper.id.branch == "arxiv") >= 8
    assert sum(len(paper.authors) > 40 for paper in papers) >= 2
    assert any("一" <= letter <= "鿿" for paper in papers for letter in paper.title)
    assert any(not author.name.isascii() for paper in papers for author in paper.authors)


def test_there_are_formulas_of_every_kind(papers: list[Paper]) -> None:
    """Titles have formulas, summaries have displayed and bracketed ones, and prices are prose."""
    spans = [span for paper in papers for span in split_math(paper.abstract)]

    assert any(span.kind != "text" for paper in papers for span in split_math(paper.title))
    assert any(span.kind == "display" for span in spans)
    assert any(span.source.startswith(r"\(") for span in spans)
    assert any(span.kind == "text" and "$942,973" in span.text for span in spans)


def test_venues_have_editions_and_tracks(papers: list[Paper]) -> None:
    """Several venues have several editions, with tracks; exactly the venue papers name one."""
    venues = [paper.venue for paper in papers if paper.venue is not None]

    assert {"venue"} == {paper.id.branch for paper in papers if paper.venue is not None}
    assert len(venues) == sum(paper.id.branch == "venue" for paper in papers)
    assert len({venue.name for venue in venues}) >= 5
    assert len({venue.edition for venue in venues}) >= 8
    assert len({venue.track for venue in venues} - {""}) >= 3


def test_announced_days_follow_the_schedule(papers: list[Paper]) -> None:
    """Every arXiv paper is announced on the day the schedule gives its first version."""
    arxiv = [paper for paper in papers if paper.id.branch == "arxiv"]

    expected = {paper.id.local: _first_announced(paper) for paper in arxiv}
    assert expected == {paper.id.local: paper.announced for paper in arxiv}


def test_versions_are_in_order(papers: list[Paper]) -> None:
    """Versions rise in number and time, and the paper's first and last dates are theirs."""
    for paper in papers:
        versions = list(paper.versions)
        assert versions == sorted(versions, key=lambda version: version.number), paper.id.local
        assert versions == sorted(versions, key=lambda version: version.created_utc)
        if versions:
            assert (1, versions[0].created_utc) == (versions[0].number, paper.published_utc)
            assert paper.updated_utc in (None, versions[-1].created_utc)


def test_old_and_new_ids_tell_the_month(papers: list[Paper]) -> None:
    """An arXiv id names the month in which its first version was submitted or announced."""
    for paper in papers:
        if paper.announced is not None:
            digits = paper.id.local.rpartition("/")[2][:4]
            assert digits in (f"{paper.versions[0].created_utc:%y%m}", f"{paper.announced:%y%m}")


def test_some_days_have_several_papers(papers: list[Paper]) -> None:
    """A few announced days carry three papers or more."""
    days = Counter(paper.announced for paper in papers if paper.announced)

    assert sum(count >= 3 for count in days.values()) >= 3


def test_subjects_are_known(papers: list[Paper]) -> None:
    """Every subject is a canonical category, or an archive from before it had categories."""
    known = set(CATEGORIES) | set(ARCHIVES)
    subjects = {subject for paper in papers for subject in paper.subjects}

    assert set() == subjects - known
    assert subjects == set(map(canonical, subjects))
    assert all(paper.subjects for paper in papers if paper.id.branch == "arxiv")


def test_same_works_name_each_other(papers: list[Paper]) -> None:
    """Preprint and proceedings of one work are both here and each names the other."""
    pairs = {(paper.id, other) for paper in papers for other in paper.same_as}

    assert len(pairs) >= 24
    assert pairs == {(other, paper) for paper, other in pairs}
    assert {other for _, other in pairs} <= {paper.id for paper in papers}


def test_judged_queries_are_about_demo_papers(papers: list[Paper]) -> None:
    """Every judged query has a paper of the highest grade, and every judged paper is here."""
    folder = Path(__file__).parent / "relevance"
    queries = [
        json.loads(line)["query_id"]
        for line in (folder / "demo_queries.jsonl").read_text("utf-8").splitlines()
    ]
    header, *rows = (folder / "demo_qrels.tsv").read_text("utf-8").splitlines()
    judged = [row.split("\t") for row in rows]

    assert "query-id\tcorpus-id\tscore" == header
    assert len(set(queries)) == len(queries) >= 30
    assert set(queries) == {query for query, _, grade in judged if grade == "3"}
    assert {paper for _, paper, _ in judged} <= {str(paper.id) for paper in papers}
    assert {"1", "2", "3"} == {grade for _, _, grade in judged}
