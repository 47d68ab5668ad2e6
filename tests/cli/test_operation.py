"""A site as it is operated: several workers, behind a proxy, with its log."""

import json
import re
from pathlib import Path
from urllib.request import Request, urlopen

from tests.serving import Served, serving


def get(site: Served, path: str, **headers: str) -> str:
    """A page's text; header names with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text: str = urlopen(Request(site.url + path, headers=named), timeout=30).read().decode()
    return text


def healths(site: Served) -> float:
    """How often a worker says that any of them was asked for its health."""
    counted = re.findall(r'requests_total\{[^}]*"/healthz"[^}]*\} (\S+)', get(site, "/metrics"))
    return sum(map(float, counted))


def test_several_workers_count_together(demo: Served) -> None:
    """Whichever worker is asked for the counts adds up those of all."""
    before = healths(demo)
    for _ in range(12):
        get(demo, "/healthz")
    assert {before + 12} == {healths(demo) for _ in range(4)}


SAID = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.9"}


def test_a_trusted_proxy_is_believed(demo: Served) -> None:
    """What a proxy on this machine says of the reader's connection counts."""
    assert '"openapi":"https://' in get(demo, "/api/v1/library", **SAID)
    assert '"openapi":"http://' in get(demo, "/api/v1/library")


def test_the_log_and_the_proxies_of_an_operator(tmp_path: Path) -> None:
    """Other proxies than those named are not believed; a request is a line of JSON.

    What was searched is not in it.
    """
    wanted = {
        "COOLPAPERS_TRUSTED_PROXIES": "192.0.2.1",
        "COOLPAPERS_LOG_FORMAT": "json",
        "COOLPAPERS_LOG_LEVEL": "info",
    }
    with serving(tmp_path, **wanted) as site:
        assert '"openapi":"http://' in get(site, "/api/v1/library", **SAID)
        get(site, "/arxiv/cs.CL?query=secretword", X_Request_Id="from-a-proxy")
        site.process.terminate()
        assert site.process.stdout is not None
        lines = site.process.stdout.read().splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    asked = {one["request"]: one["status"] for one in found if "request" in one}
    assert 2 == len(asked)
    assert 200 == asked["from-a-proxy"]
    assert "secretword" not in str(lines)
