"""Visitors: known for a day, by a digest of their network address, in all serving processes."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from coolpapers.flows.questions import Visitor
from coolpapers.web.networks import network_of
from coolpapers.web.site import Visit

TOKEN_COOKIE = "magic_token"  # noqa: S105 its name
_SALT_BYTES = 32


def visitor_of(visit: Visit) -> Visitor:
    """Who asks."""
    return Visitor(_name(visit), _is_operator(visit))


def _name(visit: Visit) -> str:
    client = visit.request.client
    text = f"{visit.site.desk.day} {network_of(client.host if client else '')}"
    salt = visit.site.remembered.get("visitors-salt", lambda: _salt(visit.site.desk.data))
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=12, key=salt).hexdigest()


def _is_operator(visit: Visit) -> bool:
    token = visit.library.settings.text("magic_token")
    given = (
        visit.form.get("magic_token", ""),
        visit.request.headers.get("x-magic-token", ""),
        visit.request.cookies.get(TOKEN_COOKIE, ""),
    )
    return bool(token) and any(
        hmac.compare_digest(token.encode(), one.encode(errors="replace")) for one in given
    )


def _salt(data: Path) -> bytes:
    """A secret of this library, made once: digests of addresses cannot be undone without it."""
    path = data / "visitors.salt"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = path.read_bytes()
        return found if len(found) == _SALT_BYTES else hashlib.sha256(str(path).encode()).digest()
    made = secrets.token_bytes(_SALT_BYTES)
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    return made
