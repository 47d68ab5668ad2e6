"""Files of citations: keys, accents, and what a parser of others makes of them."""

import re
from itertools import islice
from pathlib import Path

import bibtexparser
import pytest
from benchmarks.citations import faults
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.formats import Record, open_stream, read, stream_of
from coolpapers.formats.biblatex import to_biblatex
from coolpapers.formats.bibtex_writing import Keys, to_bibtex
from coolpapers.formats.citations import FORMS, written
from coolpapers.formats.latex import accents_as_commands
from coolpapers.formats.plain import to_plain
from coolpapers.records import Author, Paper, Venue
from coolpapers.text import clean_prose
from tests.builders import paper, venue_paper
from tests.strategies import papers

NAMES = "Émilie du Châtelet", "Paul Erdős", "Łukasz Øster", "Đặng Hải", "Şule Ğ", "Ñandú Ångström"


def entries(*listed: Paper, form: str = "bibtex") -> dict[str, dict[str, str]]:
    """What bibtexparser reads from a file of these papers: key -> fields, nothing failed."""
    text = b"".join(written([listed], FORMS[form])).decode()
    library = bibtexparser.parse_string(text)
    assert [] == library.failed_blocks
    return {
        entry.key: {"ENTRYTYPE": entry.entry_type}
        | {field.key: str(field.value) for field in entry.fields}
        for entry in library.entries
    }


@pytest.mark.parametrize("name", NAMES)
def test_accents_are_latex_and_mean_the_same(name: str) -> None:
    """An old BibTeX gets ASCII for every Latin letter it knows, and reads the name in it."""
    text = accents_as_commands(name)

    assert name == clean_prose(text)
    assert text.isascii() or "ả" in name or "ặ" in name


@given(st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x24F, categories=["L"])))
def test_any_latin_text_survives(text: str) -> None:
    """Letters come back as they were, whichever of them have commands."""
    assert text == clean_prose(accents_as_commands(text))


def test_formulas_keep_their_signs() -> None:
    """What stands between dollars is not touched."""
    fields = entries(paper("2401.00001", "Sur le café $x_é$ à 50%"))["lovelace2024sur"]

    assert "{Sur le caf{\\'e} $x_é$ {\\`a} 50\\%}" == fields["title"]


def test_keys_of_a_file() -> None:
    """The second paper with a key gets a letter; nobody's own key is taken from him."""
    keys = Keys()
    names = ["Ada Lovelace", "Ada Lovelace", "Ada Lovelace"]
    given_ = [keys.give(paper(authors=(Author(name),))) for name in names]
    odd = keys.give(paper(title="titleb", authors=(Author("Ada Lovelace"),)))

    assert ["lovelace2024title", "lovelace2024titleb", "lovelace2024titlec"] == given_
    assert "lovelace2024titlebb" == odd


@settings(max_examples=25)
@given(st.lists(papers(), max_size=30))
def test_keys_are_never_the_same(listed: list[Paper]) -> None:
    """Whatever the papers, each has a key of its own that BibTeX can hold."""
    keys = Keys()
    given_ = [keys.give(one) for one in [*listed, *listed]]

    assert len(given_) == len(set(given_))
    assert all(re.fullmatch(r"[A-Za-z0-9]+", key) for key in given_)


@settings(max_examples=25)
@given(st.lists(papers(), max_size=4))
def test_another_parser_reads_every_entry(listed: list[Paper]) -> None:
    """The parser finds each paper with its type and its eprint or title, in both dialects."""
    for form in ("bibtex", "biblatex"):
        found = list(entries(*listed, form=form).values())
        assert len(listed) == len(found)
        for one, fields in zip(listed, found, strict=True):
            misc = "misc" if form == "bibtex" else "online"
            assert fields["ENTRYTYPE"] == ("inproceedings" if one.venue else misc)
            assert fields["title"]
            if one.id.branch == "arxiv":
                assert one.id.local == fields["eprint"]


@settings(max_examples=25)
@given(st.lists(papers(), max_size=4))
def test_our_own_reader_has_the_papers_back(listed: list[Paper]) -> None:
    """Reading a file gives the papers' ids and titles in order."""
    text = b"".join(written([listed], FORMS["bibtex"]))
    again = [one.paper for one in read(stream_of(text)) if isinstance(one, Record)]

    assert [(one.id, one.title) for one in listed] == [(one.id, one.title) for one in again]


