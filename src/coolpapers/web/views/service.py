"""What programs ask of a site: whether it is well, what they may crawl, its icon."""

from starlette.responses import JSONResponse, Response

from coolpapers.web.respond import plain, redirect
from coolpapers.web.site import VERSION, Visit


def health(visit: Visit) -> Response:
    """Whether the store answers, how many papers there are, and how far the index is."""
    totals = visit.library.store.listings.totals()
    state = visit.site.index_watch.state()
    return JSONResponse(
        {
            "status": "ok",
            "version": VERSION,
            "papers": totals.papers,
            "newest": totals.newest.isoformat() if totals.newest else None,
            "index_ready": state.is_ready,
        },
        headers={"Cache-Control": "no-store"},
    )


def robots(visit: Visit) -> Response:
    """Lists and papers may be crawled; searches are endless."""
    base = visit.addresses.base
    closed = ("/*/search", "/go", "/pdf", "/export")
    return plain("".join(("User-agent: *\n", *(f"Disallow: {base}{path}\n" for path in closed))))


def icon(visit: Visit) -> Response:
    """The icon, where browsers look for it unasked."""
    version = visit.site.assets_version
    return redirect(visit.addresses.at(f"/static/{version}/icon.svg"))
