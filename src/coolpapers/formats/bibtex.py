"""Papers out of BibTeX entries, found by the ids and addresses in their fields."""

import re
from collections.abc import Callable, Iterator, Mapping

from coolpapers.errors import PaperIdError, RecordError
from coolpapers.formats.base import Parsed
from coolpapers.formats.bibtex_syntax import Entry, parse_block
from coolpapers.formats.bibtex_writing import OWN_ID
from coolpapers.formats.links import address_in, code_in
from coolpapers.formats.venues import anthology_track, venue_in
from coolpapers.ids import PaperId, find_ids
from coolpapers.records import Author, Paper, Venue
from coolpapers.subjects import CATEGORIES, canonical
from coolpapers.text import Span, clean_name, clean_prose, split_math

SOURCE = "bibtex"
_ID_FIELDS = (OWN_ID, "eprint", "arxivid", "url", "doi", "ee", "link")
_ID_TEXTS = ("howpublished", "journal", "note", "volume", "pdf", "annote")
_GROUP = re.compile(r"(\\[A-Za-z]+\*?\s*|\\|[_^])?\{([^{}]*)\}")
_HIDDEN_BRACES = str.maketrans({"{": "\x01", "}": "\x02"})
_BRACES = str.maketrans({"\x01": "{", "\x02": "}"})
_FORMULA = re.compile("\x03(\\d+)\x04")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPELT_OUT = (
    (r"\textasciitilde{}", "\x05"), (r"\textasciicircum{}", "^"), (r"\textbackslash{}", "\\"),
)  # fmt: skip
_ESCAPED = re.compile(r"\\([&%#_])")
_SERIES = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*)\s+(?P<year>\d{4})")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al.", "et al"})
_WORD_SEPARATOR = re.compile(r"\s*[;,]\s*")
_DEPTH = 10


def bibtex_parser() -> Callable[[bytes], Parsed | None]:
    """What reads the blocks of one file in their order; `@string` holds for those that follow."""
    strings: dict[str, str] = {}

    def parse(block: bytes) -> Parsed | None:
        try:
            entry = parse_block(block.decode(), strings)
        except UnicodeDecodeError as error:
            raise RecordError(f"not UTF-8: {error.reason}") from error
        return None if entry is None else (_paper(entry), SOURCE)

    return parse


def _paper(entry: Entry) -> Paper:
    fields = entry.fields
    title = prose(fields.get("title", ""))
    if not title:
        raise RecordError(f"{entry.key[:40]}: no title")
    paper_id = _id(entry)
    abstract = prose(fields.get("abstract", ""))
    comment = prose(fields.get("note", ""))
    venue = _venue(fields, paper_id)
    place = fields.get("journal", "") or ("" if venue else fields.get("booktitle", ""))
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=tuple(Author(name) for name in _names(fields.get("author", ""))),
        subjects=_subjects(fields),
        comment=comment,
        journal_ref="" if "arxiv" in place.lower() or place == "CoRR" else prose(place),
        doi=clean_prose(fields.get("doi", "").replace("\\_", "_")),
        pdf_url=address_in(fields.get("pdf", "")),
        page_url=address_in(fields.get("url", "")) if paper_id.branch == "venue" else "",
        venue=venue,
        code_url=address_in(fields.get("code", "")) or code_in(comment, abstract),
        keywords=_keywords(fields.get("keywords", "")),
    )


def _id(entry: Entry) -> PaperId:
    for name in _ID_FIELDS:
        text = entry.fields.get(name, "").strip().replace("\\_", "_")
        try:
            return PaperId.parse(text)
        except PaperIdError:
            continue
    for name in _ID_TEXTS:
        text = entry.fields.get(name, "")
        if found := find_ids(text.removeprefix("abs/") if name == "volume" else text):
            return found[0]
    raise RecordError(f"{entry.key[:40]}: names no paper that has an id here")


def _subjects(fields: Mapping[str, str]) -> tuple[str, ...]:
    primary = canonical(fields.get("primaryclass", "").strip())
    return (primary,) if primary in CATEGORIES else ()


def _keywords(text: str) -> tuple[str, ...]:
    parts = _WORD_SEPARATOR.split(prose(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _venue(fields: Mapping[str, str], paper_id: PaperId) -> Venue | None:
    booktitle = prose(fields.get("booktitle", ""))
    series = _SERIES.fullmatch(fields.get("series", booktitle).strip())
    year = (fields.get("year") or fields.get("date", ""))[:4]
    if series:
        name, year = series["name"], series["year"]
    else:
        name = venue_in(paper_id.local, booktitle) if paper_id.branch == "venue" else ""
    if not name or not year.isdecimal():
        return None
    track = anthology_track(paper_id.local.partition("@")[0], booktitle)
    return Venue(name, int(year), track, booktitle, prose(fields.get("pages", "")))


# --- names ---------------------------------------------------------------------------------


def _names(text: str) -> Iterator[str]:
    for part in _people(" ".join(text.split())):
        name = _in_order(part.strip())
        if name and name.lower() not in _OTHERS:
            yield name


def _people(text: str) -> Iterator[str]:
    """The list cut at every `and` that no braces enclose."""
    start = depth = at = 0
    for separator in _AND.finditer(text):
        depth += text.count("{", at, separator.start()) - text.count("}", at, separator.start())
        at = separator.start()
        if depth <= 0:
            yield text[start:at]
            start, depth = separator.end(), 0
    yield text[start:]


def _in_order(name: str) -> str:
    """`Last, First` and `Last, Jr., First` as people say them; a braced name as it stands."""
    if name.startswith("{") and name.endswith("}") and "}" not in name[:-1]:
        return clean_name(name)
    last, *rest = [part.strip() for part in clean_name(name).split(",")]
    if not rest:
        return last
    suffix = f" {rest[0]}" if len(rest) > 1 else ""
    return f"{rest[-1]} {last}{suffix}".strip()


# --- prose ---------------------------------------------------------------------------------


def prose(text: str) -> str:
    """The text without protective braces and escapes; formulas and other commands stay."""
    text = clean_prose(_CONTROL.sub("", text))
    for spelt, sign in _SPELT_OUT:
        text = text.replace(spelt, sign)
    if "{" not in text and "\\" not in text and "~" not in text and "\x05" not in text:
        return text
    formulas: list[str] = []
    hidden = "".join(_hidden(span, formulas) for span in split_math(text))
    plain = _ESCAPED.sub(r"\1", _ungrouped(hidden).replace("~", " ").replace("\x05", "~"))
    return " ".join(_FORMULA.sub(lambda found: formulas[int(found[1])], plain).split())


def _hidden(span: Span, formulas: list[str]) -> str:
    if span.kind == "text":
        return span.source
    formulas.append(span.source)
    return f"\x03{len(formulas) - 1}\x04"


def _ungrouped(text: str) -> str:
    """The text without braces, save those of a command's arguments."""
    for _ in range(_DEPTH):
        after = _GROUP.sub(_group, text)
        if after == text:
            break
        text = after
    return text.replace("{", "").replace("}", "").translate(_BRACES)


def _group(found: re.Match[str]) -> str:
    return found[0].translate(_HIDDEN_BRACES) if found[1] else found[2]
