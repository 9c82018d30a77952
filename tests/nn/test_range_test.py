import numpy as np
import pytest

import bpcourse as bp


def reader(seed):
    rng = np.random.default_rng(seed)
    digits = bp.datasets.digits()
    net = bp.Network(
        bp.Dense(64, 32, init=bp.he_normal, rng=rng), bp.ReLU(), bp.Dense(32, 10, rng=rng)
    )
    return net, bp.SoftmaxCrossEntropy(), digits.X, digits.targets, rng


def test_on_a_parabola_the_limit_is_where_steps_begin_to_climb():
    """L = (b - 1)^2 has curvature 2: a step multiplies the distance by |1 - 2 lr|, above 1 from
    the rate 1 on.
    """
    rng = np.random.default_rng(0)
    net = bp.Dense(1, 1, rng=rng, init=bp.initializers.zeros)
    X, targets = np.zeros((1, 1)), np.ones((1, 1))  # only b moves
    options = {"rng": rng, "low": 0.8, "high": 2.0, "steps": 20, "smoothing": 0.0}
    found = bp.lr_range_test(net, bp.MeanSquaredError(), bp.SGD, X, targets, **options)
    assert 1 < found.limit < 1.3
    assert len(found.rates) == len(found.losses) == len(found.smoothed) < 20


def test_the_limit_is_the_last_rate_before_the_loss_is_half_as_much_again_as_its_lowest():
    net, loss, X, labels, rng = reader(0)
    found = bp.lr_range_test(net, loss, bp.SGD, X, labels, rng=rng)
    lowest = np.minimum.accumulate(found.smoothed)
    blown_up = found.smoothed > 1.5 * lowest
    assert not blown_up[:-1].any()
    assert blown_up[-1]
    assert found.limit == found.rates[-2]


def test_the_smoothed_loss_is_its_running_mean():
    net, loss, X, labels, rng = reader(0)
    found = bp.lr_range_test(net, loss, bp.Adam, X, labels, rng=rng, steps=10, smoothing=0.5)
    mean = found.losses[0]
    for L, smoothed in zip(found.losses[1:], found.smoothed[1:], strict=True):
        mean = 0.5 * mean + 0.5 * L
        assert smoothed == pytest.approx(mean)


def test_the_rates_grow_by_equal_factors_from_low_to_high():
    net, loss, X, labels, rng = reader(0)
    found = bp.lr_range_test(net, loss, bp.SGD, X, labels, rng=rng, low=1e-4, high=1e-2, steps=3)
    np.testing.assert_allclose(found.rates, [1e-4, 1e-3, 1e-2])
    assert found.limit == pytest.approx(1e-2)  # nothing blew up


def test_the_net_stays_as_it_is():
    net, loss, X, labels, rng = reader(0)
    before = [w.value.copy() for w in bp.parameters(net)]
    bp.lr_range_test(net, loss, bp.SGD, X, labels, rng=rng)
    for w, kept in zip(bp.parameters(net), before, strict=True):
        np.testing.assert_array_equal(w.value, kept)


def test_a_loss_that_is_infinite_at_once_ends_the_test_at_the_first_rate():
    net, loss, X, labels, rng = reader(0)
    net.layers[0].W = net.layers[0].W + np.nan
    found = bp.lr_range_test(net, loss, bp.SGD, X, labels, rng=rng)
    assert found.limit == found.rates[0]
    assert len(found.losses) == 1


@pytest.mark.parametrize(
    ("optimizer", "lowest", "highest"),
    [(bp.SGD, 1.2, 7.0), (bp.Adam, 0.15, 0.8), (bp.RMSprop, 0.06, 0.25)],
)
def test_the_limit_is_stable_over_seeds_within_a_factor_of_two_or_three(optimizer, lowest, highest):
    for seed in range(5):
        net, loss, X, labels, rng = reader(seed)
        assert lowest < bp.lr_range_test(net, loss, optimizer, X, labels, rng=rng).limit < highest


@pytest.mark.parametrize("optimizer", [bp.SGD, bp.Adam, bp.RMSprop, bp.Momentum])
def test_a_tenth_of_the_limit_trains_well_and_the_limit_itself_does_not(optimizer):
    """After 5 epochs the loss is below 0.3, and at the limit more than twice as large."""
    net, loss, X, labels, rng = reader(0)
    limit = bp.lr_range_test(net, loss, optimizer, X, labels, rng=rng).limit
    losses = {}
    for part in (1, 10):
        net = reader(1)[0]
        steps = bp.epochs(
            net, loss, optimizer(limit / part), X, labels, rng=rng, epochs=5, batch_size=32
        )
        try:
            losses[part] = list(steps)[-1]
        except bp.TrainingError:
            losses[part] = np.inf
    assert losses[10] < 0.3
    assert losses[10] < losses[1] / 2


def test_an_optimizer_that_has_its_rate_already_is_refused():
    net, loss, X, labels, rng = reader(0)
    with pytest.raises(TypeError) as raised:
        bp.lr_range_test(net, loss, bp.Adam(0.01), X, labels, rng=rng)
    assert str(raised.value) == (
        "optimizer is Adam(0.01), which has its rate already.\n"
        "Hand over what makes one from a schedule: bp.Adam, and not bp.Adam(0.01)."
    )
