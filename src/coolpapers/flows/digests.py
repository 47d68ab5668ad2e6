"""Digests: the papers of a day that a search finds, sent by e-mail or to a webhook, once each."""

import hashlib
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Literal

import httpcore

from coolpapers.errors import PostError
from coolpapers.library import Library
from coolpapers.records import Held
from coolpapers.search.engine import Hits
from coolpapers.search.hits import DEEPEST
from coolpapers.search.query import parse
from coolpapers.settings import Settings
from coolpapers.store import Digests, SavedSearch
from coolpapers.subjects import ARCHIVES, SubjectExpression

TIMEOUT_S = 30

EVERYTHING = SubjectExpression(tuple(ARCHIVES))
NO_HITS = Hits(0, ())

Outcome = Literal["sent", "already sent", "being sent"]


def papers_of(
    library: Library, search: SavedSearch, day: date, most: int
) -> tuple[list[Held], int]:
    """The papers of a day that a search finds, best first, and how many there are in all.

    Those of arXiv are of the day they were announced on. Venues announce nothing: theirs are
    those that came into the library since the day before, which is over and misses none.
    """
    announced = came = NO_HITS
    if search.branch != "venue":
        dated = parse(f"({search.query}) date:{day.isoformat()}")
        announced = library.engine.search(dated, branch="arxiv", limit=most)
    if search.branch != "arxiv":
        came = _came(library, search, day)
    best = sorted((*announced.hits, *came.hits), key=lambda hit: -hit.score)[:most]
    papers = library.store.papers.numbered([hit.number for hit in best])
    return papers, announced.total + came.total


def day_of_digest(library: Library, search: SavedSearch) -> date | None:
    """The newest day that a search has a digest of: arXiv's newest, or today for venues alone."""
    if search.branch == "venue":
        return datetime.now(UTC).date()
    return library.store.listings.newest_day(EVERYTHING)


def _came(library: Library, search: SavedSearch, day: date) -> Hits:
    """The papers of venues that came before a day, and not before the one that preceded it."""
    before = day - timedelta(days=1)
    first = None
    if search.branch == "all":  # its digests come on arXiv's days: a Monday's has the weekend
        listings = library.store.listings
        if not listings.days(EVERYTHING, day, day):
            return NO_HITS
        first, _ = listings.neighbours(EVERYTHING, day)
    numbers = library.store.papers.arrived(first or before, before)
    if not numbers:
        return NO_HITS
    found = library.engine.search(parse(search.query), branch="venue", limit=DEEPEST)
    hits = tuple(hit for hit in found.hits if hit.number in numbers)
    return Hits(len(hits), hits)


def send_once(
    digests: Digests, name: str, day: date, target: str, send: Callable[[], None]
) -> Outcome:
    """Sends unless it was sent already; a failure leaves the digest to be sent again.

    Raises:
        PostError: It could not be sent.
    """
    claim = digests.claim(name, day, target, time.time())
    if claim != "yours":
        return "already sent" if claim == "sent" else "being sent"
    try:
        send()
    except PostError:
        digests.give_back(name, day, target)
        raise
    digests.done(name, day, target)
    return "sent"


def same_every_time(name: str, day: date, target: str) -> str:
    """A name for a digest by which a receiver can tell a repetition, after a kill for instance."""
    told = f"{name}\n{day.isoformat()}\n{target}"
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


def send_mail(settings: Settings, message: EmailMessage) -> None:
    """The message through the SMTP server of the settings.

    Raises:
        PostError: The server cannot be reached or refuses.
    """
    host, port = settings.text("smtp_host"), settings.number("smtp_port")
    if not host:
        raise PostError("smtp_host is not set: there is no mail server to send through")
    security = settings.text("smtp_security")
    try:
        with _server(host, port, security) as server:
            if security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if user := settings.text("smtp_user"):
                server.login(user, settings.text("smtp_password"))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise PostError(f"{host}:{port}: {type(error).__name__}: {error}") from error


def _server(host: str, port: int, security: str) -> smtplib.SMTP:
    if security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    return smtplib.SMTP(host, port, timeout=TIMEOUT_S)


def post_webhook(address: str, body: bytes, key: str) -> None:
    """The body as JSON to the operator's address.

    Raises:
        PostError: It cannot be reached, or answers anything but a success.
    """
    headers: list[tuple[bytes | str, bytes | str]] = [
        ("Content-Type", "application/json"),
        ("User-Agent", "coolpapers"),
        ("Idempotency-Key", key),
    ]
    if not address.startswith(("http://", "https://")):
        raise PostError(f"not a web address: {address[:80]}")
    names = ("connect", "read", "write", "pool")
    limits = {"timeout": dict.fromkeys(names, float(TIMEOUT_S))}
    try:
        answer = httpcore.request("POST", address, headers=headers, content=body, extensions=limits)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError,
            httpcore.UnsupportedProtocol, OSError, ValueError) as error:  # fmt: skip
        raise PostError(f"the webhook cannot be reached: {type(error).__name__}") from error
    if not 200 <= answer.status < 300:
        raise PostError(f"the webhook answered {answer.status}")


def addresses_of(texts: Sequence[str]) -> list[str]:
    """Each e-mail address once.

    Raises:
        PostError: One of them is none.
    """
    for text in texts:
        if "@" not in text or any(sign.isspace() or sign in ",<>" for sign in text):
            raise PostError(f"not an e-mail address: {text[:80]!r}")
    return list(dict.fromkeys(texts))
