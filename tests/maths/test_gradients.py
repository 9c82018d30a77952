import numpy as np
import pytest

import bpcourse as bp


def test_numerical_gradient_by_hand():
    """f = w0^2 + 3 w1 at (2, 5): the slopes are 4 and 3."""
    w = np.array([2.0, 5.0])
    np.testing.assert_allclose(bp.numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], w), [4, 3])


def test_numerical_gradient_leaves_w_as_it_was_even_if_f_fails():
    w = np.array([1.0, 2.0])

    def fails(w):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bp.numerical_gradient(fails, w)
    np.testing.assert_array_equal(w, [1.0, 2.0])


def test_whole_numbers_cannot_be_nudged():
    with pytest.raises(TypeError) as raised:
        bp.numerical_gradient(np.sum, np.array([1, 2], dtype=np.int64))
    assert str(raised.value) == (
        "w holds int64, and a whole number cannot be nudged by 1e-06.\nWrite w.astype(float)."
    )


class Wrong(bp.Dense):
    """A Dense whose dW is put through some mistake."""

    def __init__(self, mistake, rng):
        super().__init__(3, 2, rng=rng)
        self.mistake = mistake

    def backward(self, dY):
        dX = super().backward(dY)
        self.dW = self.mistake(self.dW)
        return dX


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda dW: -dW, "Every number is right but for its sign."),
        (lambda dW: 2 * dW, "twice the right value"),
        (lambda dW: dW / 2, "half the right value"),
        (lambda dW: dW / 5, "the mean is taken twice"),
        (lambda dW: 5 * dW, "the sum over the samples, not the mean"),
        (lambda dW: 0 * dW, "It is zero everywhere, although nudging changes the loss."),
        (lambda dW: dW.T, "has shape (2, 3), but a gradient has the shape of its array, (3, 2)."),
        (lambda dW: dW * np.nan, "backward says nan"),
        (lambda dW: dW + 1e-4, "differs, most at"),
    ],
)
def test_the_checker_finds_the_mistake_and_names_it(mistake, words, rng):
    dX, dW, db = bp.check_gradients(Wrong(mistake, rng), rng.normal(size=(5, 3)), rng)
    assert dX.passed
    assert db.passed
    assert not dW.passed
    assert words in str(dW)


def test_the_checker_finds_a_layer_that_writes_into_what_it_was_given(rng):
    class Careless(bp.Dense):
        def backward(self, dY):
            dY *= 2
            return super().backward(dY)

    with pytest.raises(ValueError, match="read-only"):
        bp.check_gradients(Careless(2, 2, rng=rng), rng.normal(size=(3, 2)), rng)


def test_a_passing_comparison_says_how_close_it_is(rng):
    dX, *_ = bp.check_gradients(bp.Dense(2, 2, rng=rng), rng.normal(size=(3, 2)), rng)
    assert str(dX).startswith("dX: agrees, largest error ")


def test_relative_error_of_zero_against_zero_is_zero():
    assert bp.relative_error(np.array(0.0), np.array(0.0)) == 0
