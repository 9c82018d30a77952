import copy

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bpcourse as bp
from bpcourse.nn.network import backward_without_dX
from bpcourse.nn.parameters import statistics

SIZES = st.integers(1, 6)


class Again:
    """A source of chance that says the same each time, so that nudging meets the same mask."""

    def random(self, shape):
        return np.random.default_rng(1).random(shape)


def shaken(layer, rng):
    """The layer with other values than those it starts from, which may hide a mistake."""
    for w in bp.parameters(layer):
        w.value = rng.normal(size=w.value.shape)
    return layer


# Every layer, as a function of the numbers of its inputs and outputs. A new layer adds a line.
LAYERS = {
    "Dense": lambda n_in, n_out, rng: bp.Dense(n_in, n_out, rng=rng),
    "Network": lambda n_in, n_out, rng: bp.Network(
        bp.Dense(n_in, 3, rng=rng), bp.Dense(3, n_out, rng=rng)
    ),
    "nested Network": lambda n_in, n_out, rng: bp.Network(
        bp.Network(bp.Dense(n_in, 2, rng=rng)), bp.Dense(2, n_out, rng=rng)
    ),
    "Sigmoid": lambda n_in, n_out, rng: bp.Sigmoid(),
    "Tanh": lambda n_in, n_out, rng: bp.Tanh(),
    "ReLU": lambda n_in, n_out, rng: bp.ReLU(),
    "LeakyReLU": lambda n_in, n_out, rng: bp.LeakyReLU(0.2),
    "Softmax": lambda n_in, n_out, rng: bp.Softmax(),
    "BatchNorm": lambda n_in, n_out, rng: shaken(bp.BatchNorm(n_in, epsilon=0.1), rng),
    "Dropout": lambda n_in, n_out, rng: bp.Dropout(0.4, rng=Again()),
    "deep Network": lambda n_in, n_out, rng: bp.Network(
        bp.Dense(n_in, 4, rng=rng),
        bp.BatchNorm(4, epsilon=0.1),
        bp.Tanh(),
        bp.Dropout(0.3, rng=Again()),
        bp.Dense(4, n_out, rng=rng),
        bp.Softmax(),
    ),
}


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
@settings(max_examples=25)
@given(n=SIZES, n_in=SIZES, n_out=SIZES)
@example(n=1, n_in=3, n_out=2)
@example(n=4, n_in=3, n_out=3)
@example(n=3, n_in=3, n_out=3)
def test_backward_agrees_with_nudging(make, n, n_in, n_out):
    rng = np.random.default_rng([n, n_in, n_out])
    comparisons = bp.check_gradients(make(n_in, n_out, rng), rng.normal(size=(n, n_in)), rng)
    assert all(c.passed for c in comparisons), "\n".join(map(str, comparisons))


def in_float32(layer):
    """Its twin, with every number rounded."""
    twin = copy.deepcopy(layer)
    for array in bp.parameters(twin) + statistics(twin):
        array.value = array.value.astype(np.float32)
    return twin


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
@settings(max_examples=15)
@given(n=SIZES, n_in=SIZES, n_out=SIZES)
def test_backward_in_float32_agrees_with_nudging_in_float64(make, n, n_in, n_out):
    """In float32 itself the rounding of the loss is as large as the nudge."""
    rng = np.random.default_rng([n, n_in, n_out])
    layer, X = make(n_in, n_out, rng), rng.normal(size=(n, n_in))
    twin, R = in_float32(layer), rng.normal(size=layer.forward(X).shape)
    Y = twin.forward(X.astype(np.float32))
    dX = twin.backward(R.astype(np.float32))
    claims = [dX, *(w.grad for w in bp.parameters(twin))]
    arrays = [X, *(w.value for w in bp.parameters(layer))]
    assert {array.dtype for array in (Y, *claims)} == {np.dtype(np.float32)}
    for claimed, array in zip(claims, arrays, strict=True):
        measured = bp.numerical_gradient(lambda _: np.sum(R * layer.forward(X)), array)
        assert np.max(bp.relative_error(claimed, measured), initial=0) < 1e-4  # 7 digits, summed


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_predict_leaves_no_trace(make, rng):
    layer, X = make(3, 2, rng), rng.normal(size=(4, 3))
    dY = rng.normal(size=layer.forward(X).shape)
    dX = layer.backward(dY)
    layer.forward(X)
    layer.predict(rng.normal(size=(7, 3)))
    np.testing.assert_array_equal(layer.backward(dY), dX)


@pytest.mark.parametrize("name", sorted(set(LAYERS) - {"BatchNorm", "Dropout", "deep Network"}))
def test_predict_says_the_same_as_forward(name, rng):
    """Except where training and use differ on purpose: see test_batch_norm and test_dropout."""
    layer, X = LAYERS[name](3, 2, rng), rng.normal(size=(4, 3))
    np.testing.assert_array_equal(layer.predict(X), layer.forward(X))


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_without_dx_the_same_gradients_are_stored(make, rng):
    layer, X = make(3, 2, rng), rng.normal(size=(4, 3))
    dY = rng.normal(size=layer.forward(X).shape)
    layer.backward(dY)
    stored = [w.grad for w in bp.parameters(layer)]
    layer.forward(X)
    backward_without_dX(layer, dY)
    for before, after in zip(stored, bp.parameters(layer), strict=True):
        assert after.grad is not before
        np.testing.assert_array_equal(after.grad, before)


