"""A server that plays the upstreams: what each would answer, and everything that goes wrong.

A client reaches it as its mirror: `http://127.0.0.1:PORT/HOST/PATH` is what HOST would answer.
Delays are told to the client's clock, not waited for.
"""

import gzip
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

Query = Mapping[str, str]


@dataclass
class Reply:
    """An answer; `declared` is the length it claims to have, if not its own."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    hang: bool = False


Answer = Callable[[str, Query], Reply]


@dataclass
class Asked:
    """A request as it came: when, of whom, for what, with which headers."""

    at: float
    host: str
    path: str
    query: Query
    headers: dict[str, str]


# --- what goes wrong, each once


def busy(seconds: str = "", status: int = 503) -> Callable[[Reply], Reply]:
    """Not now; later, in so many seconds or at that time."""
    headers = {"Retry-After": seconds} if seconds else {}
    return lambda _: Reply(b"Rate exceeded.", status, headers)


def cut(reply: Reply) -> Reply:
    """The connection closes in the middle of the answer."""
    return Reply(reply.body[: len(reply.body) // 2], reply.status, reply.headers, len(reply.body))


def short(reply: Reply) -> Reply:
    """Half an answer that looks like a whole one."""
    return Reply(reply.body[: len(reply.body) // 2], reply.status, reply.headers)


def dropped(_: Reply) -> Reply:
    """The connection closes before there is an answer."""
    return Reply(declared=-1)


def silent(_: Reply) -> Reply:
    """Nothing comes."""
    return Reply(hang=True)


def maintenance(_: Reply) -> Reply:
    """A friendly page instead of data, and a status that says all is well."""
    page = b"<!DOCTYPE html><html><body>We will be back soon.</body></html>"
    return Reply(page, 200, {"Content-Type": "text/html"})


def moved(location: str, status: int = 301) -> Callable[[Reply], Reply]:
    """It is elsewhere now."""
    return lambda _: Reply(b"", status, {"Location": location})


def zipped(reply: Reply) -> Reply:
    """The same answer, compressed."""
    headers = {**reply.headers, "Content-Encoding": "gzip"}
    return Reply(gzip.compress(reply.body, mtime=0), reply.status, headers)


# --- the upstreams


def pages(known: Mapping[str, bytes], content_type: str = "text/html") -> Answer:
    """A site of some pages, by path and query, each with an `ETag`."""

    def answer(path: str, query: Query) -> Reply:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        body = known.get(f"{path}?{asked}" if asked else path)
        if body is None:
            return Reply(b"<html>Not here.</html>", 404)
        return Reply(body, 200, {"Content-Type": content_type, "ETag": f'"{hash(body):x}"'})

    return answer


@dataclass
class OaiRecord:
    """A record of a repository: its number, its datestamp, its metadata; none if deleted."""

    identifier: str
    datestamp: str
    metadata: str = ""
    sets: tuple[str, ...] = ()


@dataclass
class OaiRepository:
    """A repository that hands out its records by datestamp, a few at a time.

    Tokens are like arXiv's: the day to go on from, and how many records of it came before.
    """

    records: list[OaiRecord]
    page_size: int = 2
    today: str = "2024-03-05"
    prefixes: tuple[str, ...] = ("arXivRaw", "arXiv", "arXivOld", "oai_dc")
    expired: bool = False

    def __call__(self, _: str, query: Query) -> Reply:
        return Reply(self.envelope(query).encode(), 200, {"Content-Type": "text/xml"})

    def envelope(self, query: Query) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
            f"<responseDate>{self.today}T01:00:00Z</responseDate>\n"
            f"<request>https://oaipmh.arxiv.org/oai</request>\n{self._body(query)}\n</OAI-PMH>\n"
        )

    def _body(self, query: Query) -> str:
        verb = query.get("verb", "")
        if verb == "GetRecord":
            return self._get(query)
        if verb == "Identify":
            return (
                "<Identify><repositoryName>arXiv</repositoryName><earliestDatestamp>2005-09-16"
                "</earliestDatestamp><granularity>YYYY-MM-DD</granularity></Identify>"
            )
        if verb == "ListSets":
            return (
                "<ListSets><set><setSpec>cs</setSpec><setName>Computers</setName></set></ListSets>"
            )
        if verb in ("ListRecords", "ListIdentifiers"):
            return self._list(verb, query)
        return _error("badVerb", "not a legal verb")

    def _get(self, query: Query) -> str:
        for record in self.records:
            if record.identifier == query.get("identifier"):
                return f"<GetRecord>{_record(record)}</GetRecord>"
        return _error("idDoesNotExist", "unknown")

    def _list(self, verb: str, query: Query) -> str:
        if "resumptionToken" in query:
            if self.expired:
                return _error("badResumptionToken", "invalid or expired")
            query = {k: v[0] for k, v in parse_qs(unquote(query["resumptionToken"])).items()}
        if query.get("metadataPrefix") not in self.prefixes:
            return _error("cannotDisseminateFormat", "not supported")
        start, skip = query.get("from", ""), int(query.get("skip", 0))
        if start and start < "2005-09-16":
            return _error("badArgument", "start date too early")
        found = sorted((r for r in self.records if r.datestamp >= start), key=lambda r: r.datestamp)
        page = found[skip : skip + self.page_size]
        if not page:
            return _error("noRecordsMatch", "an empty list")
        shown = "\n".join(map(_record if verb == "ListRecords" else _header, page))
        return f"<{verb}>{shown}{self._token(verb, query, found, skip)}</{verb}>"

    def _token(self, verb: str, query: Query, found: list[OaiRecord], skip: int) -> str:
        if skip + self.page_size >= len(found):
            return "<resumptionToken/>" if skip else ""
        last = found[skip + self.page_size - 1].datestamp
        passed = sum(r.datestamp == last for r in found[: skip + self.page_size])
        prefix = query["metadataPrefix"]
        token = f"verb={verb}&metadataPrefix={prefix}&from={last}&skip={passed}"
        until = "expirationDate='2024-03-06T00:00:00Z'"
        return f"<resumptionToken {until}>{quote(token)}</resumptionToken>"


def _error(code: str, text: str) -> str:
    return f"<error code='{code}'>{text}</error>"


def _header(record: OaiRecord) -> str:
    status = "" if record.metadata else ' status="deleted"'
    sets = "".join(f"<setSpec>{one}</setSpec>" for one in record.sets)
    return (
        f"<header{status}><identifier>{record.identifier}</identifier>"
        f"<datestamp>{record.datestamp}</datestamp>{sets}</header>"
    )


def _record(record: OaiRecord) -> str:
    metadata = f"<metadata>{record.metadata}</metadata>" if record.metadata else ""
    return f"<record>{_header(record)}{metadata}</record>"


def raw_record(number: str, datestamp: str, title: str = "A Title") -> OaiRecord:
    """A record of arXiv in `arXivRaw`, submitted at noon of 1 February 2024."""
    return OaiRecord(
        f"oai:arXiv.org:{number}",
        datestamp,
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{number}</id>'
        '<version version="v1"><date>Thu, 01 Feb 2024 12:00:00 GMT</date></version>'
        f"<title>{escape(title)}</title><authors>A. Person</authors><categories>cs.CL</categories>"
        "<abstract>Short.</abstract></arXivRaw>",
        ("cs:cs:CL",),
    )


# --- the server


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that went away, as those that are killed do."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Only what is our own mistake is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Replay:
    """The server, on a free port of the loopback while its block lasts.

    Args:
        upstreams: What each host answers.
    """

    def __init__(self, upstreams: Mapping[str, Answer]) -> None:
        self.upstreams = dict(upstreams)
        self.asked: list[Asked] = []
        self.faults: deque[Callable[[Reply], Reply] | None] = deque()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The mirror's address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [one.path for one in self.asked]

    def fail(self, *faults: Callable[[Reply], Reply] | None) -> None:
        """What goes wrong with the next requests, one after another; None stands for nothing."""
        self.faults.extend(faults)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def reply(self, path: str, headers: Iterable[tuple[str, str]]) -> Reply:
        """What a request gets."""
        parts = urlsplit(path)
        _, host, rest = parts.path.split("/", 2)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        sent = {name.lower(): value for name, value in headers}
        with self._lock:
            self.asked.append(Asked(time(), host, f"/{rest}", query, sent))
            fault = self.faults.popleft() if self.faults else None
        upstream = self.upstreams.get(host)
        reply = upstream(f"/{rest}", query) if upstream else Reply(b"", 404)
        if reply.headers.get("ETag", "-") == sent.get("if-none-match"):
            reply = Reply(b"", 304, {"ETag": reply.headers["ETag"]})
        return fault(reply) if fault else reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        replay = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                reply = replay.reply(self.path, self.headers.items())
                if reply.hang:
                    replay._over.wait(20)
                    return
                if reply.declared == -1:
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                declared = len(reply.body) if reply.declared is None else reply.declared
                self.send_header("Content-Length", str(declared))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler


class VirtualClock:
    """A clock that only waits on paper: sleeping makes it later at once."""

    def __init__(self, now: float = 1_709_600_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
