import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bpcourse as bp

LOSSES = {"MeanSquaredError": bp.MeanSquaredError}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@settings(deadline=None, max_examples=25)
@given(n=st.integers(1, 6), k=st.integers(1, 4))
@example(n=1, k=1)
@example(n=3, k=3)
def test_backward_agrees_with_nudging(loss, n, k):
    rng = np.random.default_rng([n, k])
    loss, Y, targets = loss(), rng.normal(size=(n, k)), rng.normal(size=(n, k))
    loss.forward(Y, targets)
    dY = loss.backward()
    np.testing.assert_allclose(
        dY, bp.numerical_gradient(lambda Y: loss.forward(Y, targets), Y), atol=1e-6
    )


def test_mean_squared_error_by_hand():
    """Errors 1, -1, 2, 0: squares 1, 1, 4, 0, mean 1.5; dY is half of each error."""
    loss = bp.MeanSquaredError()
    assert (
        loss.forward(np.array([[2.0, 1.0], [5.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])) == 1.5
    )
    np.testing.assert_array_equal(loss.backward(), [[0.5, -0.5], [1.0, 0.0]])


def test_the_mean_is_taken_over_the_samples_here():
    """The same sample twice has the same loss, and each copy half of its gradient."""
    loss, Y, targets = bp.MeanSquaredError(), np.array([[3.0]]), np.array([[1.0]])
    once, dY = loss.forward(Y, targets), loss.backward()
    twice = loss.forward(np.repeat(Y, 2, axis=0), np.repeat(targets, 2, axis=0))
    assert once == twice
    np.testing.assert_array_equal(loss.backward(), np.repeat(dY / 2, 2, axis=0))


def test_a_flat_vector_of_targets_is_refused():
    with pytest.raises(bp.ShapeError, match="to make it a column"):
        bp.MeanSquaredError().forward(np.zeros((3, 1)), np.zeros(3))
