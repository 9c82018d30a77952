import numpy as np
import pytest

import bpcourse as bp


def test_the_cache_of_two_layers_by_hand():
    """x = [1 2]: sums [3 -1], after ReLU [3 0]; then 3 * 2 + 0 * 5 + 1 = 7."""
    params = [
        (np.array([[1.0, 1.0], [1.0, -1.0]]), np.zeros(2)),
        (np.array([[2.0], [5.0]]), np.ones(1)),
    ]
    X = np.array([[1.0, 2.0]])
    cache = bp.mlp_forward(params, X, "relu")
    assert cache["kind"] == "relu"
    assert cache["A"][0] is X
    np.testing.assert_array_equal(cache["A"][1], [[3.0, 0.0]])
    np.testing.assert_array_equal(cache["Z"][0], [[3.0, -1.0]])
    np.testing.assert_array_equal(cache["Z"][1], [[7.0]])
    assert len(cache["A"]) == len(cache["Z"]) == 2


@pytest.mark.parametrize(
    ("kind", "layer"), [("relu", bp.ReLU), ("tanh", bp.Tanh), ("sigmoid", bp.Sigmoid)]
)
def test_its_answer_is_that_of_the_same_network(kind, layer, rng):
    layers = [bp.Dense(3, 4, rng=rng), bp.Dense(4, 5, rng=rng), bp.Dense(5, 2, rng=rng)]
    net = bp.Network(layers[0], layer(), layers[1], layer(), layers[2])
    X = rng.normal(size=(6, 3))
    cache = bp.mlp_forward([(dense.W, dense.b) for dense in layers], X, kind)
    np.testing.assert_allclose(cache["Z"][-1], net.forward(X), rtol=1e-14)
    for A, dense in zip(cache["A"], layers, strict=True):
        np.testing.assert_allclose(A, dense.X, rtol=1e-14)


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.mlp_forward([(np.ones((1, 1)), np.ones(1))], np.ones((1, 1)), "step")
    assert str(raised.value) == (
        "kind is 'step'.\nIt must be one of 'relu', 'tanh', 'sigmoid': the activation."
    )


def test_a_net_without_layers_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.mlp_forward([], np.ones((1, 1)), "relu")
    assert str(raised.value) == "params is empty.\nIt must hold a pair (W, b) for each layer."


def test_a_bias_in_a_column_is_refused():
    """It would be added to the samples of a batch as large as the layer, without a word."""
    with pytest.raises(bp.ShapeError) as raised:
        bp.mlp_forward([(np.ones((1, 2)), np.ones((2, 1)))], np.ones((2, 1)), "relu")
    assert str(raised.value) == (
        "In layer 0 W has shape (1, 2), but b has shape (2, 1).\n"
        "Every column of W needs one number: b has the shape (n_out,)."
    )


def test_a_layer_that_does_not_fit_is_named():
    params = [(np.ones((2, 3)), np.ones(3)), (np.ones((2, 1)), np.ones(1))]
    with pytest.raises(bp.ShapeError, match=r"Layer 1 has 2 inputs, but A\[1\] has shape \(4, 3\)"):
        bp.mlp_forward(params, np.ones((4, 2)), "relu")
