"""What tests share: real stores in temporary directories, and the real papers if they are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from coolpapers.store import Store, database, open_store
from tests.serving import Served, serving

# The same examples in every run, and no opinion on how fast a busy machine is.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True, scope="session")
def _unhurried_disk() -> Iterator[None]:
    """Nobody pulls the plug on tests: a commit need not reach the disk to outlive a process."""
    with pytest.MonkeyPatch.context() as patch:
        eager = "PRAGMA synchronous = FULL"
        assert eager in database._PRAGMAS
        kept = (*(one for one in database._PRAGMAS if one != eager), "PRAGMA synchronous = OFF")
        patch.setattr(database, "_PRAGMAS", kept)
        yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(tmp_path / "library")
    yield opened
    opened.database.close()


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the demo site."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(demo_data: Path) -> Iterator[Served]:
    """A running site of the demo papers, by two serving processes; tests only read it."""
    with serving(demo_data, "--demo", "--workers", "2") as site:
        yield site


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers beside the repository; tests that need it skip without."""
    if not SHARED.is_dir():
        pytest.skip("the real papers in ../shared are not here")
    return SHARED
