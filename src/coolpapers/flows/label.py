"""Giving papers their keywords and the words that find their like, behind the index."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from coolpapers.errors import EngineError, StoreBusyError
from coolpapers.flows.background import step_back
from coolpapers.search.bag import bag_of
from coolpapers.search.forward import pack
from coolpapers.search.keywords import keywords
from coolpapers.search.related import query_words
from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.search.vocabulary import Vocabulary
from coolpapers.store import Store
from coolpapers.store.keywords import Followed

BATCH_PAPERS = 200
POLL_SECONDS = 0.2
OUTGROWN = 2.0
"""Words are chosen again for all papers when the library has grown by this factor."""


def keep_labelled(store: Store, index: Path, wait: Callable[[float], bool]) -> None:
    """Give changed papers their words until `wait` says stop; for a thread of its own.

    A large library takes minutes, so the thread steps back for everybody who serves pages.
    """
    step_back()
    engine = TantivyEngine(index)
    vocabulary = Vocabulary(engine)
    labelled = 0
    while not wait(0 if labelled else POLL_SECONDS):
        labelled = 0
        # Without an index words cannot be weighed; a busy store has its time later.
        with suppress(EngineError, StoreBusyError):
            engine.refresh()
            labelled = label_some(store, vocabulary, engine.position)
            if not labelled:
                labelled = choose_some(store, vocabulary, engine.position)


def label_some(store: Store, vocabulary: Vocabulary, indexed: int) -> int:
    """Keywords for the next changed papers; how many papers that was.

    Words are weighed against the whole library, so only changes up to `indexed`, the index's
    position, are looked at.

    Raises:
        EngineError: There is no index yet, or it cannot be read.
    """
    changes = store.changes.since(store.keywords.position(), BATCH_PAPERS)
    changes = [change for change in changes if change.position <= indexed]
    if not changes:
        return 0
    analysers = vocabulary.reading.analysers
    held = store.papers.numbered([change.number for change in changes])
    words = {
        one.number: [weighted.word for weighted in keywords(vocabulary, one.paper)] for one in held
    }
    bags = {one.number: pack(bag_of(one.paper, analysers)) for one in held}
    store.keywords.put(words, changes[-1].position, bags)
    return len(changes)


def choose_some(store: Store, vocabulary: Vocabulary, indexed: int) -> int:
    """The words that find papers like each of the next changed papers; how many papers that was.

    They are chosen among the neighbours a paper has, so this begins when all papers have their
    keywords, and begins anew when the library has doubled since.

    Raises:
        EngineError: There is no index yet, or it cannot be read.
    """
    papers = vocabulary.reading.searcher.num_docs
    reached = store.keywords.chosen()
    if papers > OUTGROWN * reached.papers:
        reached = Followed(0, papers)
    changes = store.changes.since(reached.position, BATCH_PAPERS)
    changes = [change for change in changes if change.position <= indexed]
    if not changes:
        return 0
    held = store.papers.numbered([change.number for change in changes])
    words = {
        one.number: query_words(vocabulary, one, store.papers.numbered, kept=store.keywords.bags)
        for one in held
    }
    store.keywords.choose(words, reached._replace(position=changes[-1].position))
    return len(changes)
