"""mse is judged by hand and on random data."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.given import unchanged


def test_two_numbers_by_hand(mse):
    """Errors of 1 and 3 have the mean square 5."""
    same(mse(np.array([1.0, 3.0]), np.zeros(2)), 5.0, "the loss")


def test_follows_the_rule(mse, rng):
    """On random data it follows the rule."""
    Y, targets = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
    with unchanged(Y=Y, targets=targets):
        got = mse(Y, targets)
    squares = (Y - targets) ** 2
    slips = [
        ("That is the sum, not the mean.", squares.sum()),
        ("The mean runs over all elements, not over the samples alone.", squares.sum() / 5),
        ("The errors are not squared.", np.mean(Y - targets)),
    ]
    same(got, np.mean(squares), "the loss", slips)
