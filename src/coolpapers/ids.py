"""PaperId: the key of a paper, read from any way people write it, printed in one.

An id is safe wherever it stands, in attributes, paths and lists: it has only ASCII letters,
digits and `. _ - @ /`, no comma, and at most 200 characters.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from coolpapers.addresses import fields_of, id_text_of, outside_addresses, page_address, pdf_address
from coolpapers.errors import PaperIdError

ARXIV, VENUE = "arxiv", "venue"

_LONGEST_ID = 200
_LONGEST_TEXT = 2_000  # addresses may carry long queries; what is longer is not an address


class PaperId(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """The key of a paper: its branch, `arxiv` or `venue`, and its canonical id there."""

    branch: str
    local: str

    def __str__(self) -> str:
        return f"{self.branch}:{self.local}"

    @property
    def path(self) -> str:
        """The id as it stands in an address after `/arxiv/` or `/venue/`: nothing needs quoting."""
        return self.local

    @property
    def html_id(self) -> str:
        """The id as it stands in the attributes of a page."""
        return self.local

    @classmethod
    def parse(cls, text: str) -> "PaperId":
        """The id in a text: an id, a DOI or an address of any known site; a version is dropped.

        Raises:
            PaperIdError: It is none of them, or more than one.
        """
        return parse_versioned(text)[0]


class _Read(NamedTuple):
    paper: PaperId
    version: int | None = None


# --- the spelling of arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html

_OLD_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg "
    "comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math-ph math "
    "mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
# Months as in the ids, YYMM: the old spelling from the year 91 up to March 07.
_FIRST_OLD, _FIRST_NEW, _FIRST_LONG, _LAST_NEW = 9101, 704, 1501, 9012
_NUMBER = (
    r"(?:(?P<month>\d{4})\.(?P<number>\d{4,5})|"
    rf"(?P<archive>{'|'.join(_OLD_ARCHIVES.split())})(?:\.[a-z-]{{2,10}})?/"
    r"(?P<old_month>\d{4})(?P<old_number>\d{3}))(?:v(?P<version>[1-9]\d{0,2}))?"
)
_FLAGS = re.ASCII | re.IGNORECASE
# As on the margin of a PDF: `arXiv:1706.03762v5 [cs.CL] 6 Dec 2017`.
_ARXIV = re.compile(rf"(?:arxiv(?:\s*[:.]\s*|\s+))?{_NUMBER}(?:\.pdf)?(?:\s*\[.*)?", _FLAGS)


def _arxiv(text: str) -> _Read | None:
    found = _ARXIV.fullmatch(text)
    return _arxiv_number(found) if found else None


def _arxiv_number(found: re.Match[str]) -> _Read | None:
    local = _new_number(found) if found["month"] else _old_number(found)
    version = int(found["version"]) if found["version"] else None
    return _Read(PaperId(ARXIV, local), version) if local else None


def _new_number(found: re.Match[str]) -> str:
    month, number = int(found["month"]), int(found["number"])
    width = 4 if month < _FIRST_LONG else 5
    possible = _FIRST_NEW <= month <= _LAST_NEW and 1 <= month % 100 <= 12
    return f"{month:04}.{number:0{width}}" if possible and 0 < number < 10**width else ""


def _old_number(found: re.Match[str]) -> str:
    month, number = int(found["old_month"]), found["old_number"]
    possible = 1 <= month % 100 <= 12 and (month >= _FIRST_OLD or month < _FIRST_NEW)
    return f"{found['archive'].lower()}/{month:04}{number}" if possible and int(number) else ""


# --- the spelling of the ids of conference papers: local@List or local@edition@List

_NAME = r"(?P<name>[\w-][\w.-]*)"
_LISTS = (
    ("OpenReview", r"(?P<id>[\w-]{3,40})", "{id}"),
    ("ACL", r"(?P<id>\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d{1,5})", "{id_lower}"),
    ("ACL", r"(?P<id>[a-z]\d\d-\d{4,5})", "{id_upper}"),
    ("IJCAI", r"0*(?P<n>[1-9]\d{0,4})@(?P<year>\d{4})", "{n}@{year}"),
    ("PMLR", rf"{_NAME}@(?P<volume>[vr]\d{{1,4}})", "{name}@{volume_lower}"),
    ("AAAI", r"0*(?P<n>[1-9]\d{0,6})", "{n}"),
    ("CVF", rf"{_NAME}@(?P<conf>[a-z]{{4}}\d{{4}}w?)", "{name}@{conf_upper}"),
    ("ECVA", rf"{_NAME}@(?P<conf>eccv\d{{4}})", "{name}@{conf_upper}"),
    ("USENIX", r"(?P<name>[\w-]+)@(?P<conf>[\w-]*[a-z_-]\d{2,4})", "{name}@{conf_lower}"),
    ("NeurIPS", r"(?P<hash>[0-9a-f]{32})@(?P<year>\d{4})", "{hash_lower}@{year}"),
    ("IEEE", r"0*(?P<n>[1-9]\d{0,9})", "{n}"),
    ("RSS", r"(?P<id>p\d{1,4}@rss\d\d)", "{id_lower}"),
    (
        "ISCA",
        r"(?P<name>[\w-]+)@(?P<conf>[a-z0-9]*[a-z])_?(?P<year>\d{4})",
        "{name}@{conf_lower}{year}",
    ),
    ("NDSS", r"(?P<slug>[\w-]+)", "{slug}"),
    ("ACM", r"(?P<id>\d+(?:\.\d+)*)", "{id}"),
    # Papers that no site above carries: named by us, found only under this very name.
    ("List", rf"{_NAME}@(?P<edition>[a-z0-9][\w.-]*\d)", "{name}@{edition}"),
)
_ROWS = tuple((name, re.compile(pattern, _FLAGS), text) for name, pattern, text in _LISTS)
_VENUE = re.compile(r"(?:venue:)?(?P<rest>[\w.@-]+)@(?P<list>[a-z]+)", _FLAGS)
_NEW_ANTHOLOGY = re.compile(r"\d{4}\.[a-z]", _FLAGS)
_ANTHOLOGY = re.compile(r"[a-z]\d\d-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", _FLAGS)


def _venue(text: str) -> _Read | None:
    whole = _VENUE.fullmatch(f"{text}@ACL" if _ANTHOLOGY.fullmatch(text) else text)
    if whole is None or len(whole[0]) > _LONGEST_ID:
        return None
    for name, pattern, template in _ROWS:
        if name.lower() == whole["list"].lower() and (found := pattern.fullmatch(whole["rest"])):
            return _Read(PaperId(VENUE, f"{template.format_map(fields_of(found))}@{name}"))
    return None


# --- any text

# Full-width forms, and the hyphens that typesetting makes of a plain one.
_PLAIN = {0xFF01 + code: 0x21 + code for code in range(94)} | {0x3000: 0x20}
_PLAIN |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), 0x2D)
_AROUND = " \t\r\n\f\v\u00a0\u200b\ufeff()[]{}<>\"'`«»“”‘’「」《》【】,;.:!?。、"
_DOI_PREFIX = re.compile(r"doi:?\s*(?=10\.)", re.IGNORECASE)


def parse_versioned(text: str) -> tuple[PaperId, int | None]:
    """The id in a text as `PaperId.parse` reads it, and its version if one is named.

    Raises:
        PaperIdError: It is no id, or more than one.
    """
    found = _arxiv(text) if len(text) < _LONGEST_TEXT else None
    found = found or _read(text)
    if found is None:
        raise PaperIdError(text)
    return found


def _read(text: str) -> _Read | None:
    if len(text) > _LONGEST_TEXT:
        return None
    text = text.translate(_PLAIN).strip(_AROUND)
    named = id_text_of(_DOI_PREFIX.sub("", text, count=1))
    return _read_id(named) if named else _read_id(unquote(text) if "%" in text else text)


def _read_id(text: str) -> _Read | None:
    return _arxiv(text) or _venue(text)


# Whatever cannot be part of an address ends it; so does the beginning of another one.
_BREAK = r"\s,;<>\"'(){}\[\]|\\^`\u0080-\U0010ffff"
_TOKEN = re.compile(rf"(?i:https?://)[^{_BREAK}]+|(?:(?!(?i:https?://))[^{_BREAK}])+")
# Numbers in prose: no part of a longer number, a name or an amount of money.
_IN_PROSE = re.compile(
    rf"(?:(?<!\w)(?P<prefix>arxiv[:.])|(?<![\w.@/$+-])){_NUMBER}(?![\w@%]|\.\d)", _FLAGS
)


def find_ids(text: str) -> list[PaperId]:
    """Every id and every address of a paper in a text, in order, without repeats."""
    tokens = _TOKEN.findall(text.translate(_PLAIN))
    return list(dict.fromkeys(paper for token in tokens for paper in _ids_in(token)))


def _ids_in(token: str) -> list[PaperId]:
    token = token.strip(_AROUND)
    whole = _read(token) if _is_more_than_a_number(token) else None
    if whole is not None:
        return [whole.paper]
    if "://" in token:
        return []
    return [found.paper for match in _IN_PROSE.finditer(token) if (found := _in_prose(match))]


def _is_more_than_a_number(token: str) -> bool:
    """Has it the signs of an address or a whole id? A bare `W06-1664` may be anything."""
    return not {"/", "@", "%"}.isdisjoint(token) or _NEW_ANTHOLOGY.match(token) is not None


def _in_prose(match: re.Match[str]) -> _Read | None:
    """A bare number counts only in its full width: 2012.1234 may be anything."""
    found = _arxiv_number(match)
    bare = match["number"] and not match["prefix"]
    if found and bare and len(match["number"]) < len(found.paper.local) - 5:
        return None
    return found


def page_url(paper: PaperId) -> str:
    """The paper's page at the site it comes from, or nothing if its id does not tell."""
    return page_address(paper.local)


def outside_urls(paper: PaperId) -> tuple[str, str]:
    """Both of them: the page, and the PDF."""
    return outside_addresses(paper.local)


def pdf_url(paper: PaperId) -> str:
    """The paper's PDF at the site it comes from, or nothing if its id does not tell."""
    return pdf_address(paper.local)
