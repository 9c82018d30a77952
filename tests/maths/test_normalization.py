import numpy as np
import pytest

import bpcourse as bp


def test_batchnorm_by_hand():
    """The column 1, 3 has the mean 2 and the variance 1: it becomes -1, 1; then times 5 plus 7."""
    layer = bp.BatchNorm(1, epsilon=0.0)
    layer.gamma, layer.beta = np.array([5.0]), np.array([7.0])
    np.testing.assert_allclose(layer.forward(np.array([[1.0], [3.0]])), [[2.0], [12.0]])


def test_batchnorm_keeps_running_statistics_while_training_and_uses_them_in_predict():
    """0.9 * 0 + 0.1 * 2 = 0.2, and with (1 + 1) / (2 - 1) = 2 also 0.9 * 1 + 0.1 * 2 = 1.1.

    A single sample can be predicted: (1.2 - 0.2) / sqrt(1.1).
    """
    layer = bp.BatchNorm(1, epsilon=0.0)
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


@pytest.mark.parametrize("p", [0.2, 0.8])
def test_dropout_drops_the_part_p_and_keeps_the_mean(p):
    """Of 100 000 ones the part p becomes 0 and the others 1 / (1 - p), within 5 standard errors."""
    Y = bp.Dropout(p, rng=np.random.default_rng(0)).forward(np.ones((1000, 100)))
    error = np.sqrt(p * (1 - p) / Y.size)
    assert abs(np.mean(Y == 0) - p) < 5 * error
    assert abs(Y.mean() - 1) < 5 * error / (1 - p)
    np.testing.assert_allclose(np.unique(Y), [0, 1 / (1 - p)])


def test_dropout_goes_back_through_the_units_that_were_kept(rng):
    layer, dY = bp.Dropout(0.5, rng=rng), rng.normal(size=(5, 4))
    Y = layer.forward(np.ones((5, 4)))
    np.testing.assert_array_equal(layer.backward(dY), dY * Y)


def test_dropout_leaves_predictions_alone(rng):
    X = rng.normal(size=(3, 2))
    np.testing.assert_array_equal(bp.Dropout(0.9, rng=rng).predict(X), X)


@pytest.mark.parametrize("p", [1, -0.1, 1.5])
def test_a_chance_that_is_none_is_refused(p, rng):
    with pytest.raises(ValueError) as raised:
        bp.Dropout(p, rng=rng)
    assert str(raised.value) == (
        f"p is the chance to drop a unit, from 0 to below 1, but it is {p}.\n"
        "At 1 nothing would be left to learn from."
    )


def test_float32_stays_float32(rng):
    X = np.ones((4, 2), np.float32)
    for layer in (bp.BatchNorm(2, dtype=np.float32), bp.Dropout(0.5, rng=rng)):
        Y = layer.forward(X)
        assert Y.dtype == layer.backward(Y).dtype == layer.predict(X).dtype == np.float32


def test_their_texts_say_what_they_are(rng):
    assert repr(bp.BatchNorm(3)) == "BatchNorm(3)"
    assert repr(bp.Dropout(0.25, rng=rng)) == "Dropout(0.25)"
