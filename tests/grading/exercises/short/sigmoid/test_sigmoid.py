"""sigmoid is judged at 0, on random data and far out."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.given import unchanged


def ask(sigmoid, z):
    with unchanged(z=z):
        return sigmoid(z)


def test_half_at_zero(sigmoid):
    """At 0 it is one half."""
    same(ask(sigmoid, np.zeros(1)), [0.5], "sigmoid(0)")


def test_follows_the_rule(sigmoid, rng):
    """On random data it follows the rule."""
    z = rng.normal(size=(4, 3))
    slips = [("The sign of z is wrong.", 1 / (1 + np.exp(z))), ("That is tanh.", np.tanh(z))]
    same(ask(sigmoid, z), 1 / (1 + np.exp(-z)), "sigmoid(z)", slips, "Divide 1 by 1 + exp(-z).")


def test_stable_far_out(sigmoid):
    """Far out it is 0 and 1, without a warning or nan."""
    same(ask(sigmoid, np.array([-1000.0, 1000.0])), [0.0, 1.0], "sigmoid of -1000 and 1000")
