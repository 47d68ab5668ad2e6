"""PMLR: ICML, AISTATS, COLT, UAI, CoRL and others, a volume for each edition.

A volume's page lists its papers, their own pages have the abstracts. The repository behind a
volume keeps each paper as a post with YAML before it, which is read as well.

Source: https://proceedings.mlr.press and https://github.com/mlresearch; posts after a real one,
pages from descriptions of their markup.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import yaml

from coolpapers.errors import SourceFormatError
from coolpapers.formats.dates import midnight, parse_day
from coolpapers.formats.venues import venue_in
from coolpapers.ids import PaperId, find_ids
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.base import Page, Skip, each, log_skipped
from coolpapers.sources.editions import EditionSource, Entry, Site, parse_page
from coolpapers.sources.highwire import read_citation
from coolpapers.sources.html import find, links, read_page, text_at, text_in, with_class
from coolpapers.sources.http import Client
from coolpapers.sources.venue_fields import EditionName, names, venue_id, venue_paper
from coolpapers.sources.xml import Element
from coolpapers.text import clean_name

NAME = "pmlr"
ADDRESS = "https://proceedings.mlr.press"
# What the titles of volumes call the venues; the first that fits.
TITLES = (
    ("Asian Conference on Machine Learning", "ACML"),
    ("International Conference on Machine Learning", "ICML"),
    ("Artificial Intelligence and Statistics", "AISTATS"),
    ("Uncertainty in Artificial Intelligence", "UAI"),
    ("Algorithmic Learning Theory", "ALT"),
    ("Learning Theory", "COLT"),
    ("Robot Learning", "CoRL"),
    ("Medical Imaging with Deep Learning", "MIDL"),
    ("Automated Machine Learning", "AutoML"),
)
VENUES = frozenset(name for _, name in TITLES)
_VOLUME = re.compile(r".*/(v\d+)/?")
_PAPER = re.compile(r".*/v\d+/[\w-]+\.html")
_PDF = re.compile(r".*/(?!.*-supp)[\w-]+\.pdf")
_FRONT = re.compile(rb"\A\xef?\xbb?\xbf?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOTE = re.compile(r"https://openreview\.net/forum\?id=.*")
_PAGES = re.compile(r"PMLR\s+\d+:\s*([\d–-]+)")


class PmlrSource:
    """The papers of some editions; which volume an edition is, the front page says."""

    name = NAME
    venues = VENUES

    def __init__(self, client: Client, editions: Sequence[str] = ()) -> None:
        self._client = client
        self._editions = editions

    def pages(self, since: str = "") -> Iterator[Page]:
        """The volumes that have changed and the papers in them; after a cursor, what is left."""
        front = self._client.get(f"{ADDRESS}/", source=NAME)
        volumes = parse_volumes(front.data, front.url)
        known = [text for text in self._editions if EditionName.read(text, NAME) in volumes]
        site = SITE._replace(addresses=lambda one: (f"{ADDRESS}/{volumes[one]}/",))
        yield from EditionSource(self._client, site, known).pages(since)

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on a page, or the one in a post."""
        if page.url.endswith((".md", ".markdown")):
            return each(iter([(page.url, partial(parse_post, page.data))]), skip)
        return parse_page(SITE, page, skip)


def parse_volumes(data: bytes, url: str) -> Mapping[EditionName, str]:
    """Which volume each edition is, from the front page.

    Raises:
        SourceFormatError: It lists no volumes.
    """
    found: dict[EditionName, str] = {}
    for item in find(read_page(data, url, NAME), "//li[.//a[@href]]"):
        title = text_in(item)
        year = _YEAR.search(title)
        volume = next((_VOLUME.fullmatch(link) for link in links(item, _VOLUME)), None)
        if volume and year and (venue := _venue_of(title)):
            found.setdefault(EditionName(venue, int(year[0])), volume[1])
    if not found:
        raise SourceFormatError(NAME, f"{url}: no volumes on it")
    return found


def _venue_of(title: str) -> str:
    called = (name for words, name in TITLES if words.lower() in title.lower())
    return next(called, "") or venue_in("", title)


def _addresses(_: EditionName) -> Sequence[str]:
    return ()


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The pages of the papers in a volume."""
    return list(links(root, _PAPER))


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers in a volume."""
    for block in find(root, f"//div[{with_class('paper')}]"):
        address = next(links(block, _PAPER), "")
        yield address, partial(_entry, block, address, edition)


def _entry(block: Element, address: str, edition: EditionName) -> Paper:
    pages = _PAGES.search(text_at(block, f".//*[{with_class('info')}]"))
    return venue_paper(
        venue_id(address),
        text_at(block, f".//*[{with_class('title')}]"),
        Venue(edition.venue, edition.year, pages=pages[1] if pages else ""),
        authors=names(text_at(block, f".//*[{with_class('authors')}]")),
        page_url=address,
        pdf_url=next(links(block, _PDF), ""),
        same_as=tuple(find_ids(" ".join(links(block, _NOTE)))),
    )


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    citation = read_citation(root)
    return venue_paper(
        venue_id(address),
        citation.title or text_at(root, "//h1"),
        Venue(edition.venue, edition.year, booktitle=citation.book, pages=citation.pages),
        authors=citation.authors,
        abstract=text_at(root, "//*[@id='abstract']") or citation.abstract,
        page_url=address,
        pdf_url=citation.pdf_url or next(links(root, _PDF), ""),
        doi=citation.doi,
    )


SITE = Site(NAME, VENUES, _addresses, entries, own_page, follow)


def parse_post(data: bytes) -> Paper:
    """The paper in a post of a volume's repository.

    Raises:
        SourceFormatError: This is no post, or one of no known venue.
        PaperIdError, RecordError: It has no id or no title.
    """
    fields = _front_matter(data)
    volume, name = fields.get("volume", ""), fields.get("id", "")
    book = _text(fields, "container-title") or _text(fields, "booktitle")
    day = parse_day(_text(fields, "date"))
    year = _YEAR.search(book) or _YEAR.search(_text(fields, "date"))
    venue = _venue_of(book)
    if not venue or year is None:
        raise SourceFormatError(NAME, f"{name}: of no known venue: {book[:80]!r}")
    note = _text(fields, "openreview")
    return venue_paper(
        PaperId.parse(f"{name}@v{volume}@PMLR"),
        _text(fields, "title"),
        Venue(venue, int(year[0]), booktitle=book, pages=_text(fields, "page")),
        authors=_people(fields.get("author")),
        abstract=_text(fields, "abstract"),
        published_utc=midnight(day) if day else None,
        pdf_url=_text(fields, "pdf"),
        code_url=_text(fields, "software"),
        same_as=(PaperId.parse(f"{note}@OpenReview"),) if note else (),
    )


def _front_matter(data: bytes) -> dict[str, Any]:
    """What stands before a post; every value is text, a list or another such mapping."""
    front = _FRONT.match(data)
    if front is None:
        raise SourceFormatError(NAME, "not a post: nothing between two lines of dashes")
    try:
        fields = yaml.load(front[1], Loader=yaml.BaseLoader)  # noqa: S506 - it makes text only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceFormatError(NAME, f"not YAML: {error}") from error
    if not isinstance(fields, dict):
        raise SourceFormatError(NAME, "not a post: no fields in it")
    return fields


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(listed: object) -> tuple[Author, ...]:
    people = (
        [person for person in listed if isinstance(person, dict)]
        if isinstance(listed, list)
        else []
    )
    parts = ("given", "prefix", "family", "suffix")
    full = (clean_name(" ".join(_text(person, part) for part in parts)) for person in people)
    return tuple(Author(name) for name in full if name)
