"""What programs ask of a site: whether it is well, how busy it is, its icon."""

import ipaddress

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from coolpapers.errors import EngineError, IndexMissingError, StoreError
from coolpapers.web import metrics
from coolpapers.web.respond import plain, redirect
from coolpapers.web.site import VERSION, Visit

_UNKEPT = {"Cache-Control": "no-store"}


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
        headers=_UNKEPT,
    )


def alive(_visit: Visit) -> Response:
    """`/healthz`: this process answers; whoever restarts it asks here."""
    return plain("ok\n")


def ready(visit: Visit) -> Response:
    """`/readyz`: pages can be made and searches answered; 503 with the reason otherwise."""
    checks = {"store": _store(visit), "index": _index(visit)}
    is_ready = all(said == "ok" for said in checks.values())
    return JSONResponse(
        {"ready": is_ready, "checks": checks}, 200 if is_ready else 503, headers=_UNKEPT
    )


def _store(visit: Visit) -> str:
    try:
        visit.library.store.listings.totals()
    except StoreError:
        return "cannot be read"
    return "ok"


def _index(visit: Visit) -> str:
    """An empty library needs no index."""
    try:
        _ = visit.library.engine.documents
    except IndexMissingError:
        try:
            return "missing" if visit.library.store.changes.newest() else "ok"
        except StoreError:
            return "missing"
    except EngineError:
        return "cannot be read"
    return "ok"


def counts(visit: Visit) -> Response:
    """`/metrics` for Prometheus; to whom, the operator says."""
    allowed = visit.library.settings.text("metrics")
    client = visit.request.client
    if not (allowed == "all" or (allowed == "local" and _is_near(client.host if client else ""))):
        raise HTTPException(404)
    return Response(metrics.written(visit.library), headers=_UNKEPT, media_type=metrics.KIND)


def _is_near(address: str) -> bool:
    """Whether an address is this machine or in a private network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or parsed.is_private


def icon(visit: Visit) -> Response:
    """The icon, where browsers look for it unasked."""
    version = visit.site.assets_version
    return redirect(visit.addresses.at(f"/static/{version}/icon.svg"))