def test_latex_means_what_was_written() -> None:
    """Decoded by another program, title and authors are those of the paper."""
    one = paper(title="Über 50% & Łódź_1", authors=tuple(map(Author, NAMES)))
    text = to_bibtex(one)
    (entry,) = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware()]
    ).entries

    assert one.title == str(entry["title"]).replace("{", "").replace("}", "")
    assert list(NAMES) == str(entry["author"]).split(" and ")


def test_a_preprint_in_biblatex() -> None:
    """An online paper has its day and its eprint, accents as they are."""
    text = to_biblatex(paper("2401.00001", "Café", subjects=("cs.CL",)))

    assert text.startswith("@online{lovelace2024cafe,\n")
    for line in (
        "title         = {{Café}}",
        "date          = {2024-01-01}",
        "eprint        = {2401.00001}",
        "eprinttype    = {arxiv}",
        "eprintclass   = {cs.CL}",
    ):
        assert f"  {line},\n" in text


def test_a_venue_paper_in_biblatex() -> None:
    """A conference paper has its book and the event."""
    venue = Venue("ACL", 2024, "Long", "Proceedings of ACL", "12--34")
    text = to_biblatex(paper("2024.acl-long.1@ACL", venue=venue))

    assert text.startswith("@inproceedings{lovelace2024title,\n")
    assert "booktitle     = {Proceedings of ACL}" in text
    assert "eventtitle    = {ACL 2024}" in text
    assert "date          = {2024}" in text


def test_plain_lines() -> None:
    """One line a paper: who, what, where, when and its address."""
    many = paper("2401.00001", "Many hands.", authors=tuple(Author(f"A {n}") for n in range(1, 9)))

    assert (
        "A 1, A 2, A 3, A 4, A 5, A 6 et al. Many hands. arXiv:2401.00001, 2024. "
        "https://arxiv.org/abs/2401.00001\n"
    ) == to_plain(many)
    assert "Ada Lovelace. A venue paper. ICLR 2024. " in to_plain(
        venue_paper("a_-123456@OpenReview")
    )


@settings(max_examples=25)
@given(st.lists(papers(), max_size=5))
def test_a_file_in_pieces_is_the_same_file(listed: list[Paper]) -> None:
    """However the papers are batched, empty batches among them, the bytes are the same."""
    for form in FORMS.values():
        whole = b"".join(written([listed], form))
        assert whole == b"".join(written([[], *([one] for one in listed), []], form))


# Names and titles that real papers have, and that another program could not read once.
ODD = [
    paper("2401.00001", "Sets S^4\\{.} and S^6\\{.}"),
    paper("2401.00002", "Of $\\left\\{x\\right.$, an {A} and 5% & $x_1$"),
    paper("2401.00003", "An open { brace"),
    paper("2401.00004", "Heirs", authors=(Author("Walter A. Sedelow, Jr."), Author("O. Doe III"))),
    paper("2401.00005", "Groups", authors=(Author("Red and Blue Team"), Author("Smith, J. Jr."))),
    venue_paper("x_-1@OpenReview", title="Turki$hTweets -- a corpus"),
]


def test_odd_papers_come_back() -> None:
    """Two readers have every field of papers with strange names and titles."""
    assert [] == list(faults(ODD))


def test_what_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison tells which fields of a file are not the paper's."""
    other = paper(title="Another", authors=(Author("Bob Doe"),))
    monkeypatch.setattr("benchmarks.citations.written", lambda *_: [to_bibtex(other).encode()])
    found = [one.what for one in faults([paper()])]
    assert ["names", "title", "own title", "own names"] == found


@pytest.mark.shared
@pytest.mark.parametrize("name", ["arxiv_classic", "arxiv_recent", "venues"])
def test_real_papers_come_back(shared: Path, name: str) -> None:
    """Two readers have every field of real papers of each kind."""
    with open_stream(shared / "data" / "corpus" / f"{name}.jsonl.xz") as stream:
        found = [one.paper for one in islice(read(stream), 334) if isinstance(one, Record)]
    assert len(found) > 300
    assert [] == list(faults(found))
