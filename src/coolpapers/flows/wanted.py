"""Papers of arXiv that somebody asks for and the library does not hold: fetched once, then kept.

A paper that is being fetched has a job in the queue of listings. Who asks for it meanwhile, in
this process or another, waits for that job; who comes first does it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from coolpapers.errors import SourceError, SourceUnavailableError
from coolpapers.flows.errands import LEASE_S, renewed
from coolpapers.flows.outside import Outside, open_outside
from coolpapers.flows.sync import PAPER, fetch_some
from coolpapers.flows.workers import worker_name
from coolpapers.ids import ARXIV, PaperId
from coolpapers.library import Library
from coolpapers.store import Job
from coolpapers.store.jobs import LISTINGS, Priority

ABSENT_S = 24 * 3600.0
PATIENCE_S = 20.0
POLL_S = 0.05
MOST_WAITING = 50
"""More papers than this are not asked for at once, whoever asks."""
MOST_NAMED = 20


class Wanted:
    """Fetches papers that are asked for; may be used by several threads and processes.

    Args:
        open_it: Opens the outside; called with the first paper that is to be fetched.
        patience_s: How long anybody waits.
    """

    def __init__(self, open_it: Callable[[], Outside], *, patience_s: float = PATIENCE_S) -> None:
        self._open = open_it
        self._patience_s = patience_s
        self._outside: Outside | None = None
        self._making = threading.Lock()

    def fetch(self, papers: Sequence[PaperId], *, priority: int = Priority.NEWEST) -> None:
        """After this the library holds the papers that arXiv has.

        Papers arXiv does not have are remembered as such for a day.

        Raises:
            SourceUnavailableError: arXiv does not answer, or not in time.
            SourceFormatError: Its answer cannot be read.
        """
        with self._making:
            outside = self._outside = self._outside or self._open()
        asked = [one for one in dict.fromkeys(papers[:MOST_NAMED]) if _may_be(outside, one)]
        if not asked:
            return
        jobs = outside.store.jobs
        if jobs.counts()[LISTINGS].waiting > MOST_WAITING:
            raise SourceUnavailableError(ARXIV, "too many papers are being fetched")
        for one in asked:
            jobs.add(LISTINGS, PAPER, str(one), priority=priority)
        me = worker_name(f"reader-{threading.get_ident()}")
        mine = [job for one in asked if (job := jobs.take(LISTINGS, me, LEASE_S, str(one)))]
        if mine:
            _do(outside, mine)
        self._wait(outside, asked, me)

    def _wait(self, outside: Outside, asked: Sequence[PaperId], me: str) -> None:
        """Until the others are done; the job of one who died is done here."""
        ends = time.monotonic() + self._patience_s
        jobs = outside.store.jobs
        for one in asked:
            while (job := jobs.get(LISTINGS, str(one))) is not None and job.is_unfinished:
                if taken := jobs.take(LISTINGS, me, LEASE_S, str(one)):
                    _do(outside, [taken])
                elif time.monotonic() > ends:
                    raise SourceUnavailableError(ARXIV, f"{one} is still being fetched")
                else:
                    time.sleep(POLL_S)
            if job is not None and job.state == "failed":
                raise SourceUnavailableError(ARXIV, job.reason)


def _do(outside: Outside, mine: Sequence[Job]) -> None:
    """Fetch the papers of some jobs, all with one request."""
    jobs, papers = outside.store.jobs, [PaperId.parse(job.key) for job in mine]
    with renewed(jobs, *mine):
        try:
            # Who comes just after another has fetched a paper finds it here.
            here = {one.paper.id for one in outside.store.papers.get(papers)}
            absent = outside.store.harvests.is_absent
            if news := [one for one in papers if one not in here and not absent(one)]:
                fetch_some(outside, news)
        except SourceError as error:
            for job in mine:
                jobs.fail(job, str(error))
            raise
        held = {one.paper.id for one in outside.store.papers.get(papers)}
        for job, paper in zip(mine, papers, strict=True):
            if paper not in held:
                outside.store.harvests.note_absent(paper, ABSENT_S)
            jobs.done(job)


def _may_be(outside: Outside, paper: PaperId) -> bool:
    """Whether it is worth asking: an id of arXiv, not known to be absent, not of the future."""
    if paper.branch != ARXIV or outside.store.harvests.is_absent(paper):
        return False
    return not _is_of_the_future(paper, datetime.fromtimestamp(outside.now(), UTC))


def _is_of_the_future(paper: PaperId, now: datetime) -> bool:
    digits = paper.local.rpartition("/")[2][:4]
    tomorrow = now + timedelta(days=1)
    is_new = "." in paper.local
    return is_new and digits.isdecimal() and digits > f"{tomorrow:%y%m}"


def open_wanted(library: Library) -> Wanted:
    """Fetches what readers of a library ask for; nothing is opened before the first."""
    return Wanted(lambda: open_outside(library, is_urgent=True))
