"""What the store knows of harvests, and of papers that do not exist."""

from coolpapers.ids import PaperId
from coolpapers.store import Store
from coolpapers.store.harvests import Harvests

DAY_S = 24 * 3600.0
NONE = PaperId.parse("2605.09999")


def test_that_a_paper_does_not_exist_is_forgotten_after_its_time(store: Store) -> None:
    """It is known to the last second, and asked for again afterwards."""
    now = [1_700_000_000.0]
    harvests = Harvests(store.database, lambda: now[0])
    harvests.note_absent(NONE, DAY_S)
    known = []
    for passed in (0.0, DAY_S - 1, DAY_S + 1):
        now[0] = 1_700_000_000.0 + passed
        known.append(harvests.is_absent(NONE))

    assert [True, True, False] == known
