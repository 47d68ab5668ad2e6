"""Searches of the API, against what the engine and the store take for the same."""

import asyncio
import random
from pathlib import Path
from time import perf_counter

from benchmarks.generate import Generator
from benchmarks.served import ask, serving
from benchmarks.table import Row, spread, timed
from coolpapers.flows.asking import search_papers
from coolpapers.library import Library, open_library
from coolpapers.search.query import parse
from coolpapers.settings import read_settings
from coolpapers.web.app import create_app

CALLS = 400
_TO = "engine + store"


def run(data: Path) -> list[Row]:
    """Rows for the library in `data`."""
    rng, generator = random.Random(7), Generator(3)
    queries = [generator.query(rng.choice((2, 3))) for _ in range(CALLS)]
    with serving(data, COOLPAPERS_API_RATE="0") as site:
        served = timed([lambda q=q: site.get(_address(q)) for q in queries]).p50
    library = open_library(read_settings({"data": str(data), "api_rate": 0}, environment={}))
    bare, within = asyncio.run(_compared(library, queries))
    library.store.database.close()
    return [
        Row("engine and store for a search of 25, p50", bare, "ms"),
        Row("API search, the application itself, p50", within, "ms", within / bare, _TO, "< 1.2"),
        Row("API search over HTTP, p50", served, "ms", served / bare, _TO),
    ]


async def _compared(library: Library, queries: list[str]) -> tuple[float, float]:
    """Medians of both ways, asked by turns, either first as often as the other.

    One way after the other, the machine's own ups and downs hid what changed.
    """
    app = create_app(library)
    bare: list[float] = []
    within: list[float] = []
    for turn in range(3):
        for number, query in enumerate(queries):
            for is_bare in ((True, False), (False, True))[(number + turn) % 2]:
                started = perf_counter()
                if is_bare:
                    search_papers(library, parse(query))
                else:
                    status, _ = await ask(app, _address(query))
                    assert status == 200
                if turn:  # the first one warms
                    (bare if is_bare else within).append(perf_counter() - started)
    return spread(bare).p50, spread(within).p50


def _address(query: str) -> str:
    return f"/api/v1/search?query={query.replace(' ', '+')}"
