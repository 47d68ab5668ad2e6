"""Addresses of our own pages, below the path under which the site stands."""

from urllib.parse import quote, urlencode

from coolpapers.ids import PaperId
from coolpapers.settings import Settings
from coolpapers.subjects import SubjectExpression

_SAFE = "@/+,"


class Addresses:
    """Every kind of address a page links to; `base` is empty or begins with a slash."""

    def __init__(self, base: str = "") -> None:
        self.base = base

    def paper(self, paper: PaperId, version: int | None = None) -> str:
        """The page of a paper, of one version if it is named."""
        suffix = f"v{version}" if version else ""
        return f"{self.base}/{paper.branch}/{paper.path}{suffix}"

    def papers(self, papers: list[PaperId]) -> str:
        """The list of some papers; in the first one's branch."""
        branch = papers[0].branch
        return f"{self.base}/{branch}/{','.join(paper.path for paper in papers)}"

    def subjects(self, subjects: SubjectExpression | str) -> str:
        """The list of a subject expression or of a single category."""
        return f"{self.base}/arxiv/{subjects}"

    def edition(self, venue: str, year: int | None = None, track: str = "") -> str:
        """The list of an edition or of one of its tracks; the latest one without a year."""
        name = f"{venue}.{year}" if year else venue
        query = f"?{urlencode({'group': track})}" if track else ""
        return f"{self.base}/venue/{quote(name, safe=_SAFE)}{query}"

    def search(self, branch: str, query: str = "") -> str:
        """A search."""
        string = f"?{urlencode({'query': query})}" if query else ""
        return f"{self.base}/{branch}/search{string}"

    def at(self, path: str) -> str:
        """Any path of the site."""
        return f"{self.base}{path}"


def addresses_of(settings: Settings) -> Addresses:
    """The addresses of the site that the settings describe."""
    stripped = settings.text("base_path").strip("/")
    return Addresses(f"/{stripped}" if stripped else "")
