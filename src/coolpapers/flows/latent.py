"""Keeping the latent space in step with the store: fitted behind the index, folded in at once.

A space is fitted when there is none, when the library has outgrown the one there is, or when it
holds new papers worse than the old ones. The old space serves until the new one is complete.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from coolpapers.errors import EmbeddingsError, IndexLockedError, StoreBusyError
from coolpapers.flows.background import step_back
from coolpapers.records import Paper
from coolpapers.semantic import files
from coolpapers.semantic.embedded import Embedder, begin
from coolpapers.semantic.embeddings import Provider
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
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 900.0
"""After a provider's failure, doubled with each further one."""
TRIES = 6
"""Failures one after the other at which `space build` gives up; `serve` never does."""

log = logging.getLogger(__name__)

FIT_STEPS = 6
"""Times each block is looked at: reading, terms, and the passes of the decomposition."""

Say = Callable[[str, float], None]
"""Told what is being done, `fitting` or `folding`, and which share of it is done."""


def say_nothing(_doing: str, _share: float) -> None:
    """A Say that shows nothing."""


def keep_space(
    store: Store, root: Path, wait: Callable[[float], bool], provider: Provider | None = None
) -> None:
    """Keep the space until `wait` says stop; for a thread of its own, at the lowest priority."""
    step_back()
    while not wait(0):
        with suppress(IndexLockedError), locked(root):
            keeper = Keeper(store, root, provider=provider)
            idle = False
            while not wait(POLL_SECONDS if idle else 0):
                idle = True
                with suppress(StoreBusyError):
                    idle = not keeper.step()
            return
        if wait(LOCKED_SECONDS):
            return


