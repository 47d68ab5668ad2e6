"""Papers as BibTeX entries."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from coolpapers.errors import PaperIdError
from coolpapers.formats.latex import accents_as_commands
from coolpapers.ids import PaperId, page_url
from coolpapers.records import Paper
from coolpapers.text import Span, split_math, words

_SPECIAL = re.compile(r"(\\.)|([&%#_$~^])", re.DOTALL)
_WRITTEN = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SUFFIX = re.compile(r"(?P<first>[^,]+) (?P<last>[^\s,]+),? (?P<suffix>Jr\.?|Sr\.?|II|III|IV)")
_GROUP_NAME = re.compile(r"\band\b|,|\b(?:Collaboration|Consortium|Team|Group)\b", re.IGNORECASE)
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "in", "of", "for", "and", "to", "is", "are", "with", "from", "by"}
)
_NEW_STYLE = re.compile(r"(\d\d)\d\d\.\d+")
_OLD_STYLE = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/(\d\d)")
_FIRST_YEAR = 91

OWN_ID = "coolpapers"
"""The field of an id that nothing else in an entry tells; no style prints it."""


class Keys:
    """Citation keys of one file: each paper gets one, and no two are the same."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def give(self, paper: Paper) -> str:
        """The paper's key; the second one of its kind has a `b` behind it, the third a `c`."""
        key = plain = citation_key(paper)
        while key in self._given:
            self._given[plain] += 1
            key = plain + _letters(self._given[plain])
        self._given[key] = 1
        return key


def _letters(place: int) -> str:
    """`b` for 2, `z` for 26, `aa` for 27."""
    text = ""
    while place:
        place, at = divmod(place - 1, 26)
        text = chr(ord("a") + at) + text
    return text


def to_bibtex(paper: Paper, *, key: str = "", abstract: bool = False) -> str:
    """The paper as one entry: `@misc` with its eprint, or `@inproceedings` for a venue paper.

    Its key is `citation_key` unless another one is given. Accents are LaTeX's commands.
    """
    kind = "inproceedings" if paper.venue is not None else "misc"
    fields = [*_fields(paper), ("abstract", written(paper.abstract) if abstract else "")]
    return entry(kind, key or citation_key(paper), map(_ascii_field, fields))


def _ascii_field(field: tuple[str, str]) -> tuple[str, str]:
    return field[0], accents_outside(field[1])


def accents_outside(value: str) -> str:
    """A field's value with accents as commands, formulas as they are."""
    if value.isascii():
        return value
    return "".join(
        accents_as_commands(span.source) if span.kind == "text" else span.source
        for span in split_math(value)
    )


def entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """An entry of a file, without the fields that are empty."""
    lines = [f"  {name:<13} = {{{value}}}" for name, value in fields if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{written(paper.title)}}}"
    yield "author", people(paper)
    if paper.venue is not None:
        edition = paper.venue.edition.replace(".", " ")
        booktitle = written(paper.venue.booktitle) or edition
        yield "booktitle", booktitle
        yield "series", edition if edition != booktitle else ""  # styles print both
        yield "pages", written(paper.venue.pages)
    year = year_of(paper)
    yield "year", str(year) if year else ""
    if paper.id.branch == "arxiv":
        yield "eprint", paper.id.local
        yield "archivePrefix", "arXiv"
        yield "primaryClass", written(paper.subjects[0]) if paper.subjects else ""
        yield "url", page_url(paper.id)
    else:
        yield from _address(paper)
    yield "journal", written(paper.journal_ref)
    yield "doi", written(paper.doi)
    yield "keywords", written("; ".join(paper.keywords))


def people(paper: Paper) -> str:
    """The authors, as both kinds of files have them."""
    return " and ".join(_person(author.name) for author in paper.authors)


def _address(paper: Paper) -> Iterator[tuple[str, str]]:
    """The page, and where that does not tell the id, the id itself."""
    address = paper.page_url or page_url(paper.id)
    yield "url", written(address)
    if not address or _parsed(address) != paper.id:
        yield OWN_ID, written(paper.id.local)


def _parsed(address: str) -> PaperId | None:
    try:
        return PaperId.parse(address)
    except PaperIdError:
        return None


def citation_key(paper: Paper) -> str:
    """`vaswani2017attention`; without Latin letters in name and title, the id."""
    surname = paper.authors[0].name if paper.authors else ""
    if found := _SUFFIX.fullmatch(surname):
        surname = found["last"]
    first = next((w for w in map(_ascii, words(paper.title)) if w not in _SMALL_WORDS and w), "")
    name = _ascii(surname.split()[-1] if surname.split() else "")
    if not name:
        return f"{paper.id.branch}{_ascii(paper.id.local)}"
    return f"{name}{year_of(paper) or ''}{first}"


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, folded)).lower()


def year_of(paper: Paper) -> int:
    """The year of a paper: its venue's, its date's, its id's; 0 if nothing tells."""
    if paper.venue is not None:
        return paper.venue.year
    if paper.published_utc is not None or paper.announced is not None:
        return (paper.published_utc or paper.announced).year  # type: ignore[union-attr]
    found = _NEW_STYLE.match(paper.id.local) or _OLD_STYLE.match(paper.id.local)
    if found is None or paper.id.branch != "arxiv":
        return 0
    short = int(found[1])
    return (1900 if short >= _FIRST_YEAR else 2000) + short


def _person(name: str) -> str:
    if found := _SUFFIX.fullmatch(name):
        return written(f"{found['last']}, {found['suffix']}, {found['first']}")
    return f"{{{written(name)}}}" if _GROUP_NAME.search(name) else written(name)


def written(text: str) -> str:
    """The text for a field in braces: LaTeX's special signs escaped outside formulas."""
    text = _CONTROL.sub(" ", text)
    return "".join(map(_span, split_math(text if _is_balanced(text) else _balanced(text))))


def _span(span: Span) -> str:
    return _SPECIAL.sub(_escaped, span.source) if span.kind == "text" else span.source


def _escaped(found: re.Match[str]) -> str:
    return found[1] or _WRITTEN.get(found[2]) or f"\\{found[2]}"


def _is_balanced(text: str) -> bool:
    """Whether braces pair, for BibTeX, which counts escaped ones too, and for those that do not."""
    return _pairs(text) and ("\\" not in text or _pairs(_ESCAPED_BRACE.sub("", text)))


def _pairs(text: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _balanced(text: str) -> str:
    """The text with printed braces as words, and without the others if they still do not pair."""
    text = text.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")
    return text if _pairs(text) else text.replace("{", "").replace("}", "")
