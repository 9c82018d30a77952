import numpy as np
import pytest

import bpcourse as bp


def test_what_flows_through_a_relu_by_hand():
    """0, 3, 0, 5: mean 2, deviation sqrt(4 + 1 + 4 + 9) / 2; the first unit is 0 for both."""
    (stats,) = bp.layer_stats(bp.ReLU(), np.array([[-1.0, 3.0], [-2.0, 5.0]]))
    assert stats.layer == "ReLU()"
    assert (stats.mean, stats.silent, stats.saturated) == (2.0, 0.5, 0.0)
    assert stats.deviation == pytest.approx(np.sqrt(18) / 2)


@pytest.mark.parametrize(
    ("layer", "far"),
    [(bp.Tanh(), np.arctanh(0.99)), (bp.Sigmoid(), np.log(99))],
    ids=repr,
)
def test_a_number_within_a_hundredth_of_a_bound_is_saturated(layer, far):
    """Of six, the four at and beyond the place where that begins, on both sides."""
    X = np.array([[-far * 1.1, -far * 1.001, -far * 0.99, far * 0.99, far * 1.001, far * 1.1]])
    assert bp.layer_stats(layer, X)[0].saturated == pytest.approx(4 / 6)


def test_a_unit_that_speaks_once_is_not_silent():
    X = np.array([[-1.0], [1e-9], [-1.0]])
    assert bp.layer_stats(bp.ReLU(), X)[0].silent == 0.0


def test_every_layer_is_looked_at_and_networks_are_walked_through(rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Network(bp.Tanh(), bp.Dense(3, 1, rng=rng)))
    X = rng.normal(size=(5, 2))
    stats = bp.layer_stats(net, X)
    assert [s.layer for s in stats] == ["Dense(2, 3)", "Tanh()", "Dense(3, 1)"]
    Y = net.predict(X)
    assert (stats[-1].mean, stats[-1].deviation) == pytest.approx((Y.mean(), Y.std()))


def test_looking_changes_nothing(rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Sigmoid(), bp.Dropout(0.5, rng=rng))
    X, dY = rng.normal(size=(5, 2)), rng.normal(size=(5, 3))
    net.forward(X)
    expected = net.backward(dY)
    bp.layer_stats(net, rng.normal(size=(7, 2)))
    np.testing.assert_array_equal(net.backward(dY), expected)


def test_the_start_of_a_deep_net_is_told_by_its_deviations():
    """20 layers of 64 tanh units: 0.01 lets it vanish, 1 saturates, Xavier's does neither."""
    rng = np.random.default_rng(0)
    X, ends = rng.normal(size=(200, 64)), {}
    starts = {
        "0.01": bp.initializers.small(0.01),
        "1": bp.initializers.small(1.0),
        "Xavier": bp.xavier_normal,
    }
    for name, init in starts.items():
        layers = [(bp.Dense(64, 64, rng=rng, init=init), bp.Tanh()) for _ in range(20)]
        ends[name] = bp.layer_stats(bp.Network(*(part for pair in layers for part in pair)), X)[-1]
    assert ends["0.01"].deviation < 1e-20
    assert ends["1"].saturated > 0.6
    assert 0.1 < ends["Xavier"].deviation < 0.3
    assert ends["Xavier"].saturated < 0.01
