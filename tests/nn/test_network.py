import numpy as np
import pytest

import bpcourse as bp


class Double:
    """A layer of one's own: the two methods, and nothing else."""

    def forward(self, X):
        return 2 * X

    def backward(self, dY):
        return 2 * dY


def test_a_layer_of_ones_own_needs_only_two_methods(rng):
    net = bp.Network(bp.Dense(2, 2, rng=rng), Double())
    X = rng.normal(size=(3, 2))
    np.testing.assert_array_equal(net.predict(X), net.forward(X))
    assert all(c.passed for c in bp.check_gradients(net, X, rng))


def test_parameters_come_in_the_order_of_the_layers_and_through_networks(rng):
    first, second = bp.Dense(2, 3, rng=rng), bp.Dense(3, 1, rng=rng)
    net = bp.Network(bp.Network(first), Double(), second)
    handles = [(p.layer, p.name) for p in bp.parameters(net)]
    assert handles == [(first, "W"), (first, "b"), (second, "W"), (second, "b")]


def test_a_network_without_layers_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.Network()
    assert str(raised.value) == (
        "A network needs at least one layer, as in Network(Dense(2, 1, rng=rng))."
    )


def test_the_same_layer_twice_is_refused_also_when_nested(rng):
    layer = bp.Dense(2, 2, rng=rng)
    with pytest.raises(ValueError) as raised:
        bp.Network(layer, bp.Network(layer))
    assert str(raised.value) == (
        "Dense(2, 2) stands twice in this network, but can remember one forward pass only.\n"
        "Make a second layer. Values used twice belong to the computational graph."
    )


def test_its_text_could_be_typed_back(rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Dense(3, 1, rng=rng))
    assert repr(net) == "Network(Dense(2, 3), Dense(3, 1))"


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (
            bp.ReLU,
            "Layer 2 is the class ReLU, and not an object of that class.\n"
            "Write ReLU(...), with its arguments between the brackets.",
        ),
        (
            [bp.ReLU()],
            "Layer 2 is a list: a network takes layers one by one.\n"
            "Write Network(*layers), with a star, for the layers in a list.",
        ),
        (
            np.tanh,
            "Layer 2 is a ufunc, which has no method forward.\nIt needs forward and backward.",
        ),
    ],
)
def test_what_is_no_layer_is_refused(layer, message, rng):
    with pytest.raises(TypeError) as raised:
        bp.Network(bp.Dense(2, 2, rng=rng), layer)
    assert str(raised.value) == message


def test_a_net_of_ones_own_can_be_held_against_a_validation_set(rng):
    """It has no `predict`: its forward answers, on a copy."""
    X = rng.normal(size=(4, 2))
    options = {"rng": rng, "epochs": 2, "validation": (X, X)}
    history = bp.fit(Double(), bp.MeanSquaredError(), bp.SGD(0.1), X, X, **options)
    assert history.validation == [pytest.approx(np.mean(X**2))] * 2
