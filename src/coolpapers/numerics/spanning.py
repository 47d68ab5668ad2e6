"""The few vectors that span the many: column subset selection by total squared error.

Greedy choice with exchanges, in factor form: of the residuals' Gram matrix only the diagonal and
the squared norms of its columns are kept, so a choice of k among n vectors of d numbers costs
O(k n d) after one product of n d^2, and no (n, n) matrix is made.

Sources: Farahat, Ghodsi, Kamel, doi:10.1007/s10115-012-0518-7 (the recursion); Altschuler et al.,
arXiv:1605.08795 (how far greedy is from the best); the exchanges are those of k-medoids, Kaufman,
Rousseeuw, doi:10.1002/9780470316801.ch2, for this error.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

TINY = 1e-10
WORTH = 1e-4
"""Of the whole: an exchange that explains less more is none a reader would see."""
MOST_EXCHANGES = 3
"""For each of the chosen; real lists need about one for each two."""
SWEEPS = 200
SETTLED = 1e-4
"""Non-negative weights are done when none moves by more."""


class Spanning(NamedTuple):
    """Chosen rows in the order of their choice, and the share of the whole they leave over."""

    indices: Indices
    error: float


class _State(NamedTuple):
    """What the chosen rows leave.

    `basis`, (d, k), spans them; of each row's residual `norms` is the squared length, `columns`
    the squared norm of its inner products with all residuals.
    """

    chosen: list[int]
    basis: Array
    norms: Array
    columns: Array


def spanning(
    vectors: Array, count: int, *, weights: Array | None = None, exchanges: int | None = None
) -> Spanning:
    """At most `count` rows whose span leaves least of all rows; deterministic.

    Fewer come back when they leave nothing. Of equal candidates the earlier one is taken.

    Args:
        vectors: (n, d).
        count: At least 0.
        weights: (n,), not negative: how much each row's error counts.
        exchanges: Of a chosen row for a better one, at most; 0 is the greedy choice alone,
            None stops when no exchange is worth it.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if weights is not None:
        rows = rows * np.sqrt(weights)[:, None]
    gram = rows.T @ rows
    total = float(np.trace(gram))
    floor = TINY * np.einsum("ij,ij->i", rows, rows)
    state = _greedy(rows, gram, count, total)
    short = rows.astype(np.float32)
    for _ in range(MOST_EXCHANGES * count if exchanges is None else exchanges):
        better = _exchanged(rows, short, gram, state, floor, total)
        if better is None or better.norms.sum() >= state.norms.sum():
            break
        state = better
    left = float(np.maximum(state.norms, 0.0).sum()) / total if total else 0.0
    return Spanning(np.array(state.chosen, dtype=np.intp), left)


def nonnegative_weights(vectors: Array, indices: Indices) -> Array:
    """How each row is made of the chosen ones without taking any away: (k, n), never negative.

    Coordinate descent over all rows at once, on the chosen rows' Gram matrix, to two digits where
    chosen rows differ as papers of a list do. A solver of one row at a time
    (`scipy.optimize.nnls`) takes many times as long for a list.

    Source: Franc, Hlavac, Navara, doi:10.1007/11556121_50.
    """
    chosen = np.asarray(vectors[indices], dtype=np.float64)
    gram, targets = chosen @ chosen.T, chosen @ np.asarray(vectors, dtype=np.float64).T
    weights = np.zeros_like(targets)
    for _ in range(SWEEPS):
        moved = 0.0
        for at in range(len(indices)):
            step = (targets[at] - gram[at] @ weights) / max(gram[at, at], TINY)
            new = np.maximum(weights[at] + step, 0.0)
            moved = max(moved, float(np.abs(new - weights[at]).max()))
            weights[at] = new
        if moved < SETTLED:
            break
    weights[:, indices] = np.eye(len(indices))
    return weights


def best_error(vectors: Array, count: int) -> float:
    """The share that no choice of `count` vectors can get below: that of the best axes."""
    rows = np.asarray(vectors, dtype=np.float64)
    gram = rows.T @ rows if rows.shape[1] <= len(rows) else rows @ rows.T
    energies = np.maximum(np.linalg.eigvalsh(gram), 0.0)[::-1]
    total = float(energies.sum())
    return float(energies[count:].sum()) / total if total else 0.0


