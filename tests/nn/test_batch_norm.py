import numpy as np
import pytest

import bpcourse as bp


def test_batchnorm_by_hand():
    """The column 1, 3 has the mean 2 and the variance 1: it becomes -1, 1; then times 5 plus 7."""
    layer = bp.BatchNorm(1, epsilon=1e-12)
    layer.gamma, layer.beta = np.array([5.0]), np.array([7.0])
    np.testing.assert_allclose(layer.forward(np.array([[1.0], [3.0]])), [[2.0], [12.0]])


def test_batchnorm_keeps_running_statistics_while_training_and_uses_them_in_predict():
    """0.9 * 0 + 0.1 * 2 = 0.2, and with (1 + 1) / (2 - 1) = 2 also 0.9 * 1 + 0.1 * 2 = 1.1.

    A single sample can be predicted: (1.2 - 0.2) / sqrt(1.1).
    """
    layer = bp.BatchNorm(1, epsilon=1e-12)
    layer.forward(np.array([[1.0], [3.0]]))
    np.testing.assert_allclose(layer.running_mean, [0.2])
    np.testing.assert_allclose(layer.running_var, [1.1])
    np.testing.assert_allclose(layer.predict(np.array([[1.2]])), [[1 / np.sqrt(1.1)]])


def test_predict_of_a_row_does_not_depend_on_its_companions(rng):
    layer, X = bp.BatchNorm(3), rng.normal(size=(8, 3))
    layer.forward(X)
    np.testing.assert_array_equal(layer.predict(X)[:1], layer.predict(X[:1]))
    assert not np.allclose(layer.forward(X)[:1], layer.forward(X[:1]))


def test_predict_changes_no_statistics(rng):
    layer = bp.BatchNorm(3)
    layer.forward(rng.normal(size=(8, 3)))
    before = layer.running_mean.copy(), layer.running_var.copy()
    layer.predict(rng.normal(size=(8, 3)))
    np.testing.assert_array_equal((layer.running_mean, layer.running_var), before)


def test_the_dx_of_batchnorm_sums_to_zero_in_every_column(rng):
    """Shifting a column changes nothing, so the slope along that shift is 0."""
    layer = bp.BatchNorm(3)
    layer.gamma = rng.normal(size=3)
    layer.forward(rng.normal(size=(8, 3)))
    np.testing.assert_allclose(layer.backward(rng.normal(size=(8, 3))).sum(axis=0), 0, atol=1e-12)


def test_a_constant_column_stays_finite():
    layer = bp.BatchNorm(1)
    np.testing.assert_array_equal(layer.forward(np.full((4, 1), 3.0)), np.zeros((4, 1)))
    assert np.isfinite(layer.backward(np.ones((4, 1)))).all()


def test_a_batch_of_one_is_its_own_mean():
    """So every number becomes beta, whatever it was, and its variance counts as 0: 0.9 * 1."""
    layer = bp.BatchNorm(2)
    layer.beta = np.array([5.0, -5.0])
    np.testing.assert_array_equal(layer.forward(np.array([[7.0, -3.0]])), [[5.0, -5.0]])
    np.testing.assert_allclose(layer.running_mean, [0.7, -0.3])
    np.testing.assert_allclose(layer.running_var, [0.9, 0.9])


def test_a_batch_of_none_has_no_mean():
    with pytest.raises(bp.ShapeError) as raised:
        bp.BatchNorm(2).forward(np.zeros((0, 2)))
    assert str(raised.value) == (
        "X has shape (0, 2): there is nothing in it.\n"
        "A mean needs at least one number: look whether all rows were left out before."
    )


def test_its_text_says_what_it_is():
    assert repr(bp.BatchNorm(3)) == "BatchNorm(3)"


def test_float32_stays_float32():
    X, layer = np.ones((4, 2), np.float32), bp.BatchNorm(2, dtype=np.float32)
    Y = layer.forward(X)
    assert Y.dtype == layer.backward(Y).dtype == layer.predict(X).dtype == np.float32
