"""squash_slope is judged at 0 and by nudging."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.wrong import Slip


def squash(z):
    return 1 / (1 + np.exp(-z))


def test_quarter_at_zero(squash_slope):
    """At 0 it is one quarter."""
    same(squash_slope(np.zeros(2)), [0.25, 0.25], "the slope at 0")


def test_agrees_with_nudging(squash_slope, rng):
    """It agrees with nudging z."""
    z = rng.normal(size=7)
    with unchanged(z=z):
        got = squash_slope(z)
    right = (squash(z + 1e-6) - squash(z - 1e-6)) / 2e-6
    slips = [Slip("itself", "That is the sigmoid itself.", squash(z))]
    same(got, right, "the slope", slips, "It is s * (1 - s).")
