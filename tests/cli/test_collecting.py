"""Looking through memory seldom, and as before afterwards."""

import gc

import pytest

from coolpapers.cli.collecting import SELDOM, collected_seldom


def test_memory_is_looked_through_as_before_afterwards() -> None:
    """However the block ends, the measure is the old one and nothing is left out any more."""

    def work() -> None:
        with collected_seldom():
            assert SELDOM == gc.get_threshold()[0]
            assert 0 < gc.get_freeze_count()
            raise KeyboardInterrupt

    before = gc.get_threshold()
    with pytest.raises(KeyboardInterrupt):
        work()

    assert before == gc.get_threshold()
    assert 0 == gc.get_freeze_count()
