"""squash is judged at 0, on random data and far out."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.wrong import Slip


def ask(squash, z):
    with unchanged(z=z):
        return squash(z)


def test_half_at_zero(squash):
    """At 0 it is one half."""
    same(ask(squash, np.zeros(1)), [0.5], "squash(0)")


def test_follows_the_rule(squash, rng):
    """On random data it follows the rule."""
    z = rng.normal(size=(4, 3))
    slips = [
        Slip("sign", "The sign of z is wrong.", 1 / (1 + np.exp(z))),
        Slip("tanh", "That is tanh.", np.tanh(z)),
    ]
    same(ask(squash, z), 1 / (1 + np.exp(-z)), "squash(z)", slips, "Divide 1 by 1 + exp(-z).")


def test_stable_far_out(squash):
    """Far out it is 0 and 1, without a warning or nan."""
    same(ask(squash, np.array([-1000.0, 1000.0])), [0.0, 1.0], "sigmoid of -1000 and 1000")
