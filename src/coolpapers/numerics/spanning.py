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

    The first rows of `basis`, (k, d), as many as are chosen, span them; those of `along`, (k, n),
    are its inner products with all rows, those of `across`, (k, n), the same of its image under
    the Gram matrix. Of each row's residual `norms` is the squared length, `columns` the squared
    norm of its inner products with all residuals.
    """

    chosen: list[int]
    basis: Array
    along: Array
    across: Array
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
    for _ in range(MOST_EXCHANGES * count if exchanges is None else exchanges):
        better = _exchanged(rows, gram, state, floor, total)
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
    own = np.maximum(np.diag(gram), TINY)[:, None]
    targets, others = targets / own, gram / own - np.eye(len(indices))
    weights = np.zeros_like(targets)
    for _ in range(SWEEPS):
        before = weights.copy()
        for at in range(len(indices)):
            np.maximum(targets[at] - others[at] @ weights, 0.0, out=weights[at])
        if np.abs(weights - before).max(initial=0.0) < SETTLED:
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
    held = rows @ np.linalg.qr(rows[indices].T)[0]
    total = float(np.vdot(rows, rows))
    return max(0.0, 1.0 - float(np.vdot(held, held)) / total) if total else 0.0


def _greedy(rows: Array, gram: Array, count: int, total: float) -> _State:
    norms = np.einsum("ij,ij->i", rows, rows)
    columns = np.einsum("ij,ij->i", rows @ gram, rows)
    (n, d), most = rows.shape, min(count, *rows.shape)
    basis, along, across = (np.zeros((most, size)) for size in (d, n, n))
    state = _State([], basis, along, across, norms, columns)
    floor = TINY * norms
    while len(state.chosen) < most:
        gains = _gains(state.norms, state.columns, floor)
        gains[state.chosen] = 0.0
        best = int(np.argmax(gains))
        if not gains[best] > TINY * total:
            break
        state = _with(rows, gram, state, best)
    k = len(state.chosen)
    return state._replace(basis=state.basis[:k], along=state.along[:k], across=state.across[:k])


def _gains(norms: Array, columns: Array, floor: Array) -> Array:
    """What each row would explain of all: nothing if it lies in the span already."""
    return np.asarray(np.where(norms > floor, columns / np.maximum(norms, floor + TINY), 0.0))


def _with(rows: Array, gram: Array, state: _State, best: int) -> _State:
    """The state with one row more chosen; its direction is written into the arrays there are."""
    k = len(state.chosen)
    basis, along = state.basis[:k], state.along[:k]
    direction = rows[best] - (basis @ rows[best]) @ basis
    direction /= np.linalg.norm(direction)
    image = gram @ direction
    state.basis[k] = direction
    state.along[k], state.across[k] = (rows @ np.column_stack([direction, image])).T
    own, rest = state.along[k], state.across[k] - (basis @ image) @ along
    columns = state.columns - own * (2 * rest - own * float(direction @ image))
    return state._replace(
        chosen=[*state.chosen, best],
        norms=np.maximum(state.norms - own**2, 0.0),
        columns=np.maximum(columns, 0.0),
    )


def _without(state: _State, along: Array, rest: Array, energy: Array) -> tuple[Array, Array]:
    """The norms and columns of all rows when a direction, or each of some, is left over again.

    Of rows and it `along`, (..., n), are the inner products, `rest` those with what all residuals
    have along it; `energy`, (...,), is how much of all rows lies there.
    """
    return state.norms + along**2, state.columns + along * (2 * rest + along * energy[..., None])


def _turned(arrays: Array, inside: Array) -> Array:
    """What belongs to the same basis, turned so that its last direction is a given one.

    A Householder reflection; `inside`, (k,), of length one, is the direction in the basis.
    """
    mirror = inside.copy()
    mirror[-1] += np.copysign(1.0, mirror[-1])
    return np.asarray(arrays - np.outer(mirror / abs(mirror[-1]), mirror @ arrays))


def _exchanged(
    rows: Array, gram: Array, state: _State, floor: Array, total: float
) -> _State | None:
    """The state after the exchange that explains most more; None if none is worth it.

    Each chosen row alone explains one direction; without it that direction is left over again,
    and every row can be tried in its place. All this is known within the basis, so that it costs
    O(n k^2) and no product with the rows themselves.
    """
    if not state.chosen:
        return None
    inside = np.linalg.inv(state.along[:, state.chosen])
    inside /= np.linalg.norm(inside, axis=1)[:, None]
    shared = inside @ (state.along @ state.along.T)
    along, rest = inside @ state.along, inside @ state.across - shared @ state.along
    energy = np.einsum("ij,ij->i", shared, inside)
    gains = _gains(*_without(state, along, rest, energy), floor)
    now = gains[range(len(state.chosen)), state.chosen]
    gains[:, state.chosen] = 0.0
    place, best = np.unravel_index(int(np.argmax(gains - now[:, None])), gains.shape)
    if not gains[place, best] > now[place] + WORTH * total:
        return None
    others = [one for at, one in enumerate(state.chosen) if at != place]
    basis, held, across = (
        _turned(one, inside[place]) for one in (state.basis, state.along, state.across)
    )
    norms, columns = _without(state, along[place], rest[place], energy[place])
    left = _State(others, basis, held, across, norms, columns)
    grown = _with(rows, gram, left, int(best))
    return grown._replace(chosen=[*others[:place], int(best), *others[place:]])
