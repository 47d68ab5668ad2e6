"""Keeping the latent space in step with the store: fitted behind the index, folded in at once.

A space is fitted when there is none, when the library has outgrown the one there is, or when it
holds new papers worse than the old ones. The old space serves until the new one is complete.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from coolpapers.errors import IndexLockedError, StoreBusyError
from coolpapers.flows.background import step_back
from coolpapers.records import Paper
from coolpapers.semantic import files
from coolpapers.semantic.fitting import Folder, fit, keep
from coolpapers.semantic.locking import locked
from coolpapers.store import Store

FEWEST_PAPERS = 20
"""A library of fewer has no space: there is nothing to be near."""
FIT_PAPERS = 200_000
"""Papers a space is fitted on, evenly from the whole library. A judgement: it bounds memory and
time, and what a larger sample would hold more was not measured."""
OUTGROWN = 1.5
"""How often as many papers as it was fitted on make a space too small; a judgement."""
DRIFTED = 0.1
"""Share of what the axes held that new papers may lose before the space is fitted again; a
judgement, somewhat above the loss of folding in an ordinary month."""
TELLING = 1_000
"""Papers since the fit before their drift is believed."""
OLD = timedelta(days=30)
OLD_GROWTH = 1.02
BATCH_CHANGES = 1_000
POLL_SECONDS = 0.2
LOCKED_SECONDS = 5.0
FIT_STEPS = 6
"""Times each block is looked at: reading, terms, and the passes of the decomposition."""

Say = Callable[[str, float], None]
"""Told what is being done, `fitting` or `folding`, and which share of it is done."""


def say_nothing(_doing: str, _share: float) -> None:
    """A Say that shows nothing."""


def keep_space(store: Store, root: Path, wait: Callable[[float], bool]) -> None:
    """Keep the space until `wait` says stop; for a thread of its own, at the lowest priority."""
    step_back()
    while not wait(0):
        with suppress(IndexLockedError), locked(root):
            keeper = Keeper(store, root)
            idle = False
            while not wait(POLL_SECONDS if idle else 0):
                idle = True
                with suppress(StoreBusyError):
                    idle = not keeper.step()
            return
        if wait(LOCKED_SECONDS):
            return


def build_space(store: Store, root: Path, say: Say = say_nothing, *, anew: bool = False) -> int:
    """Bring the space up now, or fit it anew; how many papers have a vector then.

    Raises:
        IndexLockedError: Another process keeps the space, `serve` for example.
    """
    with locked(root):
        keeper = Keeper(store, root, say)
        if anew:
            keeper.fit()
        while keeper.step():
            pass
        return store.listings.totals().papers if files.current(root) else 0


class Keeper:
    """Does the next thing the space needs; the caller holds its lock."""

    def __init__(self, store: Store, root: Path, say: Say = say_nothing) -> None:
        self._store, self._root, self._say = store, root, say
        self._served = _folder(files.current(root))
        self._coming = _folder(files.unpublished(root))

    def step(self) -> bool:
        """Fold the next changes or fit; False when all is done."""
        if self._served is not None and self._fold(self._served):
            return True
        if self._coming is not None:
            self._bring(self._coming)
            return True
        if not self._needs_fit():
            return False
        self.fit()
        return True

    def fit(self) -> None:
        """Fit a new space; meanwhile the served one learns new papers."""
        position, papers = self._store.changes.newest(), self._store.listings.totals().papers
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            self._say("fitting", min(1.0, done / (FIT_STEPS * max(1, len(blocks)))))
            if self._served is not None:
                self._fold(self._served)

        blocks = _sample(papers)
        fitted = fit(_papers(self._store, blocks), tick=tick)
        self._coming = _folder(keep(self._root, fitted, position))

    def _bring(self, coming: Folder) -> None:
        """Fold a batch into the space to come; serve it once it has all."""
        if self._fold(coming):
            return
        files.publish(self._root, coming.path)
        self._served, self._coming = coming, None

    def _fold(self, folder: Folder) -> bool:
        reached = folder.progress.position
        changes = self._store.changes.since(reached, BATCH_CHANGES)
        if not changes:
            return False
        held = self._store.papers.numbered([change.number for change in changes])
        folder.fold(held, changes[-1].position)
        self._say("folding", changes[-1].position / max(1, self._store.changes.newest()))
        return True

    def _needs_fit(self) -> bool:
        papers = self._store.listings.totals().papers
        if self._served is None:
            return papers >= FEWEST_PAPERS
        return needs_fit(self._served.manifest, self._served.progress, papers, datetime.now(UTC))


def needs_fit(
    manifest: files.Manifest, progress: files.Progress, papers: int, now_utc: datetime
) -> bool:
    """Whether a library has outgrown its space, or new papers are held worse than the old ones."""
    if manifest.format != files.FORMAT:
        return True
    if papers >= OUTGROWN * manifest.papers and manifest.papers < FIT_PAPERS:
        return True
    if progress.folded >= TELLING and drift(manifest, progress) > DRIFTED:
        return True
    is_old = now_utc - datetime.fromisoformat(manifest.fitted_utc) > OLD
    return is_old and progress.folded >= (OLD_GROWTH - 1) * papers


def drift(manifest: files.Manifest, progress: files.Progress) -> float:
    """The share of what the axes held that papers since the fit have lost; 0 if none."""
    if not progress.folded or not manifest.captured:
        return 0.0
    return max(0.0, 1 - progress.captured / manifest.captured)


def describe(store: Store, root: Path) -> Mapping[str, str | int | float]:
    """What `space status` shows, in order."""
    path = files.current(root)
    manifest = files.read_manifest(path) if path else None
    coming = files.unpublished(root)
    facts: dict[str, str | int | float] = {"papers": store.listings.totals().papers}
    if path is None or manifest is None:
        facts |= {"fitted": "not yet"}
    else:
        progress = files.read_progress(path)
        facts |= {
            "waiting": store.changes.waiting(progress.position),
            "rank": manifest.rank,
            "terms": manifest.terms,
            "fitted": manifest.fitted_utc,
            "fitted_on": manifest.papers,
            "captured": round(manifest.captured, 4),
            "since_fit": progress.folded,
            "drift": round(drift(manifest, progress), 4),
            "bytes": sum(one.stat().st_size for one in path.iterdir()),
        }
    if coming is not None:
        waiting = store.changes.waiting(files.read_progress(coming).position)
        facts |= {"coming_waits_for": waiting}
    return facts


def _folder(path: Path | None) -> Folder | None:
    if path is None:
        return None
    manifest = files.read_manifest(path)
    return Folder(path, manifest) if manifest and manifest.format == files.FORMAT else None


def _sample(papers: int) -> list[list[int]]:
    """Row numbers spread evenly over the library, in blocks."""
    wanted = min(papers, FIT_PAPERS)
    numbers = np.unique(np.linspace(1, papers, wanted).astype(np.int64)).tolist()
    return [numbers[at : at + BATCH_CHANGES] for at in range(0, len(numbers), BATCH_CHANGES)]


def _papers(store: Store, blocks: Sequence[Sequence[int]]) -> Iterator[list[Paper]]:
    for block in blocks:
        yield [held.paper for held in store.papers.numbered(block)]
