"""Feeds and files of citations of the served library, and what they cost the serving process."""

import asyncio
import http.client
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from starlette.applications import Starlette

from benchmarks.served import Site, ask, serving
from benchmarks.table import Row, spread, timed
from coolpapers.library import open_library
from coolpapers.settings import read_settings
from coolpapers.web.app import create_app
from coolpapers.web.views.lists import EVERYTHING

CALLS = 200
DAYS = 60
"""Enough for the 10,000 papers that a file may have."""
_LIST = f"/arxiv/{EVERYTHING}"
_FEED = f"{_LIST}/feed?show=100"


def run(data: Path) -> list[Row]:
    """Rows for the library in `data`."""
    rows = []
    with serving(data) as site:
        for form in ("feed", "feed.rss", "feed.json"):
            address = f"{_LIST}/{form}?show=100"
            assert site.get(address).count(b"/arxiv/") >= 100
            took = timed([lambda a=address: site.get(a)] * CALLS).p50
            rows.append(Row(f"{form} of 100 papers over HTTP, p50", took, "ms", aim="< 10 ms"))
        rows.append(Row("304 over HTTP, p50", _again_ms(site), "ms"))
        rows += _export(site, _range(data))
    rows.append(Row("304, server time, p50", _server_ms(data), "ms", aim="< 1 ms"))
    return rows


def _again_ms(site: Site) -> float:
    """A feed that the reader has, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)

    def again(tag: str) -> tuple[int, str]:
        connection.request("GET", _FEED, headers={"If-None-Match": tag})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]

    tag = again("")[1]
    assert again(tag)[0] == 304
    return timed([lambda: again(tag)] * CALLS).p50


def _server_ms(data: Path) -> float:
    """The same without a socket: what the application itself takes."""
    library = open_library(read_settings({"data": str(data)}, environment={}))
    took = asyncio.run(_asked_again(create_app(library)))
    library.store.database.close()
    return spread(took).p50


async def _asked_again(app: Starlette) -> list[float]:
    tag = (await ask(app, _FEED))[1]
    took = []
    for _ in range(CALLS):
        started = perf_counter()
        status, _ = await ask(app, _FEED, tag)
        took.append(perf_counter() - started)
        assert status == 304
    return took


def _range(data: Path) -> str:
    """The last days of the library, as parameters."""
    library = open_library(read_settings({"data": str(data)}, environment={}))
    newest = library.store.listings.newest_day(EVERYTHING)
    library.store.database.close()
    assert newest is not None
    return f"from={newest - timedelta(days=DAYS)}&to={newest}"


def _export(site: Site, days: str) -> list[Row]:
    """A file of 10,000 papers: how long it takes, and by how much the process grows meanwhile."""
    rows = []
    for form in ("bibtex", "json"):
        before = site.peak_mb(reset=True)
        started = perf_counter()
        body = site.get(f"{_LIST}/{form}?{days}")
        took = perf_counter() - started
        papers = body.count(b"\n}\n") if form == "bibtex" else body.count(b'{"id"')
        grown, size = site.peak_mb() - before, len(body) / 1e6
        rows.append(Row(f"{form} of {papers:,} papers", took, "s", aim="< 2 s"))
        rows.append(Row("memory that it takes", grown, "MB", grown / size, "the file's size"))
    return rows
