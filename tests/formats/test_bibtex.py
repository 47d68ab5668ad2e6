"""BibTeX, read and written."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coolpapers.formats import BadRecord, Record, read, stream_of
from coolpapers.formats.bibtex import prose
from coolpapers.formats.bibtex_writing import citation_key, to_bibtex, written
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from tests.strategies import papers


def records(text: str) -> list[Record | BadRecord]:
    """What a BibTeX file with this text gives."""
    return list(read(stream_of(text.encode())))


def only(text: str) -> Paper:
    """The paper of a file with one entry."""
    (record,) = records(text)
    assert isinstance(record, Record), record
    return record.paper


MISC = """
@misc{lovelace2024balls,
  title = {{Balls} in $\\mathbb{R}^{n}$, by {G\\"odel} \\& {\\v S}ebek},
  author = "Lovelace, Ada and {The Group, Inc.} and Smith, Jr., John and Charles Babbage
    and others",
  year = 2024, eprint = {2401.00001v2}, archivePrefix = {arXiv}, primaryClass = {cs.CL},
  keywords = {balls, sets; norms}, abstract = {We~show
     \\emph{that} 50\\% of it.}
}
"""


def test_fields_of_a_preprint() -> None:
    """Braces, escapes and accents are resolved; names come in the order people say them."""
    paper = only(MISC)

    assert PaperId("arxiv", "2401.00001") == paper.id
    assert "Balls in $\\mathbb{R}^{n}$, by Gödel & Šebek" == paper.title
    assert ["Ada Lovelace", "The Group, Inc.", "John Smith Jr.", "Charles Babbage"] == [
        author.name for author in paper.authors
    ]
    assert ("cs.CL",) == paper.subjects
    assert ("balls", "sets", "norms") == paper.keywords
    assert "We show \\emph{that} 50% of it." == paper.abstract


def test_strings_comments_and_joining() -> None:
    """Strings stand for their values, pieces are joined, comments and preambles are passed over."""
    text = """Text between entries, with an e-mail a@b.org.
@comment{ignored, {nested} }
@preamble{"\\newcommand{\\x}{y}"}
@string{acl = "Meeting of the " # {ACL}}
@STRING( yr = 2024 )
@inproceedings(k, title = {T}, booktitle = acl # ", " # yr, year = yr, month = jan,
   url = {https://aclanthology.org/2024.acl-long.1/})
"""
    paper = only(text)

    assert "2024.acl-long.1@ACL" == paper.id.local
    assert Venue("ACL", 2024, "Long", "Meeting of the ACL, 2024") == paper.venue


@pytest.mark.parametrize(
    "field",
    [
        "eprint = {1706.00001}", "url = {https://arxiv.org/abs/1706.00001v3}",
        "doi = {10.48550/arXiv.1706.00001}", "howpublished = {\\url{https://arxiv.org/abs/1706.00001}}",
        "journal = {arXiv preprint arXiv:1706.00001}",
        "journal = {CoRR}, volume = {abs/1706.00001}",
        "note = {arXiv:1706.00001 [cs]}", "arxivId = {1706.00001}",
    ],
)  # fmt: skip
def test_ids_are_found(field: str) -> None:
    """The id may stand in many fields."""
    assert "arxiv:1706.00001" == str(only(f"@article{{k, title={{T}}, {field}}}").id)


def test_bad_entries_are_told_and_passed_over() -> None:
    """An entry without id, without title, or not closed is told with its line; others are read."""
    text = (
        "@misc{a, title={T}}\n\n@misc{b, eprint={1706.00001}}\n"
        "@misc{c, title={T, eprint={1706.00002}}\n"
        "@misc{d, title={T}, eprint={1706.00003}}\n@misc{e, title={T} eprint=}\n@misc{f, title={T"
    )
    found = records(text)

    assert [1, 3, 4, 5, 6, 7] == [record.line for record in found]
    assert [BadRecord, BadRecord, BadRecord, Record, BadRecord, BadRecord] == list(map(type, found))


def test_reading_goes_on_after_an_offset() -> None:
    """From the offset of a record on come the records after it; strings before it still hold."""
    text = "@string{t={T}}\n" + "".join(
        f"@misc{{k{n}, title=t # {{{n}}}, eprint={{1706.0000{n}}}}}  " for n in range(1, 6)
    )
    found = records(text)

    for at, record in enumerate(found):
        assert found[at + 1 :] == list(read(stream_of(text.encode()), resume_offset=record.offset))


def test_preprint_is_written_as_misc() -> None:
    """A preprint has its eprint, archive and class, special signs escaped, formulas as they are."""
    paper = Paper(
        id=PaperId.parse("1706.00001"),
        title="A 50% gain & $x_1$ of #1",
        authors=(Author("Ada Lovelace"), Author("John Smith Jr."), Author("The X Collaboration")),
        subjects=("cs.CL", "cs.LG"),
        published_utc=datetime(2017, 6, 1, tzinfo=UTC),
    )

    assert (
        "@misc{lovelace201750,\n"
        "  title         = {{A 50\\% gain \\& $x_1$ of \\#1}},\n"
        "  author        = {Ada Lovelace and Smith, Jr., John and {The X Collaboration}},\n"
        "  year          = {2017},\n"
        "  eprint        = {1706.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass  = {cs.CL},\n"
        "  url           = {https://arxiv.org/abs/1706.00001}\n"
        "}\n"
    ) == to_bibtex(paper)


def test_venue_paper_is_written_as_inproceedings() -> None:
    """A venue paper has its book and its page."""
    paper = Paper(
        id=PaperId.parse("2024.acl-long.1@ACL"),
        title="T",
        authors=(Author("Ada Lovelace"),),
        venue=Venue("ACL", 2024, "Long", "Proceedings of the Meeting", "1–9"),
        page_url="https://aclanthology.org/2024.acl-long.1/",
    )
    entry = to_bibtex(paper)

    assert entry.startswith("@inproceedings{lovelace2024t,")
    assert "booktitle     = {Proceedings of the Meeting}" in entry
    assert paper == only(entry)


def test_nothing_is_printed_twice_or_that_is_only_ours() -> None:
    """Without a book the edition stands once; an id that no address tells is in a field of ours."""
    paper = Paper(
        id=PaperId.parse("ab_-1@OpenReview"),
        title="T",
        venue=Venue("ICML", 2024),
        page_url="https://icml.cc/virtual/2024/poster/1",
    )
    entry = to_bibtex(paper)

    assert 1 == entry.count("ICML 2024")
    assert "  coolpapers    = {ab\\_-1@OpenReview}" in entry
    assert "eprint" not in entry
    again = only(entry)
    assert (paper.id, "ICML", 2024) == (again.id, again.venue.name, again.venue.year)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("Ashish Vaswani", "Attention Is All You Need", "vaswani2017attention"),
        ("Paul Erdős", "On the Evolution", "erdos2017evolution"), ("李明", "题", "arxiv170600001"),
        ("", "A Title", "arxiv170600001"), ("Sammy Davis Jr.", "The $x$ of it", "davis2017it"),
    ],
)  # fmt: skip
def test_keys_are_name_year_and_word(name: str, title: str, expected: str) -> None:
    """The key is made of Latin letters and digits, from the id if the names give none."""
    authors = (Author(name),) if name else ()

    assert expected == citation_key(
        Paper(id=PaperId.parse("1706.00001"), title=title, authors=authors)
    )


@given(papers())
def test_papers_survive(paper: Paper) -> None:
    """What BibTeX can say of a paper is the same when it is read again."""
    assume(all(word.lower() != "and" for a in paper.authors for word in a.name.split()))
    again = only(to_bibtex(paper, abstract=True))

    assert (paper.id, paper.title, paper.abstract) == (again.id, again.title, again.abstract)
    assert paper.doi == again.doi
    if paper.venue is not None:
        assert again.venue is not None
        assert (paper.venue.name, paper.venue.year) == (again.venue.name, again.venue.year)


@given(st.text())
def test_written_text_keeps_an_entry_whole(text: str) -> None:
    """Whatever the text, an entry that holds it ends where it should."""
    value = written(text)

    assert 0 == value.count("{") - value.count("}")
    assert isinstance(prose(value), str)


@given(st.lists(st.sampled_from([*'@{}()"#=,\\ \nab1', "@misc{", "title", "eprint"])).map("".join))
def test_garbage_is_never_another_error(text: str) -> None:
    """Any text after a first entry gives records or bad records."""
    assert all(record.line > 0 for record in records("@misc{k,title={T}}\n" + text))
