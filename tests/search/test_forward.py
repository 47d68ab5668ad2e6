"""The forward index: bags in four bytes a stem."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.search.forward import pack, unpack

STEMS = st.text("abcdefgh", min_size=1, max_size=4)
BAGS = st.lists(st.dictionaries(STEMS, st.integers(1, 400), max_size=12), min_size=1, max_size=6)


@given(BAGS, st.lists(STEMS, max_size=8, unique=True))
def test_bags_come_back(bags: list[dict[str, int]], stems: list[str]) -> None:
    """Counts and lengths are those of the bags; counts beyond 255 are told as 255."""
    counts, lengths = unpack(stems, [pack(Counter(bag)) for bag in bags])

    told = [{stem: min(count, 255) for stem, count in bag.items()} for bag in bags]
    assert [[bag.get(stem, 0) for bag in told] for stem in stems] == counts.tolist()
    assert [sum(bag.values()) for bag in told] == lengths.tolist()


def test_nothing_is_unpacked_from_nothing() -> None:
    """No papers, or none with a stem, are no matter."""
    assert (2, 0) == unpack(["a", "b"], []).counts.shape
    assert np.array_equal([0.0], unpack(["a"], [b""]).lengths)
