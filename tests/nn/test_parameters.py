import numpy as np
import pytest

import bpcourse as bp
from bpcourse.nn.parameters import length


def test_the_formula_of_the_textbook_trains(rng):
    """w = w - learning_rate * dw rebinds the name, and still the layer learns."""
    layer = bp.Dense(2, 1, rng=rng)
    before = layer.W
    layer.forward(np.ones((1, 2)))
    layer.backward(np.ones((1, 1)))
    for w in bp.parameters(layer):
        w.value = w.value - 0.1 * w.grad
    np.testing.assert_allclose(layer.W, before - 0.1)


def test_an_update_of_another_shape_is_refused(rng):
    W = bp.parameters(bp.Dense(2, 3, rng=rng))[0]
    with pytest.raises(bp.ShapeError) as raised:
        W.value = np.zeros(3)
    assert str(raised.value) == (
        "W of Dense(2, 3) has shape (2, 3), but the new value has shape (3,).\n"
        "An update never changes a shape: look for a gradient that was broadcast."
    )


def test_a_gradient_before_backward_says_what_to_do(rng):
    with pytest.raises(RuntimeError) as raised:
        bp.parameters(bp.Dense(2, 3, rng=rng))[0].grad  # noqa: B018
    assert str(raised.value) == (
        "W of Dense(2, 3) has no gradient yet. Call forward, then backward, and only then step."
    )


def test_the_length_of_numbers_by_hand():
    assert length([np.array([[3.0]]), np.array([0.0, 4.0])]) == 5.0
    assert length([]) == 0.0
    assert length([np.array([1e300, 1e300])]) == pytest.approx(1e300 * np.sqrt(2))
    assert length([np.array([1e-200, 1e-200])]) == pytest.approx(1e-200 * np.sqrt(2))
    assert length([np.array([np.inf, 1.0])]) == np.inf
    assert np.isnan(length([np.array([np.nan, 1.0])]))
