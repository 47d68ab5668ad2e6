"""The client is polite, persistent, and talks only to whom it may."""

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpcore
import pytest

from coolpapers.errors import SourceFormatError, SourceUnavailableError
from coolpapers.sources import Client, Limits
from coolpapers.sources.network import is_public
from coolpapers.sources.pacing import Pacer, group_of
from tests.replay import (
    Replay,
    Reply,
    VirtualClock,
    busy,
    cut,
    dropped,
    moved,
    pages,
    short,
    silent,
    zipped,
)  # fmt: skip

PAGE = "https://example.org/page"
SITE = {"example.org": pages({"/page": b"the page", "/other": b"another"})}
World = Callable[..., tuple[Replay, Client]]


def test_a_page_comes_with_its_address_and_time(world: World, clock: VirtualClock) -> None:
    """An answer has bytes, address and the time it came."""
    _, client = world(SITE)
    answer = client.get(PAGE, source="test")

    assert (b"the page", PAGE, clock.time) == (
        answer.data,
        answer.url,
        answer.fetched_utc.timestamp(),
    )


def test_requests_say_who_asks(world: World) -> None:
    """The user agent names the program and how to reach the operator."""
    replay, client = world(SITE)
    client.get(PAGE, source="test")

    assert re.fullmatch(
        r"coolpapers/[\w.]+ \(\+mailto:someone@example\.org\)",
        replay.asked[0].headers["user-agent"],
    )


def test_a_contact_cannot_add_headers(tmp_path: Path) -> None:
    """Line breaks in the contact do not become headers."""
    with Replay(SITE) as replay:
        client = Client(
            tmp_path, contact="me\r\nX-Evil: 1", allow_private=True, mirror=replay.url,
            clock=VirtualClock(),
        )  # fmt: skip
        client.get(PAGE, source="test")

        assert "x-evil" not in replay.asked[0].headers


def test_requests_to_one_group_are_three_seconds_apart(world: World, clock: VirtualClock) -> None:
    """All hosts of arXiv are one group; another host waits for nobody."""
    site = pages({"/a": b"a"})
    _, client = world({"export.arxiv.org": site, "rss.arxiv.org": site, "example.org": site})
    for host in ("export.arxiv.org", "rss.arxiv.org", "example.org", "export.arxiv.org"):
        client.get(f"https://{host}/a", source="test")

    assert [3.0, 3.0] == pytest.approx(clock.slept, abs=0.01)


def test_a_503_is_waited_for_as_long_as_it_says(world: World, clock: VirtualClock) -> None:
    """Retry-After in seconds is honoured, also by who asks the group next."""
    replay, client = world(SITE)
    replay.fail(busy("120"))

    assert b"the page" == client.get(PAGE, source="test").data
    assert [120.0] == pytest.approx(clock.slept, abs=0.01)


def test_a_retry_date_is_understood(world: World, clock: VirtualClock) -> None:
    """Retry-After as a date is honoured."""
    clock.time = 1_709_600_000.0  # Tue, 05 Mar 2024 00:53:20 GMT
    replay, client = world(SITE)
    replay.fail(busy("Tue, 05 Mar 2024 00:55:00 GMT", 429))
    client.get(PAGE, source="test")

    assert [100.0] == pytest.approx(clock.slept, abs=0.01)


def test_a_long_pause_is_not_waited_for(world: World, clock: VirtualClock) -> None:
    """Who is told to come back in a day gives up at once, and stays away for an hour."""
    replay, client = world(SITE)
    replay.fail(busy("86400"))

    with pytest.raises(SourceUnavailableError, match="left alone"):
        client.get(PAGE, source="test")
    assert [] == clock.slept
    clock.time += 3600
    assert 200 == client.get(PAGE, source="test").status


def test_failures_are_tried_again_less_and_less_often(world: World, clock: VirtualClock) -> None:
    """Without Retry-After the pauses double, with jitter, and end after five attempts."""
    replay, client = world(SITE)
    replay.fail(*[busy()] * 5)

    with pytest.raises(SourceUnavailableError, match="503"):
        client.get(PAGE, source="test")
    assert 5 == len(replay.asked)
    assert all(
        4 * 2**at * 0.5 <= pause <= 4 * 2**at * 1.5 for at, pause in enumerate(clock.slept)
    ), clock.slept


@pytest.mark.parametrize("fault", [cut, dropped, busy("1"), busy("", 500), busy("", 502)])
def test_passing_failures_are_survived(world: World, fault: Callable[[Reply], Reply]) -> None:
    """A cut or missing answer and a passing error are followed by another attempt."""
    replay, client = world(SITE)
    replay.fail(fault, fault)

    assert b"the page" == client.get(PAGE, source="test").data


