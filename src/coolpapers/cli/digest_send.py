"""`coolpapers digest send`: a day's papers by e-mail or to a webhook, once each."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, library_of
from coolpapers.errors import PostError
from coolpapers.flows.digests import (
    EVERYTHING,
    addresses_of,
    day_of_digest,
    papers_of,
    post_webhook,
    same_every_time,
    send_mail,
    send_once,
)
from coolpapers.library import Library
from coolpapers.store import SavedSearch
from coolpapers.subjects import SubjectExpression
from coolpapers.web.language import choose
from coolpapers.web.mail import Digest, json_of, mail_of

MOST = 200


class _Target(NamedTuple):
    """Whom a digest goes to, the key of that digest, and what sends it."""

    name: str
    key: str
    send: Callable[[], None]


@click.command("send")
@click.argument("name", required=False)
@click.option("--categories", help="Instead of a saved search: such as cs.CL+cs.LG-cs.CY.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The newest day unless told.")
@click.option("--to", multiple=True, help="An e-mail address; may be given several times.")
@click.option("--webhook", help="An address that takes a POST of JSON.")
@click.option("-k", "most", type=click.IntRange(1, MOST), default=50, show_default=True)
@click.option("--again", is_flag=True, help="Send even what was sent already.")
@click.option("--empty", is_flag=True, help="Send even that there are no papers.")
@click.option("--dry-run", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the message to this file and send nothing.")  # fmt: skip
@data_option
def send(
    name: str | None,
    categories: str | None,
    day: datetime | None,
    to: tuple[str, ...],
    webhook: str | None,
    most: int,
    again: bool,
    empty: bool,
    dry_run: Path | None,
    data: Path | None,
) -> int:
    """Send the papers of a day that a saved search finds, to each receiver once.

    A day without such papers is not sent, so a later run sends those that come late.

    \b
    coolpapers digest send graphs --to ada@example.org
    coolpapers digest send --categories cs.CL --webhook https://example.org/hook
    """
    library = library_of(data)
    digest = _digest(library, _search(library, name, categories), day, most)
    if dry_run is not None:
        _write(library, digest, dry_run, is_json=bool(webhook) and not to)
        return Exit.DONE
    targets = [*_mails(library, digest, addresses_of(to)), *_hooks(digest, webhook)]
    if not targets:
        raise click.UsageError("whom to? --to, --webhook or --dry-run")
    if not (digest.papers or empty):
        click.echo(f"nothing to send: no papers of {digest.day}{_day_before(library, digest.day)}")
        return Exit.DONE
    outcomes = [_sent(library, digest, one, again=again) for one in targets]
    return Exit.DONE if all(outcomes) else Exit.FAILED


def _search(library: Library, name: str | None, categories: str | None) -> SavedSearch:
    if (name is None) == (categories is None):
        raise click.UsageError("name a saved search, or --categories")
    if categories is not None:
        subjects = SubjectExpression.parse(categories)
        return SavedSearch(str(subjects), "arxiv", f"cat:{subjects}")
    found = library.store.searches.get(name or "")
    if found is None:
        raise click.UsageError(f"no saved search is called {name!r}: see `coolpapers digest saved`")
    return found


def _digest(library: Library, search: SavedSearch, given: datetime | None, most: int) -> Digest:
    settings = library.settings
    day = given.date() if given else day_of_digest(library, search)
    if day is None:
        raise PostError("the library has no day yet")
    papers, total = papers_of(library, search, day, most)
    host, port = settings.text("host"), settings.number("port")
    site_url = settings.text("site_url").rstrip("/")
    site_url = site_url or f"http://{host}:{port}{settings.text('base_path')}"
    return Digest(search, day, papers, total, site_url, choose("", "", settings.text("language")))


def _day_before(library: Library, day: date) -> str:
    before, _ = library.store.listings.neighbours(EVERYTHING, day)
    return "" if before is None else f"; the day with papers before it is {before}"


def _mails(library: Library, digest: Digest, receivers: list[str]) -> Iterator[_Target]:
    settings = library.settings
    for receiver in receivers:
        key = same_every_time(digest.search.name, digest.day, receiver)
        message = mail_of(digest, _sender(library), receiver, key)
        yield _Target(receiver, key, partial(send_mail, settings, message))


def _sender(library: Library) -> str:
    settings = library.settings
    return settings.text("mail_from") or settings.text("smtp_user") or "coolpapers@localhost"


def _hooks(digest: Digest, webhook: str | None) -> Iterator[_Target]:
    if webhook:
        key = same_every_time(digest.search.name, digest.day, webhook)
        # The address may hold a secret: the store and the terminal know it by its key.
        yield _Target(f"webhook {key}", key, partial(post_webhook, webhook, json_of(digest), key))


def _sent(library: Library, digest: Digest, target: _Target, *, again: bool) -> bool:
    """Sends to one receiver, and says what became of it."""
    digests, name = library.store.digests, digest.search.name
    if again:
        digests.give_back(name, digest.day, target.name)
    try:
        outcome = send_once(digests, name, digest.day, target.name, target.send)
    except PostError as error:
        click.echo(f"{target.name}: {error}", err=True)
        return False
    click.echo(f"{target.name}: {outcome}, {_papers(digest)} of {digest.day}")
    return True


def _write(library: Library, digest: Digest, file: Path, *, is_json: bool) -> None:
    message = mail_of(digest, _sender(library), "reader@localhost", "dry-run")
    file.write_bytes(json_of(digest) if is_json else message.as_bytes())
    click.echo(f"{file}: {_papers(digest)} of {digest.day}")


def _papers(digest: Digest) -> str:
    count = len(digest.papers)
    return "1 paper" if count == 1 else f"{count} papers"
