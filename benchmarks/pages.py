"""Pages over HTTP against the bare reads they are made from, and the serving process's memory."""

import json
import random
import threading
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.bare import bare_searcher
from benchmarks.generate import Generator
from benchmarks.served import Site, serving
from benchmarks.table import Row, Spread, timed
from coolpapers.flows.prepare import prepare_some
from coolpapers.formats import Record, read, stream_of
from coolpapers.library import INDEX_DIRECTORY
from coolpapers.records import DaySelection, Paper
from coolpapers.store import Store, open_store
from coolpapers.subjects import SubjectExpression
from coolpapers.web.addresses import Addresses
from coolpapers.web.card import Packer

CALLS = 400
FRESH = 500
_WORD = "zyzzyva" + "".join(random.Random().choices("aeiou", k=6))


def run(data: Path) -> list[Row]:
    """Rows for listing and search pages of the library in `data`."""
    store = open_store(data)
    rng = random.Random(5)
    generator = Generator(2)
    selections = _selections(store, rng)
    queries = [generator.query(rng.choice((2, 3))) for _ in range(CALLS)]
    news = _new_papers()
    prepared = _prepared(store)
    with serving(data) as site:
        listing = timed([lambda s=s: site.get(_address(s)) for s in selections])
        page = timed([lambda q=q: site.get(_search(q)) for q in queries])
        together = _together(site, queries)
        resident = site.resident_mb()
        fresh = _fresh(store, news, site)
    read_page = timed([lambda s=s: store.listings.page(s) for s in selections])
    bare = _bare_query(store, data, queries)
    count = store.listings.totals().papers
    store.database.close()
    return [
        _row(
            "listing page over HTTP, p50", listing.p50, read_page.p50, "bare store read", "< 4 ms"
        ),
        Row("listing page over HTTP, p99", listing.p99, "ms"),
        Row("bare store read of a listing, p50", read_page.p50, "ms"),
        _row("search page over HTTP, p50", page.p50, bare.p50, "bare query + read", "< 2"),
        Row("search page over HTTP, p99", page.p99, "ms"),
        Row("bare query + read of 25, p50", bare.p50, "ms"),
        Row("search pages, four readers at once", together, "pages/s"),
        Row("resident memory of the serving process", resident, "MB", None, "", "< 400"),
        Row(f"{FRESH} new papers until found", fresh * 1000, "ms", None, "", "< 500"),
        Row("preparing cards, one thread", prepared, "papers/s"),
        Row("papers in the library", count, "papers"),
    ]


def _prepared(store: Store) -> float:
    """Cards a second, all of them; beside a running site they wait for idle moments."""
    packer, done, started = Packer(Addresses()), 0, perf_counter()
    while some := prepare_some(store, packer.version, packer.pack):
        done += some
    return done / (perf_counter() - started)


def _row(name: str, value: float, base: float, to: str, aim: str) -> Row:
    return Row(name, value, "ms", value / base, to, aim)


def _selections(store: Store, rng: random.Random) -> list[DaySelection]:
    newest = store.listings.totals().newest
    assert newest is not None
    found: list[DaySelection] = []
    codes = list(store.listings.by_category(newest))
    while len(found) < CALLS:
        day = newest - timedelta(days=rng.randrange(1, 2000))
        code = rng.choice(codes)
        if store.listings.by_category(day).get(code):
            found.append(DaySelection(SubjectExpression.parse(code), day, day))
    return found


def _address(selection: DaySelection) -> str:
    return f"/arxiv/{selection.subjects}?date={selection.first}"


def _search(query: str) -> str:
    return f"/arxiv/search?query={query.replace(' ', '+')}"


def _bare_query(store: Store, data: Path, queries: list[str]) -> Spread:
    """The query as tantivy's own parser reads it, 25 hits and their count, and 25 store rows."""
    search = bare_searcher(data / INDEX_DIRECTORY)
    return timed([lambda q=q: store.papers.numbered(search(q)) for q in queries])


def _together(site: Site, queries: list[str]) -> float:
    """Pages a second with four connections at once."""
    started = perf_counter()

    def reader() -> None:
        connection = Site(site.process, site.port)
        for query in queries[:100]:
            connection.get(_search(query))

    threads = [threading.Thread(target=reader) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 400 / (perf_counter() - started)


def _new_papers() -> list[Paper]:
    """Papers with a word that no other has; another word each time the benchmark runs."""
    lines = []
    for at, record in enumerate(Generator(3).records(FRESH)):
        record |= {"id": f"2612.{at + 1:05d}", "title": f"{_WORD} {record['title']}"}
        lines.append(json.dumps(record))
    stream = stream_of("\n".join(lines).encode())
    return [one.paper for one in read(stream) if isinstance(one, Record)]


def _fresh(store: Store, news: list[Paper], site: Site) -> float:
    """Seconds from the end of `put` until the running site finds the last of the new papers."""
    store.papers.put(news, source="arxiv")
    site = Site(site.process, site.port)  # a busy machine may have let the old connection idle
    started = perf_counter()
    while f"Total: {FRESH}" not in site.get(f"/arxiv/search?query={_WORD}").decode():
        if perf_counter() - started > 30:
            raise RuntimeError("new papers are not found")
    return perf_counter() - started
