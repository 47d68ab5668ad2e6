"""What may be asked of an index directory, or done to it, without opening the index."""

from pathlib import Path

from coolpapers import durable
from coolpapers.search import generations
from coolpapers.search.fields import SPEC, Spec

RETIRED = "0" * 12
"""The fingerprint of no table: a generation of this name is read until another one is published."""


def is_behind(root: Path, newest: int, spec: Spec = SPEC) -> bool:
    """Whether the served index misses changes up to `newest`, or was built by another table."""
    served = generations.current(root)
    if served is None or not is_served_by_table(root, spec):
        return True
    return generations.read_position(served) < newest


def is_served_by_table(root: Path, spec: Spec = SPEC) -> bool:
    """Whether what is served was built by this table, and nobody asked for it to be built anew."""
    return generations.current(root) in generations.generations(root, spec.fingerprint)


def building_position(root: Path, spec: Spec = SPEC) -> int:
    """How far the newest generation of today's table is, published or not; 0 if there is none."""
    found = generations.generations(root, spec.fingerprint)
    return generations.read_position(found[0]) if found else 0


def retire(root: Path) -> None:
    """Have the next writer build a new generation; readers keep the old one until then."""
    served = generations.current(root)
    for path in generations.generations(root):
        if path != served:
            generations.discard(path)
    if served is not None:
        number = served.name.rpartition("-")[2]
        retired = served.rename(root / f"g-{RETIRED}-{number}")
        durable.point_at(root, retired)
