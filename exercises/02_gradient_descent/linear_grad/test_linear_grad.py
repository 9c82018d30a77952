"""linear_grad is judged by hand, by the rule on random data, and by nudging, which has none."""

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.compare import parts_of, same, usual_slips
from bpcourse.checking.given import unchanged

SIZES = [(7, 3), (3, 7), (4, 4), (1, 3), (6, 1)]


DEAF = "The inputs are missing: a weight hears an error as loudly as its input was."
ALONE = "These are the samples one by one, but they all share the bias: take their mean."


def data(rng, n, n_in):
    X, y, w, b = (
        rng.normal(size=(n, n_in)),
        rng.normal(size=n),
        rng.normal(size=n_in),
        rng.normal(),
    )
    return X, y, w, float(b)


def ask(linear_grad, X, y, w, b):
    with unchanged(X=X, y=y, w=w):
        return parts_of(linear_grad(X, y, w, b), "dw, db")


def compare(got, X, y, w, b):
    """Both parts against the rule, and beside it the known slips, each as the value it gives."""
    dw, db = got
    n, n_in = X.shape
    e = X @ w + b - y  # (n,)
    right_dw, right_db = 2 / n * X.T @ e, 2 * np.mean(e)
    swapped = isinstance(db, np.ndarray) and db.ndim == 1 and np.isscalar(dw)
    assert not swapped, "The two parts have changed places.\nReturn first dw and then db."
    slips = [
        *usual_slips(right_dw, n),
        ("The prediction is X w + b, but b is missing.", 2 / n * X.T @ (X @ w - y)),
        (
            "The error is the prediction minus y, but y is missing.",
            2 / n * X.T @ (X @ w + b),
        ),
        (DEAF, right_db),
        (DEAF, np.full(n_in, right_db)),
        (
            "The mean runs over the n samples, not over the n_in features.",
            2 / n_in * X.T @ e,
        ),
        (
            "The mean runs over the n samples, not over all entries of X.",
            2 / X.size * X.T @ e,
        ),
        ("That is the slope of the mean absolute error.", X.T @ np.sign(e) / n),
        ("That is the slope with respect to the inputs, not to w.", right_db * w),
        (
            "Sum over the samples, for each feature; not the other way.",
            2 / n * X.sum(axis=1) * e,
        ),
    ]
    tip = "Each weight collects, over all samples, the error times its own input; then comes 2 / n."
    same(dw, right_dw, "dw", slips, tip)
    slips = [(ALONE, 2 * e), (ALONE, e), (ALONE, 2 * e / n), *usual_slips(right_db, n)]
    tip = "The bias is the same for every sample and hears all errors alike: twice their mean."
    same(db, right_db, "db", slips, tip)


def test_one_sample_by_hand(linear_grad):
    """For one sample it gives what you get with a pencil."""
    X, y, w, b = np.array([[2.0]]), np.array([1.0]), np.array([3.0]), 0.5
    compare(
        ask(linear_grad, X, y, w, b), X, y, w, b
    )  # the error is 5.5, so dw = 2 * 5.5 * 2 and db = 2 * 5.5


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "n = {}, n_in = {}".format(*size))
def test_follows_the_rule(linear_grad, rng, size):
    """On random data it follows the rule."""
    X, y, w, b = data(rng, *size)
    compare(ask(linear_grad, X, y, w, b), X, y, w, b)


def test_agrees_with_nudging(linear_grad, rng):
    """It agrees with nudging every weight and watching the loss."""
    X, y, w, b = data(rng, 6, 3)

    def loss(wb):
        return np.mean((X @ wb[:3] + wb[3] - y) ** 2)

    nudged = numerical_gradient(loss, np.append(w, b))
    dw, db = ask(linear_grad, X, y, w, b)
    same(dw, nudged[:3], "dw", usual_slips(nudged[:3], len(y)))
    same(db, nudged[3], "db", usual_slips(nudged[3], len(y)))


def test_is_zero_where_the_fit_is_perfect(linear_grad, rng):
    """Where every prediction is right, nothing pulls."""
    X, _, w, b = data(rng, 5, 2)
    dw, db = ask(linear_grad, X, X @ w + b, w, b)
    same(
        dw,
        np.zeros(2),
        "dw",
        tip="All errors are 0 here, so no weight has a reason to move.",
    )
    same(db, 0.0, "db", tip="All errors are 0 here, so the bias has no reason to move.")


def test_leaves_what_it_is_given(linear_grad, rng):
    """It leaves X, y and w as they were."""
    ask(linear_grad, *data(rng, 5, 3))
