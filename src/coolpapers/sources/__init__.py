"""The outside: where papers come from, one file each.

`SOURCES` has every source by name. A new one is a file here, a row in the table below, a line in
the manual and a row in the tests; nothing else knows it.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from coolpapers.sources import (
    aaai,
    acl,
    arxiv_feed,
    arxiv_oai,
    cvf,
    ecva,
    ijcai,
    isca,
    mlsys,
    ndss,
    neurips,
    openreview,
    pmlr,
    usenix,
)
from coolpapers.sources.aaai import AaaiSource
from coolpapers.sources.acl import AclSource
from coolpapers.sources.arxiv_feed import ArxivFeed
from coolpapers.sources.arxiv_oai import ArxivOai
from coolpapers.sources.base import FakeSource, Page, Skip, Source
from coolpapers.sources.editions import EditionSource, Site
from coolpapers.sources.http import Client, Limits
from coolpapers.sources.openreview import OpenReviewSource
from coolpapers.sources.pmlr import PmlrSource

__all__ = [
    "SOURCES", "Client", "FakeSource", "Limits", "Page", "Skip", "Source", "SourceRow",
    "sources_of",
]  # fmt: skip


class Open(Protocol):
    """Makes a source that fetches with a client."""

    def __call__(self, client: Client, editions: Sequence[str] = ()) -> Source:
        """The source of these editions, `ICLR.2024`; all it has if it knows no editions."""


class SourceRow(NamedTuple):
    """A source: what opens it, and which venues it has, none if it is no source of venues."""

    open: Open
    venues: frozenset[str] = frozenset()


def _site(site: Site) -> SourceRow:
    def opened(client: Client, editions: Sequence[str] = ()) -> Source:
        return EditionSource(client, site, editions)

    return SourceRow(opened, site.venues)


def _oai(client: Client, editions: Sequence[str] = ()) -> Source:
    del editions
    return ArxivOai(client)


def _feed(client: Client, editions: Sequence[str] = ()) -> Source:
    del editions
    return ArxivFeed(client)


SOURCES: Mapping[str, SourceRow] = MappingProxyType(
    {
        arxiv_oai.NAME: SourceRow(_oai),
        arxiv_feed.NAME: SourceRow(_feed),
        openreview.NAME: SourceRow(OpenReviewSource, openreview.VENUES),
        acl.NAME: SourceRow(AclSource, acl.VENUES),
        pmlr.NAME: SourceRow(PmlrSource, pmlr.VENUES),
        aaai.NAME: SourceRow(AaaiSource, aaai.VENUES),
        **{
            module.SITE.name: _site(module.SITE)
            for module in (neurips, cvf, ecva, ijcai, mlsys, isca, usenix, ndss)
        },
    }
)


def sources_of(venue: str) -> list[str]:
    """The names of the sources that have a venue's papers, the first one first to be asked."""
    return [name for name, row in SOURCES.items() if venue in row.venues]
