import numpy as np
import pytest

import bpcourse as bp


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
        f"p is {p}.\n"
        "It must be a number, at least 0 and below 1: the probability to drop a number; at 1 "
        "nothing would be left."
    )


def test_whole_numbers_are_dropped_or_doubled():
    """Not divided by 1 - p as a whole number, which is 0."""
    Y = bp.Dropout(0.5, rng=np.random.default_rng(0)).forward(np.array([[1, 2, 3, 4]]))
    np.testing.assert_array_equal(Y, [[2, 0, 0, 0]])


def test_its_text_says_what_it_is(rng):
    assert repr(bp.Dropout(0.25, rng=rng)) == "Dropout(0.25)"


def test_float32_stays_float32(rng):
    X, layer = np.ones((4, 2), np.float32), bp.Dropout(0.5, rng=rng)
    Y = layer.forward(X)
    assert Y.dtype == layer.backward(Y).dtype == layer.predict(X).dtype == np.float32
