"""Random papers for property tests."""

import unicodedata
from datetime import UTC, date, datetime
from functools import partial

from hypothesis import strategies as st

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue, Version

_LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="\\${}~^")
_WORDS = st.text(_LETTERS, min_size=1, max_size=12).map(partial(unicodedata.normalize, "NFC"))


def prose(most: int = 8, least: int = 0) -> st.SearchStrategy[str]:
    """Words with single spaces, now and then a formula, no TeX commands."""
    formula = st.sampled_from(["$x^2$", r"$\alpha_{ij}$", r"\(a<b\)"])
    return st.lists(_WORDS | _WORDS | _WORDS | formula, min_size=least, max_size=most).map(" ".join)


def arxiv_ids() -> st.SearchStrategy[PaperId]:
    """Ids of arXiv, of the old and both new styles."""
    months = st.integers(1, 12)
    new = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 26), months, st.integers(1, 29999))
    middle = st.builds("{:02}{:02}.{:04}".format, st.integers(8, 14), months, st.integers(1, 9999))
    old = st.builds(
        "{}/{:02}{:02}{:03}".format,
        st.sampled_from(["hep-th", "math", "cs", "astro-ph", "cond-mat"]),
        st.integers(94, 99),
        months,
        st.integers(1, 999),
    )
    return (new | middle | old).map(PaperId.parse)


def venue_ids() -> st.SearchStrategy[PaperId]:
    """Ids of venue papers, of several sites."""
    note = st.text("abcdefghijkLMNOPQ0123456789_-", min_size=10, max_size=11)
    forms = (
        note.filter(lambda text: text[0].isalnum()).map("{}@OpenReview".format),
        st.integers(1, 999).map("2024.acl-long.{}@ACL".format),
        st.integers(1, 999).map("{}@2023@IJCAI".format),
        st.integers(1, 99999).map("{}@AAAI".format),
        st.integers(10, 99).map("name{}a@v235@PMLR".format),
    )
    return st.one_of(*forms).map(PaperId.parse)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
ADDRESSES = st.just("") | st.integers(0, 999).map("https://example.org/{}".format)
AUTHORS = st.builds(Author, prose(3, 1), prose(3))
VENUES = st.builds(
    Venue,
    st.sampled_from(["ICLR", "ACL", "SIGGRAPH-Asia"]),
    st.integers(1990, 2030),
    st.sampled_from(["", "Oral", "Datasets & Benchmarks"]),
    prose(),
    st.sampled_from(["", "1–9"]),
)


def _tuples(
    items: st.SearchStrategy[object], most: int = 3
) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=most).map(tuple)


def papers() -> st.SearchStrategy[Paper]:
    """Papers with anything in any field that the records allow."""
    return st.builds(
        Paper,
        id=arxiv_ids() | venue_ids(),
        title=prose(8, 1),
        abstract=prose(40),
        authors=_tuples(AUTHORS, 5),
        subjects=_tuples(st.sampled_from(["cs.CL", "cs.LG", "math-ph", "stat.ML"])),
        versions=_tuples(st.builds(Version, st.integers(1, 20), MOMENTS)),
        published_utc=st.none() | MOMENTS,
        updated_utc=st.none() | MOMENTS,
        announced=st.none() | DAYS,
        comment=prose(),
        journal_ref=prose(),
        doi=st.sampled_from(["", "10.1000/182"]),
        licence=ADDRESSES,
        pdf_url=ADDRESSES,
        page_url=ADDRESSES,
        venue=st.none() | VENUES,
        code_url=ADDRESSES,
        keywords=_tuples(prose(2, 1)),
        same_as=_tuples(arxiv_ids() | venue_ids()),
    )
