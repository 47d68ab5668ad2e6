"""The threads that ask sources for papers and PDFs, beside other work."""

import threading
from collections.abc import Callable, Collection

from coolpapers.flows.errands import plan, work_listings
from coolpapers.flows.outside import open_outside
from coolpapers.flows.pdf_jobs import open_shared_pdfs, work_pdfs
from coolpapers.flows.workers import is_gone, worker_name
from coolpapers.library import Library, open_library
from coolpapers.settings import Settings
from coolpapers.store.jobs import LISTINGS, PDFS


class Errands:
    """Threads that say what is due, do it, and fetch PDFs; with an error in one all have failed.

    Whoever started them ends then, and is started again by who watches over it; the job that was
    being done is done again when its lease is over.
    """

    def __init__(self, settings: Settings, queues: Collection[str]) -> None:
        self._settings = settings
        self._over, self._failed = threading.Event(), threading.Event()
        self._threads = [
            threading.Thread(target=self._guarded, args=(run,), name=run.__name__, daemon=True)
            for run in (
                *((self._plan, self._work) if LISTINGS in queues else ()),
                *((self._fetch,) if PDFS in queues else ()),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def has_failed(self) -> bool:
        """One of the threads ended with an error."""
        return self._failed.is_set()

    def stop(self) -> None:
        """Take no other job; the one being done is left to its lease if it takes long."""
        self._over.set()
        for thread in self._threads:
            thread.join(1.0)

    def _guarded(self, run: Callable[[Library], None]) -> None:
        try:
            run(open_library(self._settings))
        except BaseException:
            self._failed.set()
            raise

    def _plan(self, library: Library) -> None:
        plan(open_outside(library), self._over.wait)

    def _work(self, library: Library) -> None:
        days = self._settings.number("sync_days")
        work_listings(open_outside(library), worker_name("listings"), days, self._over.wait)

    def _fetch(self, library: Library) -> None:
        library.store.jobs.recover(is_gone)
        work_pdfs(open_shared_pdfs(library), self._over.wait)
