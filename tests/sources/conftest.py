"""A client that reaches a replayed world, and a clock on which nobody waits."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from coolpapers.sources import Client
from tests.replay import Answer, Replay, VirtualClock

World = tuple[Replay, Client]


@pytest.fixture
def clock() -> VirtualClock:
    """A clock on which nobody waits."""
    return VirtualClock()


@pytest.fixture
def client_of(tmp_path: Path, clock: VirtualClock) -> Callable[[Replay], Client]:
    """Makes a client for which a replay server is the world."""
    numbers = count()

    def client(replay: Replay, **settings: object) -> Client:
        return Client(
            tmp_path / f"client{next(numbers)}",
            contact="mailto:someone@example.org",
            allow_private=True,
            mirror=replay.url,
            clock=clock,
            chance=random.Random(1),
            **settings,  # type: ignore[arg-type]
        )

    return client


@pytest.fixture
def world(client_of: Callable[[Replay], Client]) -> Iterator[Callable[[dict[str, Answer]], World]]:
    """Starts a replay server with these upstreams, and a client for it."""
    with ExitStack() as stack:

        def start(upstreams: dict[str, Answer], **settings: object) -> World:
            replay = stack.enter_context(Replay(upstreams))
            return replay, client_of(replay, **settings)

        yield start
