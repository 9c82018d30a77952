import copy

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


def one_number(w=2.0):
    """A layer of one weight, whose gradient is set by hand."""
    layer = bp.Dense(1, 1, rng=np.random.default_rng(0))
    layer.W, layer.db = np.array([[w]]), np.array([1.0])
    return layer


@pytest.mark.parametrize(
    ("optimizer", "gradients", "expected"),
    [
        # v = 1, then 0.5 + 1 = 1.5: w = 2 - 0.1 - 0.15
        (bp.Momentum(0.1, beta=0.5), [1, 1], 1.75),
        # v = 1: the step is 0.1 (1 + 0.5); v = 1.5: the step is 0.1 (1 + 0.75)
        (bp.Nesterov(0.1, beta=0.5), [1, 1], 2 - 0.15 - 0.175),
        # s = 0.75 * 4 = 3, so the step is 0.1 * 2 / sqrt(3)
        (bp.RMSprop(0.1, rho=0.25, epsilon=1e-15), [2], 2 - 0.2 / np.sqrt(3)),
        # m_hat = g and v_hat = g^2: the first step is the rate, whatever the scale
        (bp.Adam(0.1, epsilon=1e-15), [1000], 1.9),
        # m = 0.5, then 0.25 - 0.5 = -0.25, over 0.75: -1/3; v_hat = 1
        (bp.Adam(0.1, beta1=0.5, epsilon=1e-15), [1, -1], 2 - 0.1 + 0.1 / 3),
        # epsilon stands outside the root: 0.1 * 1 / (1 + 1)
        (bp.Adam(0.1, epsilon=1.0), [1], 1.95),
        # first 2 - 0.1 * 0.5 * 2, then the step of Adam
        (bp.AdamW(0.1, epsilon=1e-15, weight_decay=0.5), [3], 1.8),
    ],
    ids=lambda value: repr(value) if isinstance(value, bp.Optimizer) else "",
)
def test_steps_by_hand(optimizer, gradients, expected):
    layer = one_number()
    for gradient in gradients:
        layer.dW = np.array([[float(gradient)]])
        optimizer.step(layer)
    np.testing.assert_allclose(layer.W, [[expected]], rtol=1e-12)


MAKERS = [bp.SGD, bp.Momentum, bp.Nesterov, bp.RMSprop, bp.Adam, bp.AdamW]


@pytest.mark.parametrize("make", MAKERS)
def test_old_arrays_and_gradients_are_left_alone_and_types_are_kept(make, rng):
    layer, optimizer = bp.Dense(3, 2, rng=rng, dtype=np.float32), make(0.1)
    for _ in range(3):
        layer.forward(np.ones((2, 3), np.float32))
        layer.backward(np.ones((2, 2), np.float32))
        W, dW = layer.W, layer.dW
        copies = W.copy(), dW.copy()
        optimizer.step(layer)
        np.testing.assert_array_equal((W, dW), copies)
        assert layer.W.dtype == layer.b.dtype == np.float32


@pytest.mark.parametrize("make", MAKERS)
def test_one_row_of_all_numbers_moves_as_every_layer_by_itself_would(make, rng):
    """Two layers in one network, and twins of them with an optimizer each."""
    layers = [bp.Dense(3, 4, rng=rng), bp.Dense(4, 2, rng=rng)]
    net, twins, alone = bp.Network(*layers), copy.deepcopy(layers), [make(0.1), make(0.1)]
    together = make(0.1)
    for _ in range(5):
        net.forward(rng.normal(size=(6, 3)))
        net.backward(rng.normal(size=(6, 2)))
        for layer, twin, optimizer in zip(layers, twins, alone, strict=True):
            twin.dW, twin.db = layer.dW, layer.db
            optimizer.step(twin)
        together.step(net)
    for layer, twin in zip(layers, twins, strict=True):
        np.testing.assert_allclose(layer.W, twin.W, rtol=1e-12)
        np.testing.assert_allclose(layer.b, twin.b, rtol=1e-12)


def test_another_network_needs_another_optimizer(rng):
    small, large, optimizer = bp.Dense(1, 1, rng=rng), bp.Dense(2, 2, rng=rng), bp.Adam(0.1)
    for layer in (small, large):
        layer.forward(np.ones((1, len(layer.W))))
        layer.backward(np.ones((1, len(layer.b))))
    optimizer.step(small)
    with pytest.raises(bp.ShapeError) as raised:
        optimizer.step(large)
    assert str(raised.value) == (
        "Adam(0.1) has trained 2 numbers, but Dense(2, 2) has 6.\n"
        "Make a new optimizer for another network: this one remembers the first."
    )


def test_nothing_to_learn_is_nothing_to_do():
    bp.Adam(0.1).step(bp.ReLU())


def test_a_gradient_of_another_shape_than_its_array_is_refused(rng):
    """As many numbers, but other ones: in one row nobody would notice."""
    layer = bp.Dense(2, 3, rng=rng)
    layer.dW, layer.db = np.ones((3, 2)), np.ones(3)
    with pytest.raises(bp.ShapeError) as raised:
        bp.SGD(0.1).step(layer)
    assert str(raised.value) == (
        "W of Dense(2, 3) has shape (2, 3), but dW has shape (3, 2).\n"
        "A gradient has the shape of its array: look at where backward makes it."
    )


def test_a_gradient_that_is_a_list_is_refused(rng):
    layer = bp.Dense(1, 2, rng=rng)
    layer.dW, layer.db = [[1.0, 2.0]], np.ones(2)
    with pytest.raises(TypeError, match="A gradient must be a NumPy array, but it is a list"):
        bp.SGD(0.1).step(layer)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: bp.Momentum(0.1, beta=1.5),
            "beta is 1.5.\n"
            "It must be a number, at least 0 and below 1: the part of v that every step keeps.",
        ),
        (
            lambda: bp.Adam(beta2=1.0),
            "beta2 is 1.0.\n"
            "It must be a number, at least 0 and below 1: the part of v that every step keeps.",
        ),
        (
            lambda: bp.Adam(epsilon=0),
            "epsilon is 0.\n"
            "It must be a number, above 0 and finite: what keeps the divisor above 0 where a "
            "gradient is 0.",
        ),
        (
            lambda: bp.AdamW(weight_decay=-1),
            "weight_decay is -1.\nIt must be a number, at least 0 and finite: the part of w, times "
            "the rate, that every step takes away.",
        ),
    ],
)
def test_a_parameter_outside_its_meaning_is_refused_where_it_is_given(make, message):
    with pytest.raises(ValueError) as raised:
        make()
    assert str(raised.value) == message


def test_the_decay_of_adamw_shrinks_the_biases_too_and_l2_does_not():
    layer = one_number()
    layer.dW, layer.db, layer.b = np.zeros((1, 1)), np.zeros(1), np.array([4.0])
    bp.AdamW(0.1, weight_decay=0.5).step(layer)
    np.testing.assert_allclose(layer.b, [3.8])
    bp.L2(0.5).backward(layer)
    np.testing.assert_array_equal(layer.db, [0.0])
