import numpy as np
import pytest

import bpcourse as bp


def test_sgd_by_hand(rng):
    """w = 2, slope -0.5, rate 0.1: the new w is 2.05."""
    layer = bp.Dense(1, 1, rng=rng)
    layer.W, layer.dW, layer.db = np.array([[2.0]]), np.array([[-0.5]]), np.array([0.0])
    bp.SGD(0.1).step(layer)
    np.testing.assert_allclose(layer.W, [[2.05]])


def test_sgd_leaves_the_old_arrays_alone(rng):
    """Who kept the weights of yesterday still has them."""
    layer = bp.Dense(2, 2, rng=rng)
    kept, copy = layer.W, layer.W.copy()
    layer.forward(np.ones((1, 2)))
    layer.backward(np.ones((1, 2)))
    bp.SGD(0.5).step(layer)
    np.testing.assert_array_equal(kept, copy)
    assert layer.W is not kept


@pytest.mark.parametrize("rate", [0.0, -0.1, np.inf, np.nan])
def test_a_rate_that_is_no_positive_number_is_refused(rate):
    with pytest.raises(ValueError) as raised:
        bp.SGD(rate)
    assert str(raised.value) == (
        f"The learning rate must be a positive number, but it is {rate}.\n"
        "The minus sign of the update is already in the formula."
    )


def test_its_text_could_be_typed_back():
    assert repr(bp.SGD(0.1)) == "SGD(0.1)"
