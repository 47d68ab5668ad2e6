"""Jobs: what is taken when, by whom, and what becomes of jobs whose workers die."""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from coolpapers.flows.workers import is_gone, worker_name
from coolpapers.store import Store, open_store
from coolpapers.store.jobs import KEPT_S, LISTINGS, MODEL, PDFS, Job, Jobs, Priority, QueueCounts


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def time() -> Time:
    """The clock of the jobs."""
    return Time()


@pytest.fixture
def jobs(tmp_path: Path, time: Time) -> Iterator[Jobs]:
    """An empty table of jobs."""
    store = open_store(tmp_path / "library", time)
    yield store.jobs
    store.database.close()


def taken(jobs: Jobs, queue: str = MODEL, worker: str = "w", lease_s: float = 60) -> Job:
    """The next job, which there is."""
    job = jobs.take(queue, worker, lease_s)
    assert job is not None
    return job


def test_a_job_comes_back_as_it_was_added(jobs: Jobs) -> None:
    """Kind, key and payload are handed to the worker."""
    jobs.add(MODEL, "answer", "arxiv:2401.00001/en", {"language": "en", "questions": [1, 2]})
    job = taken(jobs)
    assert ("answer", "arxiv:2401.00001/en") == (job.kind, job.key)
    assert {"language": "en", "questions": [1, 2]} == job.payload
    assert ("taken", 1, "w") == (job.state, job.attempt, job.worker)
    assert job == jobs.get(MODEL, "arxiv:2401.00001/en")


def test_a_key_has_one_unfinished_job(jobs: Jobs) -> None:
    """Adding a job again gives the one there is, also while it is being worked on."""
    first = jobs.add(MODEL, "answer", "a")
    assert first == jobs.add(MODEL, "answer", "a")
    job = taken(jobs)
    assert job == jobs.add(MODEL, "answer", "a")
    assert jobs.done(job)
    assert jobs.add(MODEL, "answer", "a").number > job.number


def test_adding_again_may_only_raise_the_priority(jobs: Jobs) -> None:
    """The most urgent of those who asked decides."""
    jobs.add(MODEL, "answer", "a", priority=Priority.NEWEST)
    assert Priority.OPERATOR == jobs.add(MODEL, "answer", "a", priority=Priority.OPERATOR).priority
    assert Priority.OPERATOR == jobs.add(MODEL, "answer", "a", priority=Priority.HISTORY).priority


def test_the_highest_priority_then_the_oldest_comes_first(jobs: Jobs) -> None:
    """The operator's jobs come before the newest day's, those before history."""
    for key, priority in (("h1", 0), ("n1", 1), ("o1", 2), ("h2", 0), ("n2", 1), ("o2", 2)):
        jobs.add(PDFS, "pdf", key, priority=priority)
    assert [1, 2, 3, 4, 5, 6] == [
        jobs.position(PDFS, key) for key in ("o1", "o2", "n1", "n2", "h1", "h2")
    ]
    assert ["o1", "o2", "n1", "n2", "h1", "h2"] == [taken(jobs, PDFS).key for _ in range(6)]
    assert jobs.take(PDFS, "w", 60) is None


def test_queues_know_nothing_of_one_another(jobs: Jobs) -> None:
    """The same key may wait in several queues; each hands out its own jobs only."""
    jobs.add(MODEL, "answer", "a")
    jobs.add(LISTINGS, "sync", "a")
    assert jobs.take(PDFS, "w", 60) is None
    assert "sync" == taken(jobs, LISTINGS).kind
    assert 1 == jobs.position(MODEL, "a")
    assert {
        LISTINGS: QueueCounts(taken=1),
        PDFS: QueueCounts(),
        MODEL: QueueCounts(waiting=1),
    } == jobs.counts()


def test_a_job_may_have_to_wait(jobs: Jobs, time: Time) -> None:
    """A job for later is not handed out before."""
    jobs.add(LISTINGS, "sync", "a", after_s=100)
    assert jobs.take(LISTINGS, "w", 60) is None
    time.now_s += 100
    assert "a" == taken(jobs, LISTINGS).key