def test_a_dense_can_leave_out_dx(rng):
    layer = bp.Dense(3, 2, rng=rng)
    dY = layer.forward(np.ones((4, 3)))
    assert layer.backward(dY, needs_dX=False) is None
    assert layer.backward(dY).shape == (4, 3)


def test_a_backward_of_ones_own_runs_in_the_first_layer_too(rng):
    """Also where it calls the one of Dense, and counts on its dX."""
    calls = []

    class Mine(bp.Dense):
        def backward(self, dY):
            dX = super().backward(dY)
            calls.append(dX.shape)
            return dX

    for net in (Mine(2, 2, rng=rng), bp.Network(bp.Network(Mine(2, 2, rng=rng)))):
        net.forward(np.ones((3, 2)))
        backward_without_dX(net, np.ones((3, 2)))
    assert calls == [(3, 2)] * 2


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_forward_and_backward_change_nothing_they_are_given(make, rng):
    layer, X = make(3, 2, rng), rng.normal(size=(4, 3))
    X.flags.writeable = False
    dY = rng.normal(size=layer.forward(X).shape)
    dY.flags.writeable = False
    layer.backward(dY)


def test_dense_by_hand(rng):
    """X = [1 2], W = [[1 0] [0 3]], b = [10 20]: Y = [11 26]; dY = [1 1]: dW = [[1 1] [2 2]]."""
    layer = bp.Dense(2, 2, rng=rng)
    layer.W, layer.b = np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([10.0, 20.0])
    np.testing.assert_array_equal(layer.forward(np.array([[1.0, 2.0]])), [[11.0, 26.0]])
    np.testing.assert_array_equal(layer.backward(np.array([[1.0, 1.0]])), [[1.0, 3.0]])
    np.testing.assert_array_equal(layer.dW, [[1.0, 1.0], [2.0, 2.0]])
    np.testing.assert_array_equal(layer.db, [1.0, 1.0])


def test_dense_keeps_float32(rng):
    layer = bp.Dense(3, 2, rng=rng, dtype=np.float32)
    Y = layer.forward(np.ones((4, 3), np.float32))
    assert Y.dtype == layer.backward(Y).dtype == layer.dW.dtype == layer.db.dtype == np.float32


def test_dense_starts_with_the_spread_it_promises():
    """10 000 weights with variance 1 / n_in: their variance is within 3 standard errors of it."""
    W = bp.Dense(25, 400, rng=np.random.default_rng(1)).W
    assert abs(W.var() * 25 - 1) < 3 * np.sqrt(2 / W.size)


def test_backward_before_forward_says_what_to_do(rng):
    with pytest.raises(AttributeError) as raised:
        bp.Dense(2, 3, rng=rng).backward(np.zeros((1, 3)))
    assert str(raised.value) == (
        "Dense has no attribute 'Y'.\n"
        "If backward asked for it: call forward first, that is where a layer remembers."
    )


def test_backward_refuses_a_gradient_of_another_shape(rng):
    layer = bp.Dense(2, 3, rng=rng)
    layer.forward(np.zeros((5, 2)))
    with pytest.raises(bp.ShapeError, match=r"dY has shape \(5, 2\), but Y has shape \(5, 3\)"):
        layer.backward(np.zeros((5, 2)))


def test_forward_names_the_layer_in_its_error(rng):
    with pytest.raises(
        bp.ShapeError, match=r"Dense\(2, 3\) has 2 inputs, but X has shape \(5, 4\)"
    ):
        bp.Dense(2, 3, rng=rng).forward(np.zeros((5, 4)))


@pytest.mark.parametrize("dtype", [int, np.float16, bool, "text", None])
def test_a_layer_of_numbers_that_cannot_take_small_steps_is_refused(dtype, rng):
    for make in (
        lambda: bp.Dense(2, 3, rng=rng, dtype=dtype),
        lambda: bp.BatchNorm(3, dtype=dtype),
    ):
        with pytest.raises(ValueError) as raised:
            make()
        assert str(raised.value) == (
            f"dtype is {dtype!r}.\n"
            "A layer learns by small steps, so it must be np.float64 or np.float32."
        )


def test_a_start_of_another_shape_is_refused(rng):
    with pytest.raises(bp.ShapeError) as raised:
        bp.Dense(2, 3, rng=rng, init=lambda n_in, n_out, **_: np.zeros((n_out, n_in)))
    assert str(raised.value) == (
        "init gave a W of shape (3, 2), but the layer needs (2, 3).\n"
        "Rows of W belong to inputs, columns to outputs: look whether it returns W.T."
    )


def test_a_start_of_whole_numbers_becomes_floats(rng):
    layer = bp.Dense(2, 3, rng=rng, init=lambda n_in, n_out, **_: np.ones((n_in, n_out), int))
    assert layer.W.dtype == np.float64


@pytest.mark.parametrize("rng", [None, 0, "seed"])
def test_a_seed_is_no_generator(rng):
    with pytest.raises(TypeError) as raised:
        bp.Dense(2, 3, rng=rng)
    assert str(raised.value) == (
        f"A layer needs random numbers, but rng is {rng!r}.\n"
        "Make a generator once, rng = np.random.default_rng(0), and hand it over as rng=rng."
    )
