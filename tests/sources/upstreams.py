"""The venues' sites with the pages in `tests/data`: one edition each, and the tracks it has."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.replay import Answer, Query, Reply, pages
from tests.sources.known import DATA, PAGES

_ANTHOLOGY = "/acl-org/acl-anthology/master/data/xml"


class Upstream(NamedTuple):
    """An edition, what its hosts answer, and how many papers of each track are on their pages."""

    edition: str
    hosts: Mapping[str, Answer]
    tracks: Mapping[str, int]


def _site(edition: str) -> dict[str, Answer]:
    """The pages of an edition, each at its own address."""
    found: dict[str, dict[str, bytes]] = {}
    for page in PAGES:
        if page.edition == edition:
            at = urlsplit(page.url)
            path = f"{at.path}?{at.query}" if at.query else at.path
            found.setdefault(at.netloc, {})[path] = page.data
    return {host: pages(some) for host, some in found.items()}


def _no_notes(*_: object) -> Reply:
    """A conference has none of its papers here."""
    return Reply(b'{"notes": [], "count": 0}')


def _notes(_: str, query: Query) -> Reply:
    """The accepted papers of a conference; no other group has any."""
    is_ours = query["content.venueid"] == "ICLR.cc/2024/Conference" and query["offset"] == "0"
    return Reply((DATA / "openreview/v2.json").read_bytes()) if is_ours else _no_notes()


_PMLR = {"/": (DATA / "pmlr/front.html").read_bytes()} | {
    urlsplit(page.url).path: page.data for page in PAGES if page.edition == "ICML.2024"
}
NDSS = Upstream("NDSS.2024", _site("NDSS.2024"), {"": 2})
EDITIONS = (
    Upstream("ICLR.2024", {"api2.openreview.net": _notes}, {"Oral": 1, "Poster": 1}),
    Upstream(
        "ACL.2024",
        {
            "raw.githubusercontent.com": pages(
                {f"{_ANTHOLOGY}/2024.acl.xml": (DATA / "acl/2024.acl.xml").read_bytes()}
            )
        },
        {"Long": 2, "SRW": 1},
    ),
    Upstream(
        "ICML.2024",
        {"api2.openreview.net": _no_notes, "proceedings.mlr.press": pages(_PMLR)},
        {"": 2},
    ),
    Upstream("WACV.2024", _site("WACV.2024"), {"": 2}),
    Upstream(
        "NeurIPS.2023",
        {"api2.openreview.net": _no_notes, **_site("NeurIPS.2023")},
        {"": 1, "Datasets & Benchmarks": 1},
    ),
    Upstream("MLSys.2023", _site("MLSys.2023"), {"": 1}),
    Upstream("IJCAI.2023", _site("IJCAI.2023"), {"": 1, "Survey": 1}),
    Upstream(
        "AAAI.2024",
        {"ojs.aaai.org": lambda *_: Reply((DATA / "aaai/records.xml").read_bytes())},
        {"": 1, "Safe, Robust and Responsible AI": 1},
    ),
    Upstream("ECCV.2024", _site("ECCV.2024"), {"": 1}),
    Upstream("Interspeech.2023", _site("Interspeech.2023"), {"": 2}),
    Upstream("USENIX-Security.2024", _site("USENIX-Security.2024"), {"": 1}),
    NDSS,
)