def test_a_dead_workers_job_is_taken_again(jobs: Jobs, time: Time) -> None:
    """When the lease is over another worker gets the job, and the first one has lost it."""
    jobs.add(MODEL, "answer", "a")
    first = taken(jobs, worker="first", lease_s=60)
    time.now_s += 59
    assert jobs.take(MODEL, "second", 60) is None
    time.now_s += 1
    assert 1 == jobs.position(MODEL, "a")
    second = taken(jobs, worker="second")
    assert (first.number, 2) == (second.number, second.attempt)
    assert not jobs.renew(first, 60)
    assert not jobs.done(first)
    assert not jobs.fail(first, "too late")
    assert not jobs.release(first)
    assert jobs.done(second)


def test_a_renewed_lease_lasts(jobs: Jobs, time: Time) -> None:
    """Who renews keeps the job, and its progress is seen."""
    jobs.add(MODEL, "answer", "a")
    job = taken(jobs, lease_s=60)
    for part in (0.25, 0.5, None):
        time.now_s += 50
        assert jobs.renew(job, 60, part)
        assert jobs.take(MODEL, "other", 60) is None
    found = jobs.get(MODEL, "a")
    assert found is not None
    assert 0.5 == found.progress
    assert 0 == jobs.position(MODEL, "a")


def test_a_job_that_kills_its_workers_fails_in_the_end(jobs: Jobs, time: Time) -> None:
    """After as many deaths as allowed nobody gets the job any more."""
    jobs.add(MODEL, "answer", "poison", most_attempts=3)
    for _ in range(3):
        taken(jobs)
        time.now_s += 61
    assert jobs.take(MODEL, "w", 60) is None
    found = jobs.get(MODEL, "poison")
    assert found is not None
    assert ("failed", "its worker died 3 times; ") == (found.state, found.reason)
    assert [found] == jobs.failed(10)


def test_a_failed_attempt_is_repeated_later_within_limits(jobs: Jobs, time: Time) -> None:
    """A job waits for its next attempt as long as was said, then fails with the last reason."""
    jobs.add(PDFS, "pdf", "a", most_attempts=2)
    assert jobs.fail(taken(jobs, PDFS), "answered 503", retry_after_s=30)
    assert jobs.take(PDFS, "w", 60) is None
    time.now_s += 30
    assert jobs.fail(taken(jobs, PDFS), "answered 500", retry_after_s=30)
    found = jobs.get(PDFS, "a")
    assert found is not None
    assert ("failed", "answered 500") == (found.state, found.reason)
    assert jobs.position(PDFS, "a") is None


def test_a_hopeless_job_is_not_repeated(jobs: Jobs) -> None:
    """Without a time for another attempt a job has failed at once."""
    jobs.add(PDFS, "pdf", "a")
    assert jobs.fail(taken(jobs, PDFS), "not a PDF")
    assert {"failed": 1} == {k: v for k, v in jobs.counts()[PDFS]._asdict().items() if v}


def test_a_released_job_counts_no_attempt(jobs: Jobs) -> None:
    """A worker that is told to stop gives its job back, as often as may be."""
    jobs.add(MODEL, "answer", "a", most_attempts=1)
    for _ in range(5):
        assert jobs.release(taken(jobs))
    assert 1 == taken(jobs).attempt


def test_finished_jobs_are_forgotten_in_time(jobs: Jobs, time: Time) -> None:
    """The status page's memory has an end."""
    jobs.add(MODEL, "answer", "a")
    jobs.done(taken(jobs))
    time.now_s += KEPT_S + 1
    jobs.add(MODEL, "answer", "b")
    assert jobs.get(MODEL, "a") is None


