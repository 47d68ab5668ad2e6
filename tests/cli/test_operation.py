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


def test_several_workers_count_together(tmp_path: Path) -> None:
    """Whichever worker is asked for the counts adds up those of all."""
    with serving(tmp_path, "--demo", "--workers", "2") as site:
        for _ in range(12):
            get(site, "/healthz")
        for _ in range(4):
            counts = get(site, "/metrics")
            counted = re.findall(r'requests_total\{[^}]*"/healthz"[^}]*\} (\S+)', counts)
            assert 12 == sum(map(float, counted))


def test_only_trusted_proxies_are_believed(tmp_path: Path) -> None:
    """What a proxy says of the reader's connection counts if the operator trusts it."""
    said = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.9"}
    with serving(tmp_path, "--demo") as site:
        assert '"openapi":"https://' in get(site, "/api/v1/library", **said)
        assert '"openapi":"http://' in get(site, "/api/v1/library")
    with serving(tmp_path, COOLPAPERS_TRUSTED_PROXIES="192.0.2.1") as site:
        assert '"openapi":"http://' in get(site, "/api/v1/library", **said)


def test_the_log_of_a_server_is_json_if_wanted(tmp_path: Path) -> None:
    """Each request leaves one line of JSON without what was searched."""
    wanted = {"COOLPAPERS_LOG_FORMAT": "json", "COOLPAPERS_LOG_LEVEL": "info"}
    with serving(tmp_path, "--demo", **wanted) as site:
        get(site, "/all/search?query=secretword", X_Request_Id="from-a-proxy")
        site.process.terminate()
        assert site.process.stdout is not None
        lines = site.process.stdout.read().splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    assert [("from-a-proxy", 200)] == [(one["request"], one["status"]) for one in found]
    assert "secretword" not in str(lines)
