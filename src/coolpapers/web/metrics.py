"""Counters for Prometheus, right also where several processes serve.

With several workers each writes its counts into files of a directory that `serve` makes and
names in the environment; whichever worker is asked adds them up.
"""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from coolpapers.errors import EngineError
from coolpapers.library import Library

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus-client is told where the processes meet."""
KIND = "text/plain; version=0.0.4; charset=utf-8"

_OWN = CollectorRegistry()
REQUESTS = Counter(
    "coolpapers_requests", "Requests answered.", ["route", "method", "status"], registry=_OWN
)
SECONDS = Histogram(
    "coolpapers_request_seconds",
    "Time until an answer was sent.",
    ["route"],
    registry=_OWN,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ProcessCollector(registry=_OWN)


class _LibraryCollector(Collector):
    """What the library holds, looked at when asked."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        totals = self._library.store.listings.totals()
        papers = GaugeMetricFamily("coolpapers_papers", "Papers held.", labels=["branch"])
        papers.add_metric(["arxiv"], totals.arxiv)
        papers.add_metric(["venue"], totals.venue)
        yield papers
        changes = self._library.store.changes
        try:
            waiting = changes.waiting(self._library.engine.position)
        except EngineError:
            waiting = changes.waiting(0)
        yield GaugeMetricFamily(
            "coolpapers_index_waiting", "Changed papers that cannot be found yet.", value=waiting
        )


def written(library: Library) -> bytes:
    """Everything as Prometheus reads it."""
    about_library = CollectorRegistry()
    about_library.register(_LibraryCollector(library))
    counts = _OWN
    if os.environ.get(DIRECTORY):
        counts = CollectorRegistry()
        MultiProcessCollector(counts)  # type: ignore[no-untyped-call]
    return generate_latest(counts) + generate_latest(about_library)
