"""The pages in `tests/data`: which source each is of, where it would come from, what is on it."""

import runpy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, cast

from coolpapers.records import Paper
from coolpapers.sources import SOURCES, Client, Page, Skip
from coolpapers.sources.arxiv_api import parse_query
from coolpapers.sources.base import log_skipped

DATA = Path(__file__).resolve().parents[1] / "data"
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
NO_CLIENT = cast("Client", object())
_HASH = "0123456789abcdef0123456789abcdef"


class Known(NamedTuple):
    """A page in `tests/data`."""

    file: str
    url: str
    edition: str = ""

    @property
    def source(self) -> str:
        return self.file.partition("/")[0]

    @property
    def data(self) -> bytes:
        return (DATA / self.file).read_bytes()

    @property
    def expected(self) -> list[Paper]:
        found: list[Paper] = runpy.run_path(str((DATA / self.file).with_suffix(".py")))["EXPECTED"]
        return found

    def parse(self, data: bytes | None = None, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The papers on the page, or on one with other bytes in its place."""
        return parse(self.source, self.data if data is None else data, self.url, self.edition, skip)


def parse(
    source: str, data: bytes, url: str, edition: str, skip: Skip = log_skipped
) -> Iterator[Paper]:
    """The papers on a page of a source, read without the network."""
    if source == "arxiv-api":
        return parse_query(data, skip)
    editions = (edition,) if edition else ()
    page = Page(data, url, NOON, edition=edition)
    return SOURCES[source].open(NO_CLIENT, editions).parse(page, skip)


PAGES = (
    Known("arxiv/raw.xml", "https://oaipmh.arxiv.org/oai"),
    Known("arxiv/parted.xml", "https://oaipmh.arxiv.org/oai"),
    Known("arxiv/old.xml", "https://oaipmh.arxiv.org/oai"),
    Known("arxiv/dublin_core.xml", "https://oaipmh.arxiv.org/oai"),
    Known("arxiv/nothing.xml", "https://oaipmh.arxiv.org/oai"),
    Known("arxiv-feed/rss.xml", "https://rss.arxiv.org/rss/cs"),
    Known("arxiv-feed/atom.xml", "https://rss.arxiv.org/atom/cs"),
    Known("arxiv-feed/empty.xml", "https://rss.arxiv.org/rss/cs"),
    Known("arxiv-api/old.xml", "https://export.arxiv.org/api/query"),
    Known("arxiv-api/new.xml", "https://export.arxiv.org/api/query"),
    Known("arxiv-api/nothing.xml", "https://export.arxiv.org/api/query"),
    Known("acl/2024.acl.xml", "https://raw.githubusercontent.com/2024.acl.xml"),
    Known("acl/W99.xml", "https://raw.githubusercontent.com/W99.xml"),
    Known("pmlr/2024-07-08-doe24a.md", "https://raw.githubusercontent.com/2024-07-08-doe24a.md"),
    Known("pmlr/volume.html", "https://proceedings.mlr.press/v235/", "ICML.2024"),
    Known("pmlr/paper.html", "https://proceedings.mlr.press/v235/doe24a.html", "ICML.2024"),
    Known("openreview/v2.json", "https://api2.openreview.net/notes", "ICLR.2024"),
    Known("openreview/v1.json", "https://api.openreview.net/notes", "ICLR.2023"),
    Known("cvf/list.html", "https://openaccess.thecvf.com/WACV2024?day=all", "WACV.2024"),
    Known(
        "cvf/paper.html",
        "https://openaccess.thecvf.com/content/WACV2024/html/Doe_Seeing_Teapots_WACV_2024_paper.html",
        "WACV.2024",
    ),
    Known("cvf/days.html", "https://openaccess.thecvf.com/CVPR2019", "CVPR.2019"),
    Known("neurips/list.html", "https://papers.nips.cc/paper_files/paper/2023", "NeurIPS.2023"),
    Known(
        "neurips/paper.html",
        f"https://papers.nips.cc/paper_files/paper/2023/hash/{_HASH}-Abstract-Conference.html",
        "NeurIPS.2023",
    ),
    Known("mlsys/list.html", "https://proceedings.mlsys.org/paper_files/paper/2023", "MLSys.2023"),
    Known("ijcai/list.html", "https://www.ijcai.org/proceedings/2023/", "IJCAI.2023"),
    Known("ijcai/paper.html", "https://www.ijcai.org/proceedings/2023/1", "IJCAI.2023"),
    Known("aaai/records.xml", "https://ojs.aaai.org/index.php/AAAI/oai", "AAAI.2024"),
    Known("ecva/list.html", "https://www.ecva.net/papers.php", "ECCV.2024"),
    Known(
        "ecva/paper.html",
        "https://www.ecva.net/papers/eccv_2024/papers_ECCV/html/7_ECCV_2024_paper.php",
        "ECCV.2024",
    ),
    Known(
        "usenix/sessions.html",
        "https://www.usenix.org/conference/usenixsecurity24/technical-sessions",
        "USENIX-Security.2024",
    ),
    Known(
        "ndss/list.html", "https://www.ndss-symposium.org/ndss2024/accepted-papers/", "NDSS.2024"
    ),
    Known("ndss/paper.html", "https://www.ndss-symposium.org/ndss-paper/leaky-pots/", "NDSS.2024"),
    Known(
        "isca/list.html",
        "https://www.isca-archive.org/interspeech_2023/index.html",
        "Interspeech.2023",
    ),
    Known(
        "isca/paper.html",
        "https://www.isca-archive.org/interspeech_2023/doe23_interspeech.html",
        "Interspeech.2023",
    ),
)
