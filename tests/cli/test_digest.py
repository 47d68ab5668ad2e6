"""`coolpapers digest`: saved searches, and a day's papers by e-mail and webhook."""

import email
import json
import shutil
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from email import policy
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from coolpapers.cli.exits import Exit
from coolpapers.errors import PostError
from coolpapers.flows.digests import send_mail
from coolpapers.settings import read_settings
from coolpapers.store import FILE_NAME, Store
from tests.cli.test_commands import run

DAY = date(2024, 1, 5)
LINES = "\n".join(
    json.dumps({"id": f"arxiv:2401.0000{n}", "title": title, "abstract": abstract,
                "authors": ["Ada Lovelace"], "subjects": ["cs.LG"], "announced": day})
    for n, title, abstract, day in (
        (1, "Graphs <b>of</b> trees", "$x_i^2 \\leq \\frac{a}{b+c}$ for $\\alpha$.", "2024-01-05"),
        (2, "Other graphs", "Nothing.", "2024-01-05"),
        (3, "Older graphs", "Nothing.", "2024-01-04"),
    )
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of three papers with a saved search."""
    file = tmp_path / "papers.jsonl"
    file.write_text(LINES)
    run("import", str(file), data=tmp_path / "data")
    run("digest", "save", "graphs", "graphs", data=tmp_path / "data")
    (tmp_path / "data" / "settings.toml").write_text('site_url = "https://papers.test/p"\n')
    return tmp_path / "data"


class Mailbox:
    """An SMTP server that keeps what it gets, or refuses."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], email.message.EmailMessage]] = []
        self.refuses = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return "451 try again later"
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.got.append((envelope.rcpt_tos, message))
        return "250 kept"


class AnyPort(Controller):
    """A server on a free port, which it looks up before it tries itself."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox(data: Path) -> Iterator[Mailbox]:
    """A mail server that the library's settings name."""
    kept = Mailbox()
    controller = AnyPort(kept, hostname="127.0.0.1", port=0)
    controller.start()
    with (data / "settings.toml").open("a") as settings:
        settings.write(
            f'smtp_host = "127.0.0.1"\nsmtp_port = {controller.port}\nsmtp_security = "none"\n'
        )
        settings.write('mail_from = "papers@papers.test"\n')
    yield kept
    controller.stop()


def test_a_saved_search_is_sent_once(data: Path, mailbox: Mailbox) -> None:
    """Each receiver gets the newest day's papers, in text and HTML with formulas to read."""
    send = ("digest", "send", "graphs", "--to", "ada@papers.test", "--to", "paul@papers.test")
    run(*send, data=data)
    again = run(*send, data=data)

    assert [["ada@papers.test"], ["paul@papers.test"]] == [to for to, _ in mailbox.got]
    assert 2 == again.stdout.count("already sent")
    message = mailbox.got[0][1]
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert ("graphs" in message["Subject"], bool(message["Date"])) == (True, True)
    assert "x_i^2" in text.replace(" ", "").replace("\u200b", "")
    assert "α" in text
    assert "<sub>i</sub><sup>2</sup>" in html
    assert "Graphs &lt;b&gt;of&lt;/b&gt; trees" in html
    assert "https://papers.test/p/arxiv/2401.00001" in text
    assert "Older graphs" not in text


def test_a_search_over_venues_brings_what_came_the_day_before(data: Path, mailbox: Mailbox) -> None:
    """An edition imported yesterday is in today's digest, one of before or of today is not."""
    for name in ("old", "yesterday", "today"):
        one = {"id": f"venue:{name}@OpenReview", "title": f"Graphs of {name}",
               "venue": {"name": "ICLR", "year": 2024}}  # fmt: skip
        file = data.parent / f"{name}.jsonl"
        file.write_text(json.dumps(one))
        run("import", str(file), data=data)
    number = "(SELECT number FROM papers WHERE id = 'venue:{}@OpenReview')"
    with sqlite3.connect(data / FILE_NAME) as store:
        store.execute("DELETE FROM arrivals")
        for name, back in (("old", 5), ("yesterday", 1), ("today", 0)):
            day = f"strftime('%Y%m%d', 'now', '-{back} days')"
            store.execute(f"INSERT INTO arrivals SELECT {day}, {number.format(name)}")
    store.close()
    run("digest", "save", "both", "graphs", data=data)
    run("digest", "save", "venues", "graphs", "--branch", "venue", data=data)
    run("digest", "send", "venues", "--to", "ada@papers.test", data=data)
    run("digest", "send", "both", "--to", "ada@papers.test", data=data)

    venues, both = (message.get_body(("plain",)).get_content() for _, message in mailbox.got)  # type: ignore[union-attr]
    assert "Graphs of yesterday" in venues
    assert not any(other in venues for other in ("of old", "of today", "Other graphs"))
    # Of both, those of arXiv's newest day, years ago, before which nothing had come.
    assert ("Other graphs" in both, "yesterday" in both) == (True, False)


def test_what_was_refused_is_sent_by_the_next_run(data: Path, mailbox: Mailbox) -> None:
    """A failure is told, and costs nobody the digest; its Message-ID stays the same."""
    send = ("digest", "send", "graphs", "--to", "ada@papers.test")
    mailbox.refuses = True
    assert "451" in run(*send, data=data, code=Exit.FAILED).stderr
    mailbox.refuses = False
    run(*send, data=data)
    run(*send, "--again", data=data)

    assert 2 == len(mailbox.got)
    assert 1 == len({message["Message-ID"] for _, message in mailbox.got})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate of this machine that nobody trusts by default."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    place = tmp_path_factory.mktemp("tls")
    key, signed = place / "key.pem", place / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
               "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
               "-keyout", str(key), "-out", str(signed)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return key, signed


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_over_a_protected_connection_after_a_login(
    certificate: tuple[Path, Path], security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trusted server gets name, password and message; one that nobody vouches for, nothing."""
    key, signed = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    logins: list[tuple[bytes, bytes]] = []

    def known(_server: Any, _session: Any, _envelope: Any, _how: str, told: Any) -> AuthResult:
        logins.append((told.login, told.password))
        return AuthResult(success=True)

    kept = Mailbox()
    begins = {"ssl_context": context, "auth_require_tls": False}
    later = {"tls_context": context, "require_starttls": True, "auth_required": True}
    controller = AnyPort(
        kept, hostname="127.0.0.1", port=0, authenticator=known,
        **(begins if security == "tls" else later),
    )  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(signed))
    controller.start()
    settings = read_settings(
        {"smtp_host": "127.0.0.1", "smtp_port": controller.port, "smtp_security": security,
         "smtp_user": "papers", "smtp_password": "secret"}, environment={},
    )  # fmt: skip
    message = email.message.EmailMessage()
    message["From"], message["To"] = "papers@papers.test", "ada@papers.test"
    send_mail(settings, message)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(PostError, match="CERTIFICATE") as refused:
        send_mail(settings, message)
    controller.stop()

    assert [(b"papers", b"secret")] == logins
    assert [["ada@papers.test"]] == [to for to, _ in kept.got]
    assert "secret" not in str(refused.value)


@contextmanager
def hook(answer: Callable[[int], int]) -> Iterator[tuple[str, list[str]]]:
    """A webhook: its address, and the keys it was given; `answer` is its status by count."""
    keys: list[str] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            keys.append(self.headers["Idempotency-Key"])
            self.send_response(answer(len(keys)))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", keys
    server.shutdown()
    server.server_close()


def test_a_webhook_that_failed_is_asked_again(data: Path) -> None:
    """After an error, and after kill -9 in the middle, the next run posts under the same key."""
    holds = threading.Event()

    def answer(count: int) -> int:
        if count == 2:
            holds.wait(60)
        return 503 if count == 1 else 204

    with hook(answer) as (address, keys):
        send = ("digest", "send", "graphs", "--webhook", address)
        assert "503" in run(*send, data=data, code=Exit.FAILED).stderr
        killed = subprocess.Popen(
            [sys.executable, "-m", "coolpapers", *send, "--data", str(data)],
            stdout=subprocess.DEVNULL,
        )
        while len(keys) < 2:
            assert killed.poll() is None
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        holds.set()
        assert "being sent" in run(*send, data=data).stdout
        with sqlite3.connect(data / FILE_NAME) as store:
            store.execute("UPDATE digests SET claimed = 0")
        store.close()
        assert "sent" in run(*send, data=data).stdout
        assert "already sent" in run(*send, data=data).stdout

    assert (3, 1) == (len(keys), len(set(keys)))


def test_a_webhook_gets_records(data: Path) -> None:
    """Watched categories are posted as JSON, once, under a key; the address is not kept."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/secret-of-mine"
    send = ("digest", "send", "--categories", "cs.LG", "--webhook", address)
    done = [run(*send, data=data) for _ in range(2)]
    server.shutdown()
    thread.join()
    server.server_close()

    assert 1 == len(got)
    headers, body = got[0]
    told = json.loads(body)
    assert ("2024-01-05", 2) == (told["day"], told["total"])
    assert {"arxiv:2401.00001", "arxiv:2401.00002"} == {p["paper"]["id"] for p in told["papers"]}
    assert headers["Idempotency-Key"]
    assert "secret-of-mine" not in "".join(one.stdout + one.stderr for one in done)


def test_a_day_without_papers_is_not_sent(data: Path, mailbox: Mailbox) -> None:
    """The command says so, and what comes late is sent by the next run; `--empty` sends."""
    send = ("digest", "send", "graphs", "--to", "ada@papers.test", "--day")
    said = run(*send, "2024-01-06", data=data).stdout
    assert "nothing to send: no papers of 2024-01-06" in said
    assert "the day with papers before it is 2024-01-05" in said
    assert [] == mailbox.got
    late = json.loads(LINES.splitlines()[0])
    file = data.parent / "late.jsonl"
    file.write_text(json.dumps({**late, "id": "arxiv:2401.00009", "announced": "2024-01-06"}))
    run("import", str(file), data=data)
    run(*send, "2024-01-06", data=data)
    run(*send, "2024-01-07", "--empty", data=data)

    said = [message["Subject"].partition(": ")[2] for _, message in mailbox.got]
    assert ["1 paper of", "0 papers of"] == [" ".join(one.split()[:3]) for one in said]


def test_a_dry_run_is_a_file(data: Path, tmp_path: Path) -> None:
    """The message is written and nothing is sent, so it can be sent afterwards."""
    file = tmp_path / "digest.eml"
    run("digest", "send", "graphs", "--day", "2024-01-04", "--dry-run", str(file), data=data)
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)

    assert "Older graphs" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_saved_searches_are_looked_after(data: Path) -> None:
    """They are listed, replaced and forgotten by name."""
    run("digest", "save", "graphs", "ti:graphs", "--branch", "arxiv", data=data)
    shown = json.loads(run("digest", "saved", "--json", data=data).stdout)
    assert [{"name": "graphs", "branch": "arxiv", "query": "ti:graphs"}] == shown
    run("digest", "forget", "graphs", data=data)
    run("digest", "forget", "graphs", data=data, code=Exit.NOT_FOUND)
    run("digest", "send", "graphs", "--to", "a@b.test", data=data, code=Exit.USAGE)


def test_a_killed_sender_is_followed_by_another(store: Store) -> None:
    """While one process sends, others wait; after the lease the digest may be sent anew."""
    key = ("graphs", DAY, "ada@papers.test")

    assert "yours" == store.digests.claim(*key, now_s=1_000)
    assert "busy" == store.digests.claim(*key, now_s=1_001)
    assert "yours" == store.digests.claim(*key, now_s=2_000)
    store.digests.done(*key)
    assert "sent" == store.digests.claim(*key, now_s=9_000)