def test_silence_is_given_up(world: World) -> None:
    """A server that says nothing is given up after a while."""
    replay, client = world(SITE, limits=Limits(silence_s=0.1, attempts=1))
    replay.fail(silent)

    with pytest.raises(SourceUnavailableError):
        client.get(PAGE, source="test")


def test_a_request_has_a_deadline(world: World) -> None:
    """However the server behaves, a request ends after its time."""
    replay, client = world(SITE, limits=Limits(request_s=0.1, attempts=1))
    replay.fail(silent)

    with pytest.raises(SourceUnavailableError):
        client.get(PAGE, source="test")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418])
def test_other_errors_are_not_tried_again(world: World, status: int) -> None:
    """What trying again will not mend is reported at once."""
    replay, client = world(SITE)
    replay.fail(lambda _: Reply(b"no", status))

    with pytest.raises(SourceFormatError, match=str(status)):
        client.get(PAGE, source="test")
    assert 1 == len(replay.asked)


def test_a_missing_page_may_be_asked_for(world: World) -> None:
    """Who reckons with a missing page gets it as such."""
    _, client = world(SITE)

    assert client.get("https://example.org/gone", source="test", may_be_missing=True).is_missing


def test_an_unchanged_page_is_not_sent_again(world: World) -> None:
    """After an answer was kept, the same page comes without data, until it changes."""
    replay, client = world(SITE)
    first = client.get(PAGE, source="test", conditional=True)
    again = client.get(PAGE, source="test", conditional=True)
    client.remember(first)
    unchanged = client.get(PAGE, source="test", conditional=True)
    replay.upstreams["example.org"] = pages({"/page": b"new"})
    changed = client.get(PAGE, source="test", conditional=True)

    assert [b"the page", b"the page", b"", b"new"] == [
        r.data for r in (first, again, unchanged, changed)
    ]
    assert unchanged.is_unchanged


def test_compressed_answers_are_unpacked(world: World) -> None:
    """A compressed answer is the same; a damaged one is fetched again."""
    replay, client = world(SITE)
    replay.fail(zipped, lambda reply: short(zipped(reply)))

    assert b"the page" == client.get(PAGE, source="test").data
    assert b"the page" == client.get(PAGE, source="test").data


def test_answers_too_large_are_refused(world: World) -> None:
    """Neither a large answer nor a small one that unpacks to a large one fills the memory."""
    replay, client = world(
        {"example.org": pages({"/page": b"x" * 3_000_000})}, limits=Limits(size_bytes=2_000_000)
    )
    replay.fail(zipped)

    for _ in range(2):
        with pytest.raises(SourceFormatError, match="more than 2 MB"):
            client.get(PAGE, source="test")


def test_redirects_are_followed(world: World) -> None:
    """A redirect leads to the page; the address is that of the page."""
    replay, client = world(SITE)
    replay.fail(moved("/other", 302))
    answer = client.get(PAGE, source="test")

    assert (b"another", "https://example.org/other", PAGE) == (
        answer.data,
        answer.url,
        answer.asked,
    )


@pytest.mark.parametrize(
    "location",
    ["http://example.org/other", "file:///etc/passwd", "ftp://example.org/", ""],
)
def test_redirects_to_elsewhere_are_refused(world: World, location: str) -> None:
    """A redirect leads neither away from https nor out of the web."""
    replay, client = world(SITE)
    replay.fail(moved(location))

    with pytest.raises(SourceFormatError):
        client.get(PAGE, source="test")
    assert 1 == len(replay.asked)


