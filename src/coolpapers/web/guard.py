"""What protects readers: the headers of every answer, and who may send a POST."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST_FORM_BYTES = 20_000

# Everything comes from this host; there is no inline script, style or handler anywhere.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
)
"""The headers of every answer, errors included."""


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a POST from one of our own pages, or from a program.

    Raises:
        HTTPException: 403 if another site's page sent it, 413 if it is too large.
    """
    body = await read_body(request, LARGEST_FORM_BYTES)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def read_body(request: Request, most_bytes: int) -> bytes:
    """The body of a POST from one of our own pages, or from a program.

    Raises:
        HTTPException: 403 if another site's page sent it, 413 if it is too large.
    """
    if not _is_ours(request):
        raise HTTPException(403)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise HTTPException(413)
    return bytes(body)


def _is_ours(request: Request) -> bool:
    """Browsers say where a request comes from; programs say nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
