import numpy as np
import pytest

import bpcourse as bp
from bpcourse.nn import initializers


@pytest.mark.parametrize(
    ("init", "variance"),
    [
        (bp.lecun_normal, 1 / 50),
        (bp.xavier_normal, 2 / 450),
        (bp.he_normal, 2 / 50),
        (initializers.small(0.1), 0.01),
        (initializers.scaled(bp.he_normal, 3), 9 * 2 / 50),
    ],
)
def test_the_spread_is_the_one_promised(init, variance):
    """20 000 weights of a layer from 50 to 400: variance and mean within 4 standard errors."""
    W = init(50, 400, rng=np.random.default_rng(0))
    assert W.shape == (50, 400)
    assert abs(W.var() / variance - 1) < 4 * np.sqrt(2 / W.size)
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)


def test_zeros_and_constants_are_what_they_say():
    np.testing.assert_array_equal(initializers.zeros(2, 3), np.zeros((2, 3)))
    np.testing.assert_array_equal(initializers.constant(0.5)(2, 3), np.full((2, 3), 0.5))


@pytest.mark.parametrize(
    "init",
    [
        bp.he_normal,
        initializers.zeros,
        initializers.constant(1.0),
        initializers.small(),
        initializers.scaled(bp.he_normal, 3),
    ],
)
def test_a_layer_takes_any_of_them_and_its_type(init, rng):
    layer = bp.Dense(3, 2, rng=rng, init=init, dtype=np.float32)
    assert layer.W.shape == (3, 2)
    assert layer.W.dtype == layer.b.dtype == np.float32
    np.testing.assert_array_equal(layer.b, [0, 0])


def test_the_same_seed_gives_the_same_weights():
    first, second = (bp.he_normal(3, 2, rng=np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_scaled_start_is_the_same_start_times_the_factor():
    plain, scaled = (
        init(3, 2, rng=np.random.default_rng(4))
        for init in (bp.he_normal, initializers.scaled(bp.he_normal, 3))
    )
    np.testing.assert_array_equal(scaled, 3 * plain)


def trained(inits, rng, steps=50):
    """The different units of the hidden layer, after some steps on three spirals."""
    X, labels = bp.datasets.spirals(60, noise=0.05, rng=rng)
    first, last = inits
    net = bp.Network(
        bp.Dense(2, 8, init=first, rng=rng), bp.Tanh(), bp.Dense(8, 3, init=last, rng=rng)
    )
    history = bp.fit(net, bp.SoftmaxCrossEntropy(), bp.SGD(0.5), X, labels, rng=rng, epochs=steps)
    return len(np.unique(net.layers[0].W.T.round(9), axis=0)), history


@pytest.mark.parametrize("init", [initializers.zeros, initializers.constant(0.5)])
def test_units_stay_alike_where_all_layers_start_alike(init, rng):
    assert trained((init, init), rng)[0] == 1


def test_a_last_layer_of_zeros_does_no_harm(rng):
    """The first loss is log 3, of three classes, and then the units go their own ways."""
    different, history = trained((bp.he_normal, initializers.zeros), rng)
    assert different == 8
    assert history[0] == pytest.approx(np.log(3))
    assert history[-1] < 1


@pytest.mark.parametrize("init", [bp.he_normal, bp.lecun_normal, bp.xavier_normal])
@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (2.0, 3)])
def test_a_layer_of_no_units_is_refused(init, sizes, rng):
    with pytest.raises(ValueError, match="It must be a whole number, 1 or more"):
        init(*sizes, rng=rng)
