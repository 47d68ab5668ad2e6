"""The direction that tells two kinds of rows apart."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def separating_axis(features: Array, liked: npt.NDArray[np.bool_], penalty: float) -> Array:
    """Weights by which liked rows score above the others: ridge regression, both kinds alike.

    The squares of each kind count half of the whole, however many rows it has, and the middle of
    the two means is the origin. Solved in the space of rows, so that many columns cost little.

    Args:
        features: (rows, columns).
        liked: (rows,), with rows of both kinds.
        penalty: Greater than 0; the larger, the nearer to the difference of the means.

    Source: Saunders, Gammerman, Vovk, Ridge Regression Learning Algorithm in Dual Variables, 1998.
    """
    targets = np.where(liked, 1.0, -1.0)
    counts = np.where(liked, liked.sum(), (~liked).sum())
    roots = 1.0 / np.sqrt(2.0 * counts)
    middle = (features[liked].mean(axis=0) + features[~liked].mean(axis=0)) / 2.0
    rows = (features - middle) * roots[:, None]
    gram = rows @ rows.T
    gram[np.diag_indices_from(gram)] += penalty
    return np.asarray(rows.T @ np.linalg.solve(gram, targets * roots), dtype=np.float64)