def span_error(vectors: Array, indices: Indices) -> float:
    """The share of all rows that lies outside the span of some."""
    rows = np.asarray(vectors, dtype=np.float64)
    basis = np.linalg.qr(rows[indices].T)[0]
    total = float(np.sum(np.square(rows)))
    return max(0.0, 1.0 - float(np.sum(np.square(rows @ basis))) / total) if total else 0.0


def _greedy(rows: Array, gram: Array, count: int, total: float) -> _State:
    norms = np.einsum("ij,ij->i", rows, rows)
    columns = np.einsum("ij,ij->i", rows @ gram, rows)
    state, floor = _State([], np.zeros((rows.shape[1], 0)), norms, columns), TINY * norms
    while len(state.chosen) < min(count, len(rows)):
        gains = _gains(state.norms, state.columns, floor)
        gains[state.chosen] = 0.0
        best = int(np.argmax(gains))
        if not gains[best] > TINY * total:
            break
        state = _with(rows, gram, state, best)
    return state


def _gains(norms: Array, columns: Array, floor: Array) -> Array:
    """What each row would explain of all: nothing if it lies in the span already."""
    return np.asarray(np.where(norms > floor, columns / np.maximum(norms, floor + TINY), 0.0))


def _rest(basis: Array, some: Array) -> Array:
    """What lies outside the span of a basis."""
    return np.asarray(some - basis @ (basis.T @ some))


def _with(rows: Array, gram: Array, state: _State, best: int) -> _State:
    direction = _rest(state.basis, rows[best])
    direction /= np.linalg.norm(direction)
    image = gram @ direction
    along = rows @ np.column_stack([direction, _rest(state.basis, image)])
    columns = state.columns - along[:, 0] * (
        2 * along[:, 1] - along[:, 0] * float(direction @ image)
    )
    return _State(
        [*state.chosen, best],
        np.column_stack([state.basis, direction]),
        np.maximum(state.norms - along[:, 0] ** 2, 0.0),
        np.maximum(columns, 0.0),
    )


def _without(state: _State, along: Array, across: Array, own: Array) -> tuple[Array, Array]:
    """The norms and columns of all rows when a direction is left over again, (n, directions)."""
    norms = state.norms[:, None] + along**2
    return norms, state.columns[:, None] + along * (2 * across + along * own)


def _exchanged(
    rows: Array,
    short: NDArray[np.float32],
    gram: Array,
    state: _State,
    floor: Array,
    total: float,
) -> _State | None:
    """The state after the exchange that explains most more; None if none is worth it.

    Each chosen row alone explains one direction; without it that direction is left over again,
    and every row can be tried in its place. All places are looked at in one product, with short
    numbers: that takes half the time, and what is then done is done with long ones.
    """
    if not state.chosen:
        return None
    own_rows = rows[state.chosen]
    alone = own_rows.T @ np.linalg.pinv(own_rows @ own_rows.T, hermitian=True)
    alone /= np.maximum(np.linalg.norm(alone, axis=0), TINY)
    images = gram @ alone
    directions = np.hstack([alone, _rest(state.basis, images)])
    along, across = np.hsplit((short @ directions.astype(np.float32)).astype(np.float64), 2)
    gains = _gains(*_without(state, along, across, np.sum(alone * images, axis=0)), floor[:, None])
    now = gains[state.chosen, range(len(state.chosen))]
    gains[state.chosen] = 0.0
    best, place = np.unravel_index(int(np.argmax(gains - now)), gains.shape)
    if not gains[best, place] > now[place] + WORTH * total:
        return None
    others = [one for at, one in enumerate(state.chosen) if at != place]
    basis = np.linalg.qr(rows[others].T)[0]
    along, across = np.hsplit(rows @ directions[:, [place, place + len(state.chosen)]], 2)
    own = alone[:, [place]].T @ images[:, [place]]
    norms, columns = _without(state, along, across, own)
    rest = _State(others, basis, norms[:, 0], columns[:, 0])
    grown = _with(rows, gram, rest, int(best))
    return grown._replace(chosen=[*others[:place], int(best), *others[place:]])
