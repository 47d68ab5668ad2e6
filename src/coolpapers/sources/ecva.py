"""ECVA: ECCV from 2018 on, every edition in sections of one page, abstracts on papers' own pages.

Source: https://www.ecva.net/papers.php; written from descriptions of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.html import links, read_list, text_at, text_in
from coolpapers.sources.venue_fields import EditionName, is_paper, names, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://www.ecva.net/papers.php"
_PDF = re.compile(r".*/papers_ECCV/papers/(?!.*-supp).*\.pdf", re.IGNORECASE)


def addresses(_: EditionName) -> Sequence[str]:
    """The one page of all editions."""
    return (ADDRESS,)


def follow(root: Element, edition: EditionName) -> Sequence[str]:
    """The pages of an edition's papers."""
    return [address for address, _ in entries(root, edition) if is_paper(address)]


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers of one edition; the page has those of the others too."""
    for address, title, parts in read_list(root):
        if f"eccv_{edition.year}/" in address.lower():
            yield address, partial(_entry, address, title, parts, edition)


def _entry(address: str, title: str, parts: list[Element], edition: EditionName) -> Paper:
    return venue_paper(
        venue_id(address),
        title,
        Venue(edition.venue, edition.year),
        authors=names(text_in(parts[0])),
        page_url=address,
        pdf_url=next((pdf for part in parts for pdf in links(part, _PDF)), ""),
    )


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    people = text_at(root, "//*[@id='authors']//b") or text_at(root, "//*[@id='authors']")
    return venue_paper(
        venue_id(address),
        text_at(root, "//*[@id='papertitle']"),
        Venue(edition.venue, edition.year),
        authors=names(people),
        abstract=text_at(root, "//*[@id='abstract']").strip('"“” '),
        page_url=address,
        pdf_url=next(links(root, _PDF), ""),
    )


SITE = Site("ecva", frozenset({"ECCV"}), addresses, entries, own_page, follow)