class JobsAgainstAModel(RuleBasedStateMachine):
    """Whatever is done in whatever order, the table agrees with a list in memory."""

    KEYS = st.sampled_from("abcd")

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        self.store: Store = open_store(self._directory(), self.time)
        self.store.database.connection.execute(
            "PRAGMA synchronous = OFF"
        )  # nobody pulls a plug here
        self.open: dict[str, list[float]] = {}  # key -> [priority, order, ready, taking]
        self.hands: list[Job] = []
        self.orders: dict[int, float] = {}  # job's number -> order of its key
        self.order = 0

    def _directory(self) -> Path:
        self._folder = tempfile.TemporaryDirectory()
        return Path(self._folder.name)

    def teardown(self) -> None:
        """The store is closed and forgotten."""
        self.store.database.close()
        self._folder.cleanup()

    @rule(key=KEYS, priority=st.integers(0, 2))
    def add(self, key: str, priority: int) -> None:
        self.store.jobs.add(MODEL, "k", key, priority=priority, most_attempts=10**6)
        self.order += 1
        row = self.open.setdefault(key, [priority, self.order, self.time(), 0])
        row[0] = max(row[0], priority)

    @rule(lease=st.integers(1, 50))
    def take(self, lease: int) -> None:
        ready = [(-row[0], row[1], key) for key, row in self.open.items() if row[2] <= self.time()]
        job = self.store.jobs.take(MODEL, "w", lease)
        assert (min(ready)[2] if ready else None) == (job and job.key)
        if job is not None:
            self.open[job.key][2:] = [self.time() + lease, job.taking]
            self.hands.append(job)
            self.orders[job.number] = self.open[job.key][1]

    @precondition(lambda self: self.hands)
    @rule(data=st.data(), how=st.sampled_from(["done", "fail", "retry", "release", "renew"]))
    def end(self, data: st.DataObject, how: str) -> None:
        job = data.draw(st.sampled_from(self.hands))
        row = self.open.get(job.key)
        mine = row is not None and row[3] == job.taking and row[1] == self.orders[job.number]
        jobs = self.store.jobs
        act = {
            "done": lambda: jobs.done(job),
            "fail": lambda: jobs.fail(job, "no"),
            "retry": lambda: jobs.fail(job, "no", 7),
            "release": lambda: jobs.release(job),
            "renew": lambda: jobs.renew(job, 20),
        }[how]
        assert mine == act()
        if not mine or row is None:
            return
        if how in ("done", "fail"):
            del self.open[job.key]
        elif how == "renew":
            row[2] = self.time() + 20
        else:
            row[2:] = [self.time() + (7 if how == "retry" else 0), 0]

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        self.time.now_s += seconds

    @invariant()
    def counts_agree(self) -> None:
        """Unfinished jobs are those of the model."""
        counts = self.store.jobs.counts()[MODEL]
        assert len(self.open) == counts.waiting + counts.taken


TestJobsAgainstAModel = JobsAgainstAModel.TestCase
TestJobsAgainstAModel.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)

WORKER = """
import sys
from pathlib import Path
from coolpapers.store import open_store
folder = Path(sys.argv[1])
jobs = open_store(folder).jobs
out = open(folder / "done.txt", "a")
print("ready", flush=True)
while not (folder / "stop").exists():
    if job := jobs.take("model", sys.argv[2], 0.2):
        out.write(job.key + "\\n")
        out.flush()
        jobs.done(job)
"""
KILLS = 8


def started(folder: Path, name: str) -> subprocess.Popen[bytes]:
    """A worker that is at work."""
    command = [sys.executable, "-c", WORKER, str(folder), name]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert b"ready\n" == worker.stdout.readline()
    worker.stdout.close()
    return worker


def test_no_job_is_lost_or_stuck_when_workers_are_killed(tmp_path: Path) -> None:
    """Workers killed at random moments and started again do every job, few of them twice."""
    store, moments, added = open_store(tmp_path), random.Random(3), 0
    workers = [started(tmp_path, "w1"), started(tmp_path, "w2")]
    for kill in range(KILLS):
        for _ in range(50):
            store.jobs.add(MODEL, "k", f"{added}", most_attempts=100)
            added += 1
        victim = workers.pop(moments.randrange(2))
        with suppress(subprocess.TimeoutExpired):
            victim.wait(moments.uniform(0.01, 0.05))
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        workers.append(started(tmp_path, f"again{kill}"))
    while store.jobs.counts()[MODEL].done < added:
        workers[0].poll()
    (tmp_path / "stop").touch()
    assert [0, 0] == [worker.wait() for worker in workers]
    often = Counter((tmp_path / "done.txt").read_text().split())
    assert {f"{n}" for n in range(added)} == set(often)
    # A job is done twice only if its worker was killed between doing it and saying so.
    assert sum(often.values()) - added <= KILLS
    store.database.close()


def test_the_job_of_a_dead_process_is_taken_up_at_once(jobs: Jobs) -> None:
    """The lease of a process of this machine that has ended is over; all others hold."""
    code = f"from {is_gone.__module__} import worker_name; print(worker_name('w'), end='')"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    for number, worker in enumerate((ended, worker_name("w"), "w elsewhere 1", "no-name")):
        jobs.add(MODEL, "answer", str(number))
        taken(jobs, worker=worker)
    assert jobs.take(MODEL, "me", 60) is None
    assert 1 == jobs.recover(is_gone)
    again = taken(jobs, worker="me")
    assert ("0", 2) == (again.key, again.attempt)
    assert 0 == jobs.recover(is_gone)
