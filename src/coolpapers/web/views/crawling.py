"""For crawlers and other machines: what they may read, where everything is, what this site is."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coolpapers.subjects import ARCHIVES
from coolpapers.web.api.routes import BASE
from coolpapers.web.respond import packed, plain
from coolpapers.web.site import Visit

PAGE_PAPERS = 10_000
"""Row numbers on one page of the sitemap; 50,000 addresses are allowed."""
XML = "application/xml; charset=utf-8"
# Dear to make, endless, or of no use in another site's search.
CLOSED = (
    "/*/search", "/*/feed", "/*/kimi", "/*/progress", "/*/star", "/go", "/pdf", "/export",
    "/api/", "/mcp", "/preferences", "/health", "/metrics", "/readyz",
    "/*?*sort=", "/*?*skip=", "/*?*show=", "/*?*highlight=", "/*?*from=", "/*?*to=",
)  # fmt: skip
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(visit: Visit) -> Response:
    """Papers, days and editions may be crawled, searches and what is dear may not."""
    base = visit.addresses.base
    lines = ["User-agent: *", *(f"Disallow: {base}{path}" for path in CLOSED), "Crawl-delay: 2"]
    sitemap = visit.absolute(visit.addresses.at("/sitemap.xml"))
    return plain("\n".join([*lines, "", f"Sitemap: {sitemap}", ""]))


def sitemap(visit: Visit) -> Response:
    """The index of the sitemap: its pages."""
    pages = -(-visit.library.store.papers.highest() // PAGE_PAPERS)
    names = ["lists", *map(str, range(1, pages + 1))]
    addresses = (visit.addresses.at(f"/sitemap/{name}.xml") for name in names)
    return _xml(visit, "sitemapindex", "sitemap", addresses)


def sitemap_page(visit: Visit) -> Response:
    """A page of the sitemap: the lists, or the papers of some row numbers."""
    page: str = visit.request.path_params["page"]
    if page == "lists":
        return _xml(visit, "urlset", "url", _lists(visit))
    if not (page.isascii() and page.isdigit() and int(page[:9]) > 0 and len(page) < 9):
        raise HTTPException(404)
    last = int(page) * PAGE_PAPERS
    papers = visit.library.store.papers.ids_between(last - PAGE_PAPERS + 1, last)
    if not papers:
        raise HTTPException(404)
    return _xml(visit, "urlset", "url", map(visit.addresses.paper, papers))


def _lists(visit: Visit) -> Iterable[str]:
    yield visit.addresses.at("/")
    yield visit.addresses.at("/venue/latest")
    yield from map(visit.addresses.subjects, ARCHIVES)
    for edition in visit.library.store.listings.editions():
        yield visit.addresses.edition(edition.venue, edition.year)


def _xml(visit: Visit, around: str, each: str, addresses: Iterable[str]) -> Response:
    entries = "".join(
        f"<{each}><loc>{escape(visit.absolute(address))}</loc></{each}>\n" for address in addresses
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text = f'{head}<{around} xmlns="{_NAMESPACE}">\n{entries}</{around}>\n'
    return packed(visit, text.encode(), XML)


def llms(visit: Visit) -> Response:
    """`/llms.txt`: what a language model's program should know of this site; llmstxt.org."""

    def at(path: str) -> str:
        return visit.absolute(visit.addresses.at(path))

    totals = visit.library.store.listings.totals()
    return plain(
        f"""# {visit.site.title}

> {totals.papers:,} scientific papers of arXiv and conferences: lists by category and day, editions
> of venues, search, related papers, PDFs. Ask the API or the MCP server instead of reading pages.

## For programs

- [MCP server]({at("/mcp")}): streamable HTTP; tools to search, list, read and export papers
- [API]({at("/api")}): JSON over HTTP, described for people
- [OpenAPI]({at(f"{BASE}/openapi.json")}): the same for programs
- [Search]({at(f"{BASE}/search?query=graph+neural+networks&show=5")}): an example
- [Papers by id]({at(f"{BASE}/papers?ids=1706.03762")}): an example

## Pages

- [Home]({at("/")}): categories and venues
- [The newest day of a category]({at("/arxiv/cs.CL")}): `/arxiv/<categories>?date=YYYY-MM-DD`
- [Venues]({at("/venue/latest")}): editions, newest first
- [Feeds]({at("/arxiv/cs.CL/feed")}): `/feed` behind any list
"""
    )
