"""PDFs that all processes of a library fetch together: each once, the most urgent first.

A PDF that is wanted has a job in the queue of PDFs. Who wants one works while it waits: it takes
whatever job comes first, until its own is done. A worker beside them does what nobody waits for
any more.
"""

import threading
import time
from contextlib import suppress
from pathlib import Path

from coolpapers.errors import PdfError, StoreBusyError
from coolpapers.flows.errands import LEASE_S, Wait, renewed
from coolpapers.flows.pdfs import (
    AT_ONCE,
    FAILURE_S,
    Fetch,
    PdfCache,
    Pdfs,
    cache_and_fetch,
    file_name,
    pdf_address,
)
from coolpapers.flows.workers import worker_name
from coolpapers.ids import PaperId
from coolpapers.library import Library
from coolpapers.records import Paper
from coolpapers.store import Job, Store
from coolpapers.store.jobs import PDFS, Priority

KIND = "pdf"
PATIENCE_S = 20.0
"""How long anybody waits for a PDF whose turn does not come."""
LONGEST_S = 120.0
"""And for one that is being fetched."""
POLL_S = 0.05
IDLE_S = 0.5
REASONS = ("unreachable", "refused", "not_pdf")


class SharedPdfs(Pdfs):
    """PDFs by way of the store's queue; may be used by several threads and processes."""

    def __init__(
        self, store: Store, cache: PdfCache, fetch: Fetch, *, at_once: int = AT_ONCE
    ) -> None:
        super().__init__(cache, fetch, at_once=at_once)
        self._store = store

    def get(
        self, paper: Paper, version: int | None = None, *, priority: int = Priority.NEWEST
    ) -> Path:
        """The file with the PDF of a paper; whoever else wants it waits for the same fetch.

        Raises:
            PdfError: It cannot be had; so it is said again for a minute without asking.
        """
        name, found = file_name(paper, version), self.find(paper, version)
        if found is not None:
            return found
        if not pdf_address(paper, version):
            raise PdfError("no_address")
        self._refuse_failed(name, since_s=time.time() - FAILURE_S)
        asked = {"paper": str(paper.id), "version": version}
        began = time.time()
        job = self._store.jobs.add(PDFS, KIND, name, asked, priority=priority)
        while job.is_unfinished:
            self._be_patient(job, time.time() - began)
            if not self.work_one():
                time.sleep(POLL_S)
            job = self._store.jobs.get(PDFS, name) or job
        self._refuse_failed(name, since_s=0.0)
        return super().get(paper, version)

    def work_one(self) -> bool:
        """Whether a PDF was fetched, the most urgent that was wanted; or it could not be had."""
        if not self.has_room:
            return False
        jobs = self._store.jobs
        job = jobs.take(PDFS, worker_name(f"reader-{threading.get_ident()}"), LEASE_S)
        if job is None:
            return False
        with renewed(jobs, job):
            self._do(job)
        return True

    def _do(self, job: Job) -> None:
        version = job.payload.get("version")
        held = self._store.papers.get([PaperId.parse(job.payload["paper"])])
        try:
            if held:
                super().get(held[0].paper, version)
        except PdfError as error:
            if error.reason == "busy":
                self._store.jobs.release(job)
            else:
                self._store.jobs.fail(job, f"{error.reason} {error.message}")
        else:
            self._store.jobs.done(job)

    def _refuse_failed(self, name: str, since_s: float) -> None:
        job = self._store.jobs.get(PDFS, name)
        if job is not None and job.state == "failed" and job.ended_s > since_s:
            reason, _, cause = job.reason.partition(" ")
            raise PdfError(reason if reason in REASONS else "unreachable", cause or job.reason)

    def _be_patient(self, job: Job, waited_s: float) -> None:
        if waited_s > (PATIENCE_S if job.state == "waiting" else LONGEST_S):
            raise PdfError("busy")


def priority_of(store: Store, paper: Paper, *, is_operator: bool = False) -> Priority:
    """How soon a paper's turn comes: the operator's, then the newest day's, then history's."""
    if is_operator:
        return Priority.OPERATOR
    is_newest = paper.announced is not None and paper.announced == store.listings.totals().newest
    return Priority.NEWEST if is_newest else Priority.HISTORY


def work_pdfs(pdfs: SharedPdfs, wait: Wait) -> None:
    """Fetch the PDFs that are wanted until `wait` says stop."""
    while not wait(0):
        with suppress(StoreBusyError):
            if pdfs.work_one():
                continue
        if wait(IDLE_S):
            return


def open_shared_pdfs(library: Library) -> SharedPdfs:
    """The PDFs of a library, fetched once for all its processes."""
    return SharedPdfs(library.store, *cache_and_fetch(library.settings))