def test_redirects_in_a_circle_end(world: World) -> None:
    """After five redirects it is enough."""
    replay, client = world(SITE)
    replay.fail(*[moved(PAGE)] * 10)

    with pytest.raises(SourceFormatError, match="too often"):
        client.get(PAGE, source="test")
    assert 6 == len(replay.asked)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://example.org/", "example.org", "", "https://", "http://[::1",
        "https://user:secret@example.org/", "https://example.org:99999/", "https://ex ample.org/",
        "https://exa\nmple.org/", "javascript:alert(1)", "https://-/",
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_fetched(world: World, url: str) -> None:
    """What is no http address is refused before anything is sent."""
    replay, client = world(SITE)

    with pytest.raises(SourceFormatError):
        client.get(url, source="test")
    assert [] == replay.asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1",
        "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "ff0e::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "2002:7f00:1::", "2001::1", "64:ff9b::7f00:1", "2001:db8::1",
        "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    """Nothing of this machine, this network, no multicast, nothing reserved, however written."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "151.101.1.42", "2606:4700::1111", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    """Ordinary addresses of the internet may be asked."""
    assert is_public(address)


@pytest.fixture
def rerouted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Replay], list[str]]:
    """Leads every connection to the replay server and notes where it was meant to go."""

    def reroute(replay: Replay) -> list[str]:
        connect = httpcore.SyncBackend.connect_tcp
        meant: list[str] = []

        def instead(self: Any, host: str, port: int, *rest: Any) -> httpcore.NetworkStream:
            meant.append(f"{host}:{port}")
            return connect(self, "127.0.0.1", int(replay.url.rpartition(":")[2]), *rest)

        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", instead)
        return meant

    return reroute


def open_client(tmp_path: Path, names: dict[str, list[list[str]]]) -> Client:
    """A client as in real life, for which names have these addresses, a list for each lookup."""
    return Client(
        tmp_path, contact="me", clock=VirtualClock(), resolve=lambda host, _: names[host].pop(0)
    )


def test_private_addresses_are_refused(
    tmp_path: Path, rerouted: Callable[[Replay], list[str]]
) -> None:
    """A name at a private address is not connected to."""
    with Replay({}) as replay:
        meant = rerouted(replay)
        client = open_client(tmp_path, {"inside.example": [["10.0.0.1", "::1"]]})
        with pytest.raises(SourceFormatError, match="not public"):
            client.get("http://inside.example/", source="test")

        assert [] == meant


@pytest.mark.parametrize("location", ["http://inside.example/", "http://169.254.169.254/latest/"])
def test_redirects_to_private_addresses_are_refused(
    tmp_path: Path, rerouted: Callable[[Replay], list[str]], location: str
) -> None:
    """A redirect to a name at a private address, or to the address, is not followed."""
    names = {
        "outside.example": [["93.184.216.34"]],
        "inside.example": [["192.168.0.1"]],
        "169.254.169.254": [["169.254.169.254"]],
    }
    with Replay({}) as replay:
        meant = rerouted(replay)
        replay.fail(moved(location))
        with pytest.raises(SourceFormatError, match="not public"):
            open_client(tmp_path, names).get("http://outside.example/a/b", source="test")

        assert ["93.184.216.34:80"] == meant


def test_a_name_cannot_change_its_address(
    tmp_path: Path, rerouted: Callable[[Replay], list[str]]
) -> None:
    """A name is looked up once a request, and that address is connected to."""
    with Replay({"a": pages({"/b": b"fine"})}) as replay:
        meant = rerouted(replay)
        names = {"outside.example": [["93.184.216.34"], ["127.0.0.1"]]}
        client = open_client(tmp_path, names)

        assert b"fine" == client.get("http://outside.example/a/b", source="test").data
        assert (["93.184.216.34:80"], [["127.0.0.1"]]) == (meant, names["outside.example"])
        with pytest.raises(SourceFormatError, match="not public"):
            client.get("http://outside.example/a/b", source="test")


def test_unusual_ports_are_refused(tmp_path: Path) -> None:
    """Only the web's own ports are asked."""
    with pytest.raises(SourceFormatError, match="port"):
        open_client(tmp_path, {}).get("http://outside.example:6379/", source="test")


@pytest.mark.parametrize(
    ("host", "group"),
    [
        ("export.arxiv.org", "arxiv.org"), ("ARXIV.ORG.", "arxiv.org"), ("api2.openreview.net",
        "openreview.net"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("localhost", "localhost"),
    ],
)  # fmt: skip
def test_hosts_have_groups(host: str, group: str) -> None:
    """Hosts of one domain are one group."""
    assert group == group_of(host)


def test_a_damaged_turn_is_a_short_pause(tmp_path: Path, clock: VirtualClock) -> None:
    """What a crash left in the file of turns, or a clock set back, does not stop anybody."""
    pacer = Pacer(tmp_path, clock)
    for text, longest in (("17xyz", 3.0), ("", 0.0), (f"{clock.time + 10**9}", 3600.0)):
        (tmp_path / "example.org.turn").write_text(text)
        clock.slept.clear()
        try:
            with pacer.turn("example.org", "test"):
                pass
        except SourceUnavailableError:
            clock.time += 10**10

        assert sum(clock.slept) <= longest


PROCESS = """
import sys
from pathlib import Path
from coolpapers.sources import Client
directory, mirror, host = sys.argv[1:]
client = Client(
    Path(directory), contact="me", allow_private=True, mirror=mirror, interval_s=0.1
)
for number in range(4):
    client.get(f"https://{host}/a", source="test")
"""


def test_the_pause_holds_across_processes(tmp_path: Path) -> None:
    """Four processes that ask different hosts of a group never come closer than the pause."""
    hosts = ("arxiv.org", "export.arxiv.org", "rss.arxiv.org", "oaipmh.arxiv.org")
    with Replay(dict.fromkeys(hosts, pages({"/a": b"a"}))) as replay:
        running = [
            subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path), replay.url, host])
            for host in hosts
        ]
        assert [0, 0, 0, 0] == [one.wait(60) for one in running]
        times = sorted(one.at for one in replay.asked)

    assert 16 == len(times)
    assert 0.1 <= min(later - sooner for sooner, later in pairwise(times))
