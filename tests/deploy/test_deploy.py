"""What stands in deploy/: its commands exist, its files are what their readers expect."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml

from coolpapers.cli import COMMANDS
from coolpapers.settings import ROWS
from tests.serving import serving

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NGINX = os.environ.get("COOLPAPERS_TEST_NGINX") or shutil.which("nginx", path="/usr/sbin:/usr/bin")
ANALYZE = shutil.which("systemd-analyze")
SETTINGS = {f"COOLPAPERS_{row.name.upper()}" for row in ROWS}


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "coolpapers.service"])
def test_settings_in_deploy_exist(name: str) -> None:
    """Every variable that is set is a setting, and every command is one of ours."""
    text = (DEPLOY / name).read_text()
    assert set() == set(re.findall(r"COOLPAPERS_[A-Z_]+", text)) - SETTINGS
    commands = re.findall(r'coolpapers ([a-z]+)|\["(serve)"', text)
    assert {one or two for one, two in commands} <= set(COMMANDS)


def test_the_compose_file_builds_our_image() -> None:
    """It names the Dockerfile that is there, keeps the data in a volume, listens nowhere else."""
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["papers"]
    build = service["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert ["papers:/data"] == service["volumes"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_image_copies_what_make_builds() -> None:
    """Each instruction is one that Docker knows; what is copied is there or made by make."""
    lines = (DEPLOY / "Dockerfile").read_text().replace("\\\n", "").splitlines()
    words = [line.split()[0] for line in lines if line and not line.startswith("#")]
    known = "FROM RUN COPY USER ENV VOLUME EXPOSE HEALTHCHECK STOPSIGNAL ENTRYPOINT CMD"
    assert set(words) <= set(known.split())
    copied = next(line for line in lines if line.startswith("COPY")).split()[1:-1]
    assert ["dist/*.whl", "requirements.lock"] == copied
    assert (ROOT / "requirements.lock").is_file()


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_the_unit_is_sound() -> None:
    """Systemd finds nothing to complain of."""
    command = [str(ANALYZE), "verify", "--man=no", str(DEPLOY / "coolpapers.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "coolpapers.service" in line]
    assert [] == ours


@contextmanager
def proxied(place: Path, upstream: str, base: str = "") -> Iterator[str]:
    """The example's nginx in front of a site, perhaps below a path, on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (DEPLOY / "nginx.conf").read_text()
    text = text.replace("127.0.0.1:8000", upstream)
    text = text.replace("location / {", f"location {base}/ {{").replace("~ ^/", f"~ ^{base}/")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    paths = "\n".join(
        f"{kind}_temp_path {place}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (place / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {place}/pid;\nerror_log {place}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{paths}\n{text}\n}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(place), "-c", str(place / "nginx.conf")])
    try:
        ends = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (place / "error.log").read_text()
            assert time.monotonic() < ends
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed: scripts/nginx.sh does so")
def test_the_site_behind_nginx(tmp_path: Path) -> None:
    """Pages, feeds and the API carry the proxy's address; probes and counts stay inside."""
    with (
        serving(tmp_path / "data", "--demo") as site,
        proxied(tmp_path, site.url.removeprefix("http://")) as url,
    ):
        page = urlopen(f"{url}/arxiv/1706.03762", timeout=30)
        assert b"Attention Is All You Need" in page.read()
        assert re.fullmatch("[0-9a-f]{32}", page.headers["x-request-id"])
        assert (
            f'"openapi":"{url}/api' in urlopen(f"{url}/api/v1/library", timeout=30).read().decode()
        )
        assert url in urlopen(f"{url}/arxiv/cs.CL/feed", timeout=30).read().decode()
        for path in ("/metrics", "/readyz"):
            with pytest.raises(HTTPError) as refused:
                urlopen(url + path, timeout=30)
            assert 404 == refused.value.code
            refused.value.close()


ADDRESSES = ("/", "/arxiv/cs.CL", "/arxiv/1706.03762", "/all/search?query=attention",
             "/venue/latest", "/arxiv/cs.CL/feed", "/arxiv/cs.CL/feed.rss",
             "/arxiv/cs.CL/feed.json", "/opml?lists=cs.CL", "/sitemap.xml", "/robots.txt",
             "/llms.txt", "/export/json?ids=1706.03762", "/api", "/api/v1/openapi.json",
             "/api/v1/search?query=attention&show=1", "/unapi")  # fmt: skip


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed: scripts/nginx.sh does so")
def test_the_site_below_a_path_behind_nginx(tmp_path: Path) -> None:
    """Nothing that the site says of itself leads outside its path, and what it says is there."""
    with (
        serving(tmp_path / "data", "--demo", COOLPAPERS_BASE_PATH="/papers") as site,
        proxied(tmp_path, re.sub("http://|/papers", "", site.url), "/papers") as url,
    ):
        ours = set[str]()
        for address in ADDRESSES:
            text = urlopen(f"{url}/papers{address}", timeout=30).read().decode()
            named = re.findall(rf"{url}(/[^\s\"'<>&\\)]*)", text)
            linked = re.findall(r"""(?:href|src|action|data-\w+)=["'](/[^"'\s]*)["']""", text)
            outside = [one for one in (*named, *linked) if not f"{one}/".startswith("/papers/")]
            assert [] == outside, address
            ours |= {one.partition("#")[0] for one in (*named, *linked)}
        assert {"/papers/arxiv/1706.03762", "/papers/arxiv/cs.CL/feed"} <= ours
        for one in ("/papers/static/", "/papers/unapi", "/papers/api/v1/openapi"):
            found = next(path for path in sorted(ours) if path.startswith(one))
            assert 200 == urlopen(url + found, timeout=30).status
        told = Request(
            f"{url}/papers/mcp",
            json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode(),
            {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"},
        )
        assert b'"result":{}' in urlopen(told, timeout=60).read()
