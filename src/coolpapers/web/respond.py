"""Responses: a page rendered, compressed and marked so that a browser asks only once."""

import gzip
import hashlib
from collections.abc import Mapping
from typing import NoReturn

import zstandard
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coolpapers.web.pages import ListPage, Page
from coolpapers.web.site import VERSION, Visit
from coolpapers.web.templating import CARDS_HERE

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"

COMPRESSED_FROM_BYTES = 1_000
ZSTD_LEVEL, GZIP_LEVEL = 2, 4
"""A list of 25 papers, 105 kB: zstd 0.2 ms to 25.6 kB, gzip 1.1 ms to 26.1 kB."""


def render(visit: Visit, template: str, page: Page, status: int = 200) -> Response:
    """A page as a response."""
    return packed(visit, html_of(visit, template, page), HTML, status)


def html_of(visit: Visit, template: str, page: Page) -> bytes:
    """A page as HTML."""
    compiled = visit.site.templates[visit.texts.code].get_template(template)
    html = compiled.render(
        page=page, visit=visit, t=visit.texts, to=visit.addresses, version=VERSION
    )
    before, _, after = html.partition(CARDS_HERE)
    cards = page.cards if isinstance(page, ListPage) else ()
    # Most cards are ASCII: one sign that is not makes a string of all of them four times as slow.
    pieces = (before, *(piece for card in cards for piece in (card, "\n")), after)
    return b"".join([piece.encode("utf-8", "replace") for piece in pieces])


FRESHNESS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding, Accept-Language, Cookie",
}


def packed(visit: Visit, body: bytes, kind: str, status: int = 200) -> Response:
    """Bytes as a response: 304 if the reader has them, compressed if the reader can."""
    headers = dict(FRESHNESS)
    if status == 200:
        # Processors know SHA-256: half the time of BLAKE2 on a page of 100 kB.
        headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
        if headers["ETag"] in visit.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    encoding = _encoding(visit.request.headers.get("accept-encoding", ""), len(body))
    if encoding:
        headers["Content-Encoding"] = encoding
        body = _compressed(body, encoding)
    return Response(body, status, headers, kind)


def encodings(accepted: str) -> set[str]:
    """The encodings that an Accept-Encoding header allows by name."""
    parts = [part.replace(" ", "").partition(";") for part in accepted.lower().split(",")]
    return {name for name, _, quality in parts if quality not in ("q=0", "q=0.0")}


def plain(text: str, status: int = 200) -> Response:
    """A short plain text for a program."""
    return Response(text, status, {"Cache-Control": "no-store"}, PLAIN)


def only_get() -> NoReturn:
    """405: nothing is made by POST here."""
    raise HTTPException(405, headers={"Allow": "GET, HEAD"})


def redirect(address: str, *, is_permanent: bool = False) -> Response:
    """A redirect to an address of ours."""
    headers = {"Location": address, "Cache-Control": "no-cache"}
    return Response(b"", 301 if is_permanent else 302, headers)


def see_other(address: str, cookies: Mapping[str, str]) -> Response:
    """Back to a page after something was kept in cookies; an empty value takes one away."""
    response = Response(b"", 303, {"Location": address})
    for name, value in cookies.items():
        age = 400 * 24 * 3600 if value else 0  # the longest that browsers keep one
        response.set_cookie(name, value, max_age=age, path="/", samesite="lax")
    return response


def _encoding(accepted: str, size: int) -> str:
    if size < COMPRESSED_FROM_BYTES:
        return ""
    offered = encodings(accepted)
    return next((name for name in ("zstd", "gzip") if name in offered), "")


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)
