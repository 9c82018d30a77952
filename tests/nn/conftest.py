"""A layer whose numbers can be reckoned with in the head, and tests that no busy machine fails."""

import numpy as np
import pytest
from hypothesis import settings

import bpcourse as bp

settings.register_profile("patient", deadline=None)  # how long one case takes proves nothing
settings.load_profile("patient")


@pytest.fixture
def layer(rng):
    """W = [3 -4], b = [10], with the gradients dW = [1 1], db = [0]."""
    layer = bp.Dense(2, 1, rng=rng)
    layer.W, layer.b = np.array([[3.0], [-4.0]]), np.array([10.0])
    layer.dW, layer.db = np.array([[1.0], [1.0]]), np.array([0.0])
    return layer