def build_space(
    store: Store,
    root: Path,
    say: Say = say_nothing,
    *,
    anew: bool = False,
    provider: Provider | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Bring the space up now, or fit it anew; how many papers have a vector then.

    Raises:
        IndexLockedError: Another process keeps the space, `serve` for example.
        EmbeddingsError: The provider failed again and again; the space there was serves.
    """
    with locked(root):
        keeper = Keeper(store, root, say, provider)
        if anew:
            keeper.anew()
        while keeper.step() or keeper.pause.error:
            if keeper.pause.failures >= TRIES and keeper.pause.error:
                raise keeper.pause.error
            sleep(keeper.pause.left)
        return store.listings.totals().papers if files.current(root) else 0


class Pause:
    """How long a provider that failed is left alone."""

    def __init__(self) -> None:
        self.error: EmbeddingsError | None = None
        self.failures = 0
        self._until = 0.0

    @property
    def left(self) -> float:
        """Seconds until it may be asked again."""
        return max(0.0, self._until - time.monotonic()) if self.error else 0.0

    def failed(self, error: EmbeddingsError) -> None:
        """It failed once more."""
        usual = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self.failures, 20))
        self.error, self.failures = error, self.failures + 1
        self._until = time.monotonic() + max(usual, error.retry_after_s or 0.0)

    def over(self) -> None:
        """It answered."""
        self.error, self.failures = None, 0


class Keeper:
    """Does the next thing the space needs; the caller holds its lock."""

    def __init__(
        self, store: Store, root: Path, say: Say = say_nothing, provider: Provider | None = None
    ) -> None:
        self._store, self._root, self._say, self._provider = store, root, say, provider
        self.pause = Pause()
        self._served = self._folder(files.current(root))
        begun = _still_wanted(files.unpublished(root), provider)
        self._coming = self._folder(begun)
        if begun is not None and self._coming is None:
            shutil.rmtree(begun, ignore_errors=True)

    def step(self) -> bool:
        """Fold the next changes or fit; False when all is done, or a provider must be waited for.

        Where a provider fails, the space that is served goes on, and `pause` says how long.
        """
        try:
            return self._step()
        except EmbeddingsError as error:
            self.pause.failed(error)
            self._begin_again()
            log.warning("no vectors for now, again in %.0f s: %s", self.pause.left, error)
            return False

    def _step(self) -> bool:
        if self._served is not None and self._may(self._served) and self._fold(self._served):
            return True
        if self._coming is not None:
            if not self._may(self._coming):
                return False
            self._bring(self._coming)
            return True
        if self._needs_fit():
            self.fit()
            return True
        return self._begin_with_provider()

    def anew(self) -> None:
        """Makes the next space anew, whatever is there."""
        if self._provider is None:
            self.fit()
        elif self._served is not None:
            self._begin_with_provider(anew=True)

    def _begin_again(self) -> None:
        """A space to come that has no vector yet may have been given a wrong length: it goes."""
        if self._coming is not None and not self._coming.progress.position:
            shutil.rmtree(self._coming.path, ignore_errors=True)
            self._coming = None

    def _may(self, folder: Folder) -> bool:
        return folder.manifest.provider == files.OWN_WORDS or not self.pause.left

    def _begin_with_provider(self, *, anew: bool = False) -> bool:
        """Begin the provider's space; the one of the library's words serves till it is whole."""
        provider, served = self._provider, self._served
        if provider is None or served is None or self.pause.left:
            return False
        if served.manifest.provider == provider.name and not anew:
            return False
        position, papers = self._store.changes.newest(), self._store.listings.totals().papers
        self._coming = self._folder(begin(self._root, provider, position, papers))
        return True

    def _folder(self, path: Path | None) -> Folder | None:
        """Who folds papers into a space; None if this program, as it is set, cannot.

        A damaged space is such a one: what is left of it serves until another is complete.
        """
        manifest = files.read_manifest(path) if path else None
        if path is None or manifest is None or manifest.format != files.FORMAT:
            return None
        try:
            if manifest.provider == files.OWN_WORDS:
                return Folder(path, manifest)
            if self._provider is None or manifest.provider != self._provider.name:
                return None
            embedder = Embedder(self._root, self._provider, files.read_axes(path))
            return Folder(path, manifest, embedder.vectors)
        except (OSError, EOFError, ValueError) as error:
            log.warning("the space in %s is damaged and is made anew: %s", path, error)
            return None

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
        self._coming = self._folder(keep(self._root, fitted, position))

    def _bring(self, coming: Folder) -> None:
        """Fold a batch into the space to come; serve it once it has all."""
        if self._fold(coming):
            return
        files.publish(self._root, coming.path)
        self._served, self._coming = coming, None

    def _fold(self, folder: Folder) -> bool:
        reached = folder.progress.position
        own = folder.manifest.provider == files.OWN_WORDS
        batch = BATCH_CHANGES if own or self._provider is None else self._provider.batch
        changes = self._store.changes.since(reached, batch)
        if not changes:
            return False
        held = self._store.papers.numbered([change.number for change in changes])
        folder.fold(held, changes[-1].position)
        if not own:
            self.pause.over()
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
    if manifest.provider != files.OWN_WORDS:
        return False
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
            "vectors_by": manifest.provider,
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


def _still_wanted(path: Path | None, provider: Provider | None) -> Path | None:
    """A space begun for another provider than the one that is set now is removed."""
    manifest = files.read_manifest(path) if path else None
    wanted = (files.OWN_WORDS, provider.name if provider else files.OWN_WORDS)
    if path is None or manifest is None or manifest.provider in wanted:
        return path
    shutil.rmtree(path, ignore_errors=True)
    return None


def _sample(papers: int) -> list[list[int]]:
    """Row numbers spread evenly over the library, in blocks."""
    wanted = min(papers, FIT_PAPERS)
    numbers = np.unique(np.linspace(1, papers, wanted).astype(np.int64)).tolist()
    return [numbers[at : at + BATCH_CHANGES] for at in range(0, len(numbers), BATCH_CHANGES)]


def _papers(store: Store, blocks: Sequence[Sequence[int]]) -> Iterator[list[Paper]]:
    for block in blocks:
        yield [held.paper for held in store.papers.numbered(block)]
