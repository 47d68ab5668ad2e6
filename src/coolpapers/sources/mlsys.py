"""MLSys proceedings, kept with the software of NeurIPS.

Source: https://proceedings.mlsys.org; written from descriptions of its markup.
"""

from collections.abc import Sequence

from coolpapers.formats.venues import venue_name
from coolpapers.sources.editions import Site
from coolpapers.sources.neurips import entries, follow, is_own_page, own_page
from coolpapers.sources.venue_fields import EditionName

ADDRESS = "https://proceedings.mlsys.org/paper_files/paper"


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    return (f"{ADDRESS}/{edition.year}",)


SITE = Site(
    "mlsys", frozenset({venue_name("MLSys")}), addresses, entries, own_page, follow, is_own_page
)
