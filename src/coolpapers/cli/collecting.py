"""How often memory is looked through for what nobody holds."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000
"""Objects made beyond those gone; Python's own measure is 700, which each few papers are."""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """A block that makes millions of records, none of which refer to themselves.

    What was there before is never looked through meanwhile; should something ever go round in
    circles all the same, it is found later, and memory stays flat.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
