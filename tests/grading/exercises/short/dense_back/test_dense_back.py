"""dense_back is judged on all shapes."""

import numpy as np
import pytest

from bpcourse.checking.compare import parts_of, same
from bpcourse.checking.inputs import independent, unchanged
from bpcourse.checking.wrong import Slip


@pytest.mark.parametrize("shape", [(4, 3, 2), (1, 3, 3), (5, 1, 4)], ids=str)
def test_follows_the_rule(dense_back, rng, shape):
    """It follows the chain rule, whatever the shapes."""
    n, n_in, n_out = shape
    dY, X, W = rng.normal(size=(n, n_out)), rng.normal(size=(n, n_in)), rng.normal(size=shape[1:])
    with unchanged(dY=dY, X=X, W=W):
        dX, dW, db = parts_of(dense_back(dY, X, W), "dX, dW, db")
    same(dX, dY @ W.T, "dX", tip="dY goes back through W.")
    same(dW, X.T @ dY, "dW", [Slip("mean", "That is the mean over the samples.", X.T @ dY / n)])
    same(
        db,
        dY.sum(axis=0),
        "db",
        [Slip("mean", "That is the mean over the samples.", dY.mean(axis=0))],
    )


def test_returns_new_arrays(dense_back, rng):
    """What it returns shares no memory with what it was given."""
    dY, X, W = rng.normal(size=(1, 2)), rng.normal(size=(1, 3)), rng.normal(size=(3, 2))
    independent(parts_of(dense_back(dY, X, W), "dX, dW, db"), "the result", dY=dY, X=X, W=W)
