"""Conference lists of both families."""

import json
from pathlib import Path
from typing import Any

import pytest

from coolpapers.errors import RecordError
from coolpapers.formats import BadRecord, open_stream, read, stream_of
from coolpapers.formats.lists import parse_entry
from coolpapers.formats.venues import anthology_track, list_track, venue_name
from coolpapers.records import Author, Paper, Venue


def entry(**fields: Any) -> tuple[Paper, str]:
    """The paper of an object with these fields, and its family."""
    line = {
        "title": "A title",
        "year": 2024,
        "venue": "ICLR",
        "id": "iclr2024:abcDEF1234",
        **fields,
    }
    return parse_entry(json.dumps(line).encode())


def paper_id(**fields: Any) -> str:
    """The canonical id of such a paper."""
    return str(entry(**fields)[0].id)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": "https://openreview.net/forum?id=a-B_cDEF12"}, "venue:a-B_cDEF12@OpenReview"),
        ({"id": "iclr2020:HkgeUeHFPB", "status": "Withdraw"}, "venue:HkgeUeHFPB@OpenReview"),
        ({"id": "nips2013:abe4a95d4c", "venue": "NIPS"}, "venue:abe4a95d4c@NeurIPS2024@List"),
        ({"id": "kdd2023:site_00488a07f0", "venue": "KDD"}, "venue:site_00488a07f0@KDD2024@List"),
        ({"id": "icra2000:845353", "venue": "ICRA", "url": "https://ieeexplore.ieee.org/document/8/"},
         "venue:8@IEEE"),
        ({"id": "siggraph2010:4", "venue": "SIGGRAPH",
         "doi": "https://doi.org/10.1145/1.2"}, "venue:1.2@ACM"),
        ({"id": "siggraph2010:4", "venue": "SIGGRAPH"}, "venue:4@SIGGRAPH2024@List"),
        ({"venue": "ICML",
         "pdf": "http://proceedings.mlr.press/v70/abc17a/abc17a.pdf"}, "venue:abc17a@v70@PMLR"),
        ({"venue": "ICML", "pdf": "https://raw.githubusercontent.com/mlresearch/v235/main/assets/abc24i/abc24i.pdf"},
         "venue:abc24i@v235@PMLR"),
        ({"venue": "IJCAI", "id": "ijcai2020:paper513", "url": "https://www.ijcai.org/proceedings/2020/513"},
         "venue:513@2020@IJCAI"),
        ({"venue": "ACL", "id": "acl2021:2021.acl-long.24", "url": "https://aclanthology.org/2021.acl-long.24/"},
         "venue:2021.acl-long.24@ACL"),
        ({"venue": "acl", "id": "2021.acl-long.24"}, "venue:2021.acl-long.24@ACL"),
    ],
)  # fmt: skip
def test_ids_come_from_the_addresses(fields: dict[str, Any], expected: str) -> None:
    """A known address gives the id; without one, the note id or an id of our own."""
    assert expected == paper_id(**fields)


def test_both_families_meet_on_one_paper() -> None:
    """The same paper in both families has one id, and each record tells its family."""
    url = "https://aclanthology.org/2021.acl-long.24/"
    first, family = entry(
        venue="acl,ijcnlp", id="2021.acl-long.24", url=url, booktitle="Proceedings"
    )
    second, other = entry(venue="ACL", id="acl2021:2021.acl-long.24", url=url, status="Long")

    assert first.id == second.id
    assert ("acl", "paperlists") == (family, other)
    assert Venue("ACL", 2024, "Long", "Proceedings") == first.venue
    assert Venue("ACL", 2024, "Long") == second.venue


def test_other_ids_of_the_work_are_kept() -> None:
    """The preprint and the OpenReview note of a paper are the same work."""
    paper, _ = entry(
        venue="ICML", id="icml2023:pL3oJd7lDV", arxiv="1612.00496v2",
        pdf="http://proceedings.mlr.press/v202/hou23b/hou23b.pdf",
    )  # fmt: skip

    assert ["arxiv:1612.00496", "venue:pL3oJd7lDV@OpenReview"] == [str(o) for o in paper.same_as]


def test_fields_are_cleaned() -> None:
    """Keywords are parted, links are addresses or nothing, the DOI is bare."""
    paper, _ = entry(
        keywords="a b; c;;a b", github="github.com/x/y", doi="https://doi.org/10.1000/182",
        url="javascript:alert(1)", abstract=" An\n abstract ", pages="1–9",
    )  # fmt: skip

    assert ("a b", "c") == paper.keywords
    assert "https://github.com/x/y" == paper.code_url
    assert ("10.1000/182", "", "An abstract") == (paper.doi, paper.page_url, paper.abstract)
    assert paper.venue is not None
    assert "1–9" == paper.venue.pages


