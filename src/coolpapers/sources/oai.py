"""OAI-PMH 2.0, the protocol by which repositories hand out their records.

Source: https://www.openarchives.org/OAI/openarchivesprotocol.html
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import BinaryIO, NamedTuple
from urllib.parse import urlencode

from coolpapers.errors import CoolPapersError, SourceFormatError, SourceUnavailableError
from coolpapers.formats.dates import parse_day
from coolpapers.records import Paper
from coolpapers.sources.base import Page, Skip
from coolpapers.sources.http import Client, Response
from coolpapers.sources.xml import Element, elements, text_of

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_HEADER, _RECORD, _ERROR, _TOKEN = (
    f"{_OAI}{name}" for name in ("header", "record", "error", "resumptionToken")
)
_METADATA, _DATESTAMP, _ANSWERED = f"{_OAI}metadata", f"{_OAI}datestamp", f"{_OAI}responseDate"
_IDENTIFIER, _SET_SPEC = f"{_OAI}identifier", f"{_OAI}setSpec"
_EMPTY = "noRecordsMatch"
_TOKEN_GONE = "badResumptionToken"  # noqa: S105 - a code of the protocol
NOTHING_THERE = frozenset({_EMPTY, "idDoesNotExist", "noSetHierarchy"})
_A_DAY = timedelta(days=1)
_LONGEST_TOKEN = 2000


class Header(NamedTuple):
    """Which record, when it was last changed, the sets it is in, whether it was deleted."""

    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    is_deleted: bool


class Record(NamedTuple):
    """A header, and the metadata as the format has it; none if the record was deleted."""

    header: Header
    metadata: Element | None


class Envelope(NamedTuple):
    """What an answer says besides its records; `earliest` is the earliest datestamp on it."""

    answered: str = ""
    error: str = ""
    message: str = ""
    token: str = ""
    earliest: str = ""
    records: int = 0


class Identity(NamedTuple):
    """Who a repository says it is."""

    name: str
    earliest: str
    granularity: str


def parse_envelope(xml: bytes, source: str) -> Envelope:
    """What an answer says besides its records.

    Raises:
        SourceFormatError: This is not an answer of the protocol, or not a whole one.
    """
    answered = error = message = token = earliest = ""
    records = 0
    for element in elements(xml, (_ANSWERED, _ERROR, _TOKEN, _HEADER), source):
        text = text_of(element).strip()
        if element.tag == _HEADER:
            records += 1
            stamp = text_of(element.find(_DATESTAMP)).strip()[:10]
            earliest = min(earliest or stamp, stamp) if parse_day(stamp) else earliest
        elif element.tag == _TOKEN:
            token = text
        elif element.tag == _ERROR:
            error, message = element.get("code", "error"), text
        else:
            answered = text[:10]
    if not answered or len(token) > _LONGEST_TOKEN:
        raise SourceFormatError(source, "not an OAI-PMH answer")
    return Envelope(answered, error, message, token, earliest, records)


def parse_headers(xml: bytes | BinaryIO, source: str) -> Iterator[Header]:
    """The headers in an answer to `ListIdentifiers` or any other list, deleted records included.

    Raises:
        SourceFormatError: The answer cannot be read.
        SourceUnavailableError: It says that the token has expired.
    """
    for element in elements(xml, (_HEADER, _ERROR), source):
        if element.tag == _ERROR:
            refuse(element.get("code", ""), text_of(element), source)
        elif (header := _header(element)) is not None:
            yield header


def parse_records(xml: bytes | BinaryIO, source: str) -> Iterator[Record]:
    """The records in an answer to `ListRecords` or `GetRecord`, each valid until the next.

    Raises:
        SourceFormatError: The answer cannot be read; whole records before the damage came first.
        SourceUnavailableError: It says that the token has expired.
    """
    is_answer = False
    for element in elements(xml, (_ANSWERED, _RECORD, _ERROR), source):
        is_answer = True
        if element.tag == _ERROR:
            refuse(element.get("code", ""), text_of(element), source)
        elif element.tag == _RECORD:
            yield _record(element)
    if not is_answer:
        raise SourceFormatError(source, "not an OAI-PMH answer")


def parse_papers(
    xml: bytes | BinaryIO, source: str, read: Callable[[Record], Paper | None], skip: Skip
) -> Iterator[Paper]:
    """The papers that a source reads from the records of an answer, deleted records left out.

    Raises:
        SourceFormatError: The answer cannot be read; whole records before the damage came first.
        SourceUnavailableError: It says that the token has expired.
    """
    for record in parse_records(xml, source):
        if record.header.is_deleted:
            continue
        try:
            paper = read(record)
        except SourceFormatError:
            raise
        except CoolPapersError as error:
            skip(record.header.identifier, str(error))
        else:
            if paper is not None:
                yield paper


def _record(element: Element) -> Record:
    header = inner = None
    for child in element:
        if child.tag == _HEADER:
            header = _header(child)
        elif child.tag == _METADATA and len(child):
            inner = child[0]
    return Record(header or Header("", "", (), is_deleted=False), inner)


def _header(element: Element) -> Header | None:
    identifier = stamp = ""
    sets = []
    for child in element:
        tag, text = child.tag, (child.text or "").strip()
        if tag == _SET_SPEC:
            sets.append(text)
        elif tag == _DATESTAMP:
            stamp = text
        elif tag == _IDENTIFIER:
            identifier = text
    is_deleted = element.get("status") == "deleted"
    return Header(identifier, stamp, tuple(sets), is_deleted) if identifier else None


def refuse(code: str, message: str, source: str) -> None:
    """Raises what an error of the protocol amounts to; that there is nothing is no error."""
    if code in NOTHING_THERE:
        return
    text = f"{code}: {' '.join(message.split())[:300]}"
    if code == _TOKEN_GONE:
        raise SourceUnavailableError(source, text)
    raise SourceFormatError(source, text)


def parse_sets(xml: bytes, source: str) -> Iterator[tuple[str, str]]:
    """The sets of a repository and their names, in its order.

    Raises:
        SourceFormatError: The answer cannot be read.
    """
    for element in elements(xml, (f"{_OAI}set", _ERROR), source):
        if element.tag == _ERROR:
            refuse(element.get("code", ""), text_of(element), source)
        else:
            spec, name = element.find(f"{_OAI}setSpec"), element.find(f"{_OAI}setName")
            yield text_of(spec).strip(), text_of(name).strip()


def parse_identity(xml: bytes, source: str) -> Identity:
    """Who answered to `Identify`.

    Raises:
        SourceFormatError: The answer cannot be read.
    """
    names = ("repositoryName", "earliestDatestamp", "granularity")
    found: dict[str, str] = {}
    for element in elements(xml, [f"{_OAI}{name}" for name in names], source):
        found[str(element.tag).removeprefix(_OAI)] = text_of(element).strip()
    if len(found) < len(names):
        raise SourceFormatError(source, "not an answer to Identify")
    return Identity(*(found[name] for name in names))


class Cursor(NamedTuple):
    """How far a harvest has come.

    `since` is the day to start again from if the token has expired; `next_time` the day from
    which the next harvest should ask, the day before this one began, because servers far away
    may still write yesterday's date.
    """

    since: str = ""
    next_time: str = ""
    token: str = ""

    def __str__(self) -> str:
        if not self.token:
            return self.next_time or self.since
        return f"{self.since or '-'} {self.next_time or '-'} {self.token}"

    @classmethod
    def read(cls, text: str, source: str) -> "Cursor":
        """The cursor that prints like this, or the one that starts from a day or at the beginning.

        Raises:
            SourceFormatError: It is neither.
        """
        parts = text.split(" ", 2)
        if len(parts) == 3:
            return cls(*(part if part != "-" else "" for part in parts))
        if text and parse_day(text[:10]) is None:
            raise SourceFormatError(source, f"neither cursor nor day: {text[:80]!r}")
        return cls(text[:10])

    def after(self, envelope: Envelope) -> "Cursor":
        """The cursor after this answer."""
        day = parse_day(envelope.answered)
        begun = self.next_time or (str(day - _A_DAY) if day else self.since)
        return Cursor(max(self.since, envelope.earliest), begun, envelope.token)


class Repository(NamedTuple):
    """Where to harvest, in which format, which set of it."""

    source: str
    address: str
    prefix: str
    set_name: str = ""

    def fetch(self, client: Client, **arguments: str) -> Response:
        """The answer to one request."""
        return client.get(f"{self.address}?{urlencode(arguments)}", source=self.source)

    def fetch_list(self, client: Client, cursor: Cursor) -> Response:
        """The answer to `ListRecords` from a cursor on."""
        arguments: dict[str, str] = {"verb": "ListRecords"}
        if cursor.token:
            return self.fetch(client, **arguments, resumptionToken=cursor.token)
        optional: Mapping[str, str] = {"from": cursor.since, "set": self.set_name}
        chosen = {name: value for name, value in optional.items() if value}
        return self.fetch(client, **arguments, metadataPrefix=self.prefix, **chosen)

    def pages(self, client: Client, since: str) -> Iterator[Page]:
        """All answers to `ListRecords` since a day or from a cursor on.

        If a token has expired, the harvest starts again from the earliest day of the last page.
        """
        cursor = Cursor.read(since, self.source)
        restarted_at: str | None = None
        while True:
            response = self.fetch_list(client, cursor)
            try:
                envelope = parse_envelope(response.data, self.source)
            except SourceFormatError:
                yield _page(response, cursor)
                return
            if envelope.error == _TOKEN_GONE and cursor.token and restarted_at != cursor.since:
                restarted_at = cursor.since
                cursor = cursor._replace(token="")
                continue
            if envelope.error and envelope.error not in NOTHING_THERE:
                yield _page(response, cursor)
                return
            if envelope.token and envelope.token == cursor.token:
                raise SourceFormatError(self.source, "the same resumption token over and over")
            cursor = cursor.after(envelope)
            yield _page(response, cursor)
            if not cursor.token:
                return


def _page(response: Response, cursor: Cursor) -> Page:
    return Page(response.data, response.url, response.fetched_utc, str(cursor))
