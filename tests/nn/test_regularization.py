import numpy as np
import pytest

import bpcourse as bp


def test_l2_by_hand(layer):
    """0.1 / 2 * (9 + 16) = 1.25; dW = 1 + 0.1 * 3 and 1 - 0.1 * 4; the bias is free."""
    penalty = bp.L2(0.1)
    assert penalty.forward(layer) == pytest.approx(1.25)
    penalty.backward(layer)
    np.testing.assert_allclose(layer.dW, [[1.3], [0.6]])
    np.testing.assert_array_equal(layer.db, [0.0])


def test_l1_by_hand(layer):
    """0.1 * (3 + 4) = 0.7; dW = 1 + 0.1 and 1 - 0.1."""
    penalty = bp.L1(0.1)
    assert penalty.forward(layer) == pytest.approx(0.7)
    penalty.backward(layer)
    np.testing.assert_allclose(layer.dW, [[1.1], [0.9]])


@pytest.mark.parametrize("make", [bp.L1, bp.L2])
def test_the_gradient_of_a_penalty_agrees_with_nudging(make, rng):
    net, penalty = bp.Network(bp.Dense(3, 4, rng=rng), bp.Dense(4, 2, rng=rng)), make(0.3)
    for w in bp.parameters(net):
        w.grad = np.zeros_like(w.value)
    penalty.backward(net)
    for w in bp.parameters(net):
        numerical = bp.numerical_gradient(lambda _: penalty.forward(net), w.value)
        np.testing.assert_allclose(w.grad, numerical, atol=1e-8)


def test_a_weight_of_zero_has_no_side():
    """sign(0) = 0: L1 pulls a weight that is 0 nowhere."""
    assert bp.soft_threshold(np.array(0.0), 0.5) == 0


def test_soft_threshold_by_hand():
    """3 moves to 2, -0.5 stops at 0, -4 moves to -3."""
    np.testing.assert_array_equal(bp.soft_threshold(np.array([3.0, -0.5, -4.0]), 1.0), [2, 0, -3])


@pytest.mark.parametrize("number", [0, -1, np.nan, np.inf])
@pytest.mark.parametrize(
    "make", [bp.L1, bp.L2, lambda lam: bp.SoftThresholded(bp.SGD(0.1), lam=lam)]
)
def test_a_strength_is_positive(make, number):
    with pytest.raises(ValueError) as raised:
        make(number)
    assert str(raised.value) == (
        f"lam is {number}.\nIt must be a number, above 0 and finite: the strength of the penalty."
    )


def test_a_soft_threshold_after_each_step_by_hand(layer):
    """SGD with rate 0.1 moves W to 2.9 and -4.1, then 0.1 * 2 moves both towards 0; b is free."""
    optimizer = bp.SoftThresholded(bp.SGD(0.1), lam=2.0)
    optimizer.step(layer)
    np.testing.assert_allclose(layer.W, [[2.7], [-3.9]])
    np.testing.assert_array_equal(layer.b, [10.0])
    assert optimizer.learning_rate == 0.1
    assert repr(optimizer) == "SoftThresholded(SGD(0.1), lam=2)"


def test_the_soft_threshold_takes_the_rate_of_the_step_and_not_of_the_next(layer):
    """Nothing pulls but the penalty: 1 * 0.5 in the first step, 0.1 * 0.5 in the second."""
    layer.dW = np.zeros((2, 1))
    optimizer = bp.SoftThresholded(bp.SGD(lambda t: [1.0, 0.1][t]), lam=0.5)
    optimizer.step(layer)
    np.testing.assert_allclose(layer.W, [[2.5], [-3.5]])


def sparse(rng):
    """A line through 20 features, of which the first three matter."""
    X = rng.normal(size=(40, 20))
    return X, X[:, :3] @ [[2.0], [-1.5], [1.0]] + 0.5 * rng.normal(size=(40, 1))


def test_soft_thresholds_lead_to_exact_zeros_and_the_gradient_of_l1_to_none(rng):
    """The gradient hops from one side of 0 to the other, for ever."""
    X, targets = sparse(rng)
    zeros = {}
    for name, optimizer, penalty in (
        ("soft", bp.SoftThresholded(bp.SGD(0.05), lam=0.2), None),
        ("gradient", bp.SGD(0.05), bp.L1(0.2)),
    ):
        net = bp.Dense(20, 1, rng=np.random.default_rng(1))
        options = {"rng": rng, "epochs": 1000, "penalty": penalty}
        bp.fit(net, bp.MeanSquaredError(), optimizer, X, targets, **options)
        zeros[name] = int(np.sum(net.W == 0))
        assert np.all(np.abs(net.W[:3]) > 0.5)
    assert zeros["soft"] >= 10
    assert zeros["gradient"] == 0


def test_the_soft_threshold_finds_the_minimum_of_loss_and_l1(rng):
    """The slope of the loss is -lam or lam where a weight is not 0, and smaller where it is."""
    X, targets = sparse(rng)
    net, loss, lam = bp.Dense(20, 1, rng=rng), bp.MeanSquaredError(), 0.2
    optimizer = bp.SoftThresholded(bp.SGD(0.1), lam=lam)
    bp.fit(net, loss, optimizer, X, targets, rng=rng, epochs=3000)
    loss.forward(net.forward(X), targets)
    net.backward(loss.backward())
    alive = net.W != 0
    np.testing.assert_allclose(net.dW[alive], -lam * np.sign(net.W[alive]), atol=1e-6)
    assert np.all(np.abs(net.dW[~alive]) <= lam)


def test_a_threshold_below_0_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.soft_threshold(np.ones(2), -1.0)
    assert str(raised.value) == (
        "t is -1.0.\nIt must be a number, at least 0 and finite: how far every number moves."
    )
