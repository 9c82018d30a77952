import numpy as np
import pytest

import bpcourse as bp
from bpcourse.nn.activations import sigmoid, softmax

HALF = [0.5, -0.5]


@pytest.mark.parametrize(
    ("layer", "Y", "slopes"),
    [
        (bp.Sigmoid(), [0.6224593312018546, 0.3775406687981454], [0.2350037122015945] * 2),
        (bp.Tanh(), [0.46211715726000973, -0.46211715726000973], [0.7864477329659275] * 2),
        (bp.ReLU(), [0.5, 0.0], [1.0, 0.0]),
        (bp.LeakyReLU(0.1), [0.5, -0.05], [1.0, 0.1]),
    ],
    ids=repr,
)
def test_values_and_slopes_by_hand(layer, Y, slopes):
    """At 0.5 and -0.5: 1 / (1 + e^-0.5) = 0.622, times 1 - 0.622 the slope 0.235; and so on."""
    X = np.array([HALF])
    np.testing.assert_allclose(layer.forward(X), [Y], rtol=1e-15)
    np.testing.assert_allclose(layer.backward(np.ones((1, 2))), [slopes], rtol=1e-15)


def test_softmax_by_hand():
    """e^0 = 1 and e^log 3 = 3: the parts are 1/4 and 3/4; the Jacobian has 1/4 * 3/4 all over."""
    layer = bp.Softmax()
    np.testing.assert_allclose(layer.forward(np.array([[0.0, np.log(3)]])), [[0.25, 0.75]])
    np.testing.assert_allclose(layer.jacobians(), [[[0.1875, -0.1875], [-0.1875, 0.1875]]])
    np.testing.assert_allclose(layer.backward(np.array([[1.0, 0.0]])), [[0.1875, -0.1875]])


def test_softmax_goes_back_by_its_full_jacobian(rng):
    layer, X, dY = bp.Softmax(), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    layer.forward(X)
    expected = [dy @ J for dy, J in zip(dY, layer.jacobians(), strict=True)]
    np.testing.assert_allclose(layer.backward(dY), expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_overflows_at_a_thousand(dtype):
    X = np.array([[-1000.0, 0.0, 1000.0]], dtype)
    np.testing.assert_allclose(sigmoid(X), [[0.0, 0.5, 1.0]])
    np.testing.assert_array_equal(softmax(X), [[0.0, 0.0, 1.0]])
    for layer in (bp.Sigmoid(), bp.Tanh(), bp.ReLU(), bp.LeakyReLU(), bp.Softmax()):
        Y = layer.forward(X)
        dX = layer.backward(np.ones_like(X))
        assert np.isfinite(Y).all()
        assert np.isfinite(dX).all()
        assert Y.dtype == dX.dtype == dtype


def test_sigmoid_keeps_its_digits_far_to_the_left():
    """1 / (1 + e^40) is e^-40 to 17 digits, and not 0."""
    assert sigmoid(np.array(-40.0)) == pytest.approx(np.exp(-40.0), rel=1e-15)


def test_the_slope_of_sigmoid_is_largest_at_0_and_a_quarter_there():
    layer = bp.Sigmoid()
    layer.forward(np.linspace(-5, 5, 101)[np.newaxis, :])
    assert layer.slope().max() == layer.slope()[0, 50] == 0.25


@pytest.mark.parametrize(
    "layer", [bp.Sigmoid(), bp.Tanh(), bp.ReLU(), bp.LeakyReLU(0.1), bp.Softmax()], ids=repr
)
def test_nan_is_passed_on_in_both_directions(layer):
    """A ReLU that is shut, or a mask of it, would hide where the first nan came from."""
    assert np.isnan(layer.forward(np.array([[np.nan, 1.0]]))[0, 0])
    assert np.isnan(layer.backward(np.ones((1, 2)))[0, 0])
    layer.forward(np.array([[-1.0, 1.0]]))
    assert np.isnan(layer.backward(np.array([[np.nan, 1.0]]))[0, 0])


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, bool, np.float16])
def test_numbers_of_any_kind_have_the_values_and_slopes_of_floats(dtype):
    X = np.array([[0, 1, 1]])
    for make in (bp.Sigmoid, bp.Tanh, bp.ReLU, lambda: bp.LeakyReLU(0.1), bp.Softmax):
        layer, twin = make(), make()
        np.testing.assert_array_equal(layer.forward(X.astype(dtype)), twin.forward(X.astype(float)))
        dY = np.array([[1, 0, 1]])
        np.testing.assert_array_equal(
            layer.backward(dY.astype(dtype)), twin.backward(dY.astype(float))
        )


def test_a_softmax_of_no_columns_is_refused():
    with pytest.raises(bp.ShapeError) as raised:
        bp.Softmax().forward(np.zeros((3, 0)))
    assert str(raised.value) == (
        "X has shape (3, 0): there is no column that a softmax could give anything to.\n"
        "Give one logit for each class."
    )


def test_softmax_takes_a_matrix():
    with pytest.raises(bp.ShapeError) as raised:
        bp.Softmax().forward(np.zeros(3))
    assert str(raised.value) == (
        "Softmax() takes a matrix, one sample per row, but X has shape (3,).\n"
        "For a single sample write X[np.newaxis, :], which has one row."
    )


def test_a_gradient_of_another_shape_is_refused():
    layer = bp.Tanh()
    layer.forward(np.zeros((2, 3)))
    with pytest.raises(bp.ShapeError, match=r"dY has shape \(2, 1\), but X has shape \(2, 3\)"):
        layer.backward(np.zeros((2, 1)))


def test_their_texts_could_be_typed_back():
    layers = bp.Sigmoid(), bp.Tanh(), bp.ReLU(), bp.LeakyReLU(0.2), bp.Softmax()
    assert [repr(eval(f"bp.{layer!r}")) for layer in layers] == [repr(layer) for layer in layers]
