"""msd is judged by hand and on random data."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.wrong import Slip


def test_two_numbers_by_hand(msd):
    """Errors of 1 and 3 have the mean square 5."""
    same(msd(np.array([1.0, 3.0]), np.zeros(2)), 5.0, "the loss")


def test_follows_the_rule(msd, rng):
    """On random data it follows the rule."""
    Y, targets = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
    with unchanged(Y=Y, targets=targets):
        got = msd(Y, targets)
    squares = (Y - targets) ** 2
    slips = [
        Slip("sum", "That is the sum, not the mean.", squares.sum()),
        Slip("samples", "The mean runs over all elements, not the samples.", squares.sum() / 5),
        Slip("errors", "The errors are not squared.", np.mean(Y - targets)),
    ]
    same(got, np.mean(squares), "the loss", slips)
