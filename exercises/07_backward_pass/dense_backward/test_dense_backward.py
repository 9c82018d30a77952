"""dense_backward is judged by hand, by the rule on random data, and by nudging."""

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.compare import agrees, parts_of, same
from bpcourse.checking.given import independent, unchanged

SIZES = [(5, 3, 2), (2, 4, 3), (1, 3, 2), (4, 1, 3), (6, 2, 1)]
ORDERS = [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
AGAIN = "The 1/n is in dZ already: it is taken in the loss and nowhere else."
FITS = "That product fits only because the matrices are square; the sum runs over the wrong axis."
ROWS = "The bias has one number for each column of dZ, and every row has used it: sum over axis 0."


def data(rng, n, n_in, n_out):
    return rng.normal(size=(n, n_out)), rng.normal(size=(n, n_in)), rng.normal(size=(n_in, n_out))


def ask(dense_backward, dZ, X, W):
    with unchanged(dZ=dZ, X=X, W=W):
        return parts_of(dense_backward(dZ, X, W), "dX, dW, db")


def products(*pairs):
    """The matrix products that are possible, as slips."""
    return [(FITS, A @ B) for A, B in pairs if A.shape[1] == B.shape[0]]


def compare(got, dZ, X, W):
    """All three parts against the rule, and beside it the known slips, as the values they give."""
    n = len(X)
    right = [dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)]
    if all(map(agrees, got, right)):
        return
    for order in ORDERS:
        moved = all(np.array_equal(part, right[i]) for part, i in zip(got, order, strict=True))
        assert not moved, "The three parts have changed places.\nReturn dX, then dW, then db."
    dX, dW, db = got
    slips = [
        (AGAIN, right[0] / n),
        *products((dZ, W), (W, dZ), (W.T, dZ), (dZ, X.T)),
        ("That is what comes from behind: it still has to go back through W.", dZ),
        ("It goes back through W, whose bias plays no part in that.", dZ @ W.T + dZ.sum()),
    ]
    tip = "An input went through all weights of its row: collect dZ times those weights."
    same(dX, right[0], "dX", slips, tip)
    slips = [
        (AGAIN, right[1] / n),
        (
            "That is dZ summed over the samples: each sample counts with its own input.",
            np.broadcast_to(right[2], W.shape),
        ),
        (
            "Every sample counts with its own input: a product of means is another number.",
            n * np.outer(X.mean(axis=0), dZ.mean(axis=0)),
        ),
        ("Only one sample is in it: dW collects all n of them.", np.outer(X[0], dZ[0])),
        ("Only one sample is in it: dW collects all n of them.", np.outer(X[-1], dZ[-1])),
        *(
            [("A table of sums is a matrix product, and * is none.", X * dZ)]
            if X.shape == dZ.shape
            else []
        ),
        ("It is transposed: rows are inputs and columns are outputs.", right[1].T),
        *products((X, dZ), (dZ, X), (dZ.T, X)),
    ]
    tip = "Weight [i, j] collects, over all samples, input i times dZ of output j."
    same(dW, right[1], "dW", slips, tip)
    slips = [
        (AGAIN, right[2] / n),
        (ROWS, dZ),
        (ROWS, dZ.sum(axis=1)),
        (ROWS, dZ.sum()),
        (ROWS, dZ.sum(axis=0, keepdims=True)),
        ("Only one sample is in it: all rows have used the bias.", dZ[0]),
        ("A bias is multiplied with nothing, so dZ itself is summed.", (X.T @ dZ).sum(axis=0)),
    ]
    same(db, right[2], "db", slips, ROWS)


def test_one_sample_by_hand(dense_backward):
    """For one sample it gives what you get with a pencil."""
    dZ, X, W = np.array([[1.0]]), np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])
    compare(ask(dense_backward, dZ, X, W), dZ, X, W)


@pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: "n = {}, {} inputs, {} outputs".format(*size)
)
def test_follows_the_rule(dense_backward, rng, size):
    """On random data it follows the rule."""
    dZ, X, W = data(rng, *size)
    compare(ask(dense_backward, dZ, X, W), dZ, X, W)


def test_where_all_shapes_are_equal(dense_backward, rng):
    """Where all matrices are square, so that every product fits, it still follows the rule."""
    dZ, X, W = data(rng, 3, 3, 3)
    compare(ask(dense_backward, dZ, X, W), dZ, X, W)


def test_agrees_with_nudging(dense_backward, rng):
    """It agrees with nudging every input, weight and bias, and watching the loss."""
    R, X, W = data(rng, 4, 3, 2)
    b = rng.normal(size=2)
    got = ask(dense_backward, R, X, W)
    for part, array, name in zip(got, (X, W, b), ("dX", "dW", "db"), strict=True):
        nudged = numerical_gradient(lambda _: np.sum(R * (X @ W + b)), array)
        same(part, nudged, name)


def test_leaves_what_it_is_given(dense_backward, rng):
    """It leaves dZ, X and W as they were, and returns new arrays."""
    dZ, X, W = data(rng, 1, 2, 2)
    independent(ask(dense_backward, dZ, X, W), "the result", dZ=dZ, X=X, W=W)
