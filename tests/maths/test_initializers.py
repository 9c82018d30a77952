import numpy as np
import pytest

import bpcourse as bp
from bpcourse import initializers


@pytest.mark.parametrize(
    ("init", "variance"),
    [
        (bp.lecun_normal, 1 / 50),
        (bp.xavier_normal, 2 / 450),
        (bp.he_normal, 2 / 50),
        (initializers.small(0.1), 0.01),
    ],
)
def test_the_spread_is_the_one_promised(init, variance):
    """20 000 weights of a layer from 50 to 400: variance and mean within 4 standard errors."""
    W = init(50, 400, rng=np.random.default_rng(0))
    assert W.shape == (50, 400)
    assert abs(W.var() / variance - 1) < 4 * np.sqrt(2 / W.size)
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)


def test_zeros_and_constants_are_what_they_say():
    np.testing.assert_array_equal(initializers.zeros(2, 3), np.zeros((2, 3)))
    np.testing.assert_array_equal(initializers.constant(0.5)(2, 3), np.full((2, 3), 0.5))


@pytest.mark.parametrize(
    "init", [bp.he_normal, initializers.zeros, initializers.constant(1.0), initializers.small()]
)
def test_a_layer_takes_any_of_them_and_its_type(init, rng):
    layer = bp.Dense(3, 2, rng=rng, init=init, dtype=np.float32)
    assert layer.W.shape == (3, 2)
    assert layer.W.dtype == layer.b.dtype == np.float32
    np.testing.assert_array_equal(layer.b, [0, 0])


def test_the_same_seed_gives_the_same_weights():
    first, second = (bp.he_normal(3, 2, rng=np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