def test_repeated_author_lists_are_cut() -> None:
    """A list that is the same list twice is taken once; affiliations follow if they fit."""
    paper, _ = entry(authors=["A. B", "C. D", "A. B", "C. D"], affiliations=["X", "Y"])

    assert (Author("A. B", "X"), Author("C. D", "Y")) == paper.authors


def test_affiliations_that_do_not_fit_are_dropped() -> None:
    """Without one affiliation an author none is given."""
    paper, _ = entry(authors=["A. B", "C. D"], affiliations=["X"])

    assert (Author("A. B"), Author("C. D")) == paper.authors


@pytest.mark.parametrize(
    ("text", "local", "expected"),
    [
        ("NIPS", "", "NeurIPS"), ("CORL", "", "CoRL"), ("acl", "", "ACL"),
        ("acl,ijcnlp", "", "ACL"),
        ("coling,acl", "", "ACL"), ("emnlp", "", "EMNLP"), ("tacl", "", "TACL"), ("cl", "", "CL"),
        ("findings", "2021.findings-acl.9", "ACL"), ("findings", "2020.findings-emnlp.1", "EMNLP"),
        ("ws", "", "Workshops"), ("vlc,ws", "", "VLC"), ("SIGGRAPHASIA", "", "SIGGRAPH-Asia"),
        ("jeptalnrecital", "", "JEP-TALN-RECITAL"), ("some thing!", "", "SOME-THING"),
        ("3d vision", "", "V3D-VISION"), ("", "", ""), ("★", "", ""),
    ],
)  # fmt: skip
def test_venues_have_one_spelling(text: str, local: str, expected: str) -> None:
    """Every venue has one name, made of letters, digits and hyphens."""
    assert expected == venue_name(text, local)


@pytest.mark.parametrize(
    ("track", "status", "expected"),
    [
        ("main", "Oral", "Oral"), (None, None, ""), ("main", "Long Main", "Long"),
        ("main", "Short Findings", "Findings"),
        ("Datasets & Benchmarks", "Poster", "Datasets & Benchmarks"),
        ("Datasets & Benchmarks", "Oral", "Datasets & Benchmarks Oral"),
        ("main", "Reject", "Reject"),
        ("Survey track", "Poster", "Survey Track"), ("main", "Highlighted", "Highlight"),
        ("main", "System Demonstrations", "Demo"),
        ("Applied Data Science", None, "Applied Data Science"),
    ],
)  # fmt: skip
def test_tracks_are_combined(track: str | None, status: str | None, expected: str) -> None:
    """The main track goes by its status, another by its name."""
    assert expected == list_track(track, status)


@pytest.mark.parametrize(
    ("local", "booktitle", "expected"),
    [
        ("2021.acl-long.24", "", "Long"), ("2020.acl-demos.1", "", "Demo"),
        ("2020.acl-srw.1", "", "SRW"),
        ("2021.findings-acl.9", "", "Findings"), ("2020.lrec-1.5", "", ""),
        ("P15-1091", "Meeting (Volume 1: Long Papers)", "Long"), ("P15-1091", "", ""),
    ],
)  # fmt: skip
def test_volumes_name_tracks(local: str, booktitle: str, expected: str) -> None:
    """The Anthology's volume, or its title, names the track."""
    assert expected == anthology_track(local, booktitle)


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"venue": ""}, {"venue": None}, {"year": None}, {"year": "soon"}, {"year": 3},
     {"authors": 5}, {"id": "", "url": "", "venue": "KDD"}],
)  # fmt: skip
def test_incomplete_objects_are_record_errors(fields: dict[str, Any]) -> None:
    """Title, venue, year and some id must be there."""
    with pytest.raises(RecordError):
        entry(**fields)


def test_arrays_read_as_lines_do() -> None:
    """The same objects as lines and as one array give the same papers."""
    entries = [
        {"id": f"icra2000:{n}", "title": f"T {n}", "venue": "ICRA", "year": 2000} for n in range(9)
    ]
    as_lines = "\n".join(map(json.dumps, entries)).encode()
    as_array = json.dumps(entries, indent=2).encode()
    papers = [record.paper for record in read(stream_of(as_lines))]  # type: ignore[union-attr]

    assert papers == [record.paper for record in read(stream_of(as_array))]  # type: ignore[union-attr]
    assert 9 == len(papers)


@pytest.mark.shared
def test_real_lists_are_all_read(shared: Path) -> None:
    """Every real record gives a paper of a venue whose name is fit for an address."""
    with open_stream(shared / "data/corpus/venues.jsonl.xz") as file:
        for number, record in enumerate(read(file)):
            assert not isinstance(record, BadRecord)
            assert record.paper.venue is not None
            assert record.paper.venue.name.replace("-", "").isalnum()
            if number > 5000:
                break
