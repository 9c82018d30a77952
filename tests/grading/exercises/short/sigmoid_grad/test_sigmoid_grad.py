"""sigmoid_grad is judged at 0 and by nudging."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.given import unchanged


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_quarter_at_zero(sigmoid_grad):
    """At 0 it is one quarter."""
    same(sigmoid_grad(np.zeros(2)), [0.25, 0.25], "the slope at 0")


def test_agrees_with_nudging(sigmoid_grad, rng):
    """It agrees with nudging z."""
    z = rng.normal(size=7)
    with unchanged(z=z):
        got = sigmoid_grad(z)
    right = (sigmoid(z + 1e-6) - sigmoid(z - 1e-6)) / 2e-6
    slips = [("That is the sigmoid itself.", sigmoid(z))]
    same(got, right, "the slope", slips, "It is s * (1 - s).")
