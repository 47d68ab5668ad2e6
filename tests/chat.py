"""A chat-completions server for tests: it speaks the real protocol, and fails in every way.

Its stream is cut into pieces at any byte; a usage comes at the end, as providers send it.
"""

import json
import random
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from coolpapers.faq.configured import ModelSpec

FAULTS = ("429", "500", "503", "cut", "garbage", "silent", "error event", "reset", "empty")
LONG = "A long answer with $x^2$ and 汉字 and an emoji \U0001f30d on page [p. 2]. "


@dataclass
class Asked:
    """A request as it came."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def last(self) -> str:
        """What was said last."""
        return str(self.body["messages"][-1]["content"])


@dataclass
class Chat:
    """What the server answers: `text` of a request, or a fault by `fault` of its number."""

    text: Callable[[Asked], str] = lambda asked: LONG
    fault: Callable[[int], str] = lambda number: ""
    retry_after: str = "0"
    usage: dict[str, Any] | None = field(
        default_factory=lambda: {
            "prompt_tokens": 1000,
            "completion_tokens": 50,
            "total_tokens": 1050,
            "prompt_tokens_details": {"cached_tokens": 600},
        }
    )
    finish: str = "stop"
    largest_piece: int = 7
    prefix: str = ""
    asked: list[Asked] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_number(self, asked: Asked) -> int:
        """The number of this request, from 1."""
        with self._lock:
            self.asked.append(asked)
            return len(self.asked)


def chunks_of(chat: Chat, text: str) -> bytes:
    """A whole stream: the role, the text in deltas, the end, the usage, and the last word."""
    head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}

    def event(choices: Sequence[object], **more: object) -> bytes:
        return b"data: " + json.dumps({**head, "choices": choices, **more}).encode() + b"\n\n"

    def delta(given: dict[str, str], finish: str | None = None) -> list[object]:
        return [{"index": 0, "delta": given, "finish_reason": finish}]

    out = [b": a comment\n\n", event(delta({"role": "assistant", "content": ""}))]
    text = chat.prefix + text
    out += [event(delta({"content": text[at : at + 9]})) for at in range(0, len(text), 9)]
    out.append(event(delta({}, chat.finish)))
    if chat.usage is not None:
        out.append(event([], usage=chat.usage))
    out.append(b"data: [DONE]\n\n")
    return b"".join(out)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "ChatServer"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(json.loads(body), dict(self.headers))
        chat = self.server.chat
        number = chat.next_number(asked)
        fault = chat.fault(number)
        if self.path != "/v1/chat/completions":
            self._plain(404, b'{"error": {"message": "no such path"}}')
        elif fault.isdecimal():
            self._plain(int(fault), b'{"error": {"message": "key sk-abcdef is bad"}}')
        elif fault == "reset":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._stream(asked, number, fault)

    def _plain(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status in (429, 503):
            self.send_header("Retry-After", self.server.chat.retry_after)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, asked: Asked, number: int, fault: str) -> None:
        chat = self.server.chat
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        data = chunks_of(chat, "" if fault == "empty" else chat.text(asked))
        if fault:
            data = data[: len(data) // 2]
        if fault in ("garbage", "error event"):
            data = data[: data.rindex(b"\n\n") + 2]
        if fault == "garbage":
            data += b"data: {not json at all\n\ndata: [DONE]\n\n"
        elif fault == "error event":
            data += b'data: {"error": {"message": "overloaded", "type": "server"}}\n\n'
        elif fault == "empty":
            data = chunks_of(chat, "")
        chance, at = random.Random(number), 0
        while at < len(data):
            size = chance.randint(1, chat.largest_piece)
            piece = data[at : at + size]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            at += size
        if fault == "silent":
            self.wfile.flush()
            chat.hold.wait(30)
        if fault in ("cut", "silent"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class ChatServer(ThreadingHTTPServer):
    """The server on a free port of the loopback, for the time of a block."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, chat: Chat | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.chat = chat or Chat()

    @property
    def address(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def spec(self, **more: Any) -> ModelSpec:
        """The model that this server is."""
        given = {"name": "served", "model": "m-1", "key": "sk-secretkey", "address": self.address}
        return ModelSpec(**{**given, **more})

    def handle_error(self, *_: object) -> None:
        """Connections break here on purpose."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.chat.hold.set()
        self.shutdown()
        self.server_close()
