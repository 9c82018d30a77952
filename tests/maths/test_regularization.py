import numpy as np
import pytest

import bpcourse as bp


@pytest.fixture
def layer(rng):
    """W = [3 -4], b = [10], with the gradients dW = [1 1], db = [0]."""
    layer = bp.Dense(2, 1, rng=rng)
    layer.W, layer.b = np.array([[3.0], [-4.0]]), np.array([10.0])
    layer.dW, layer.db = np.array([[1.0], [1.0]]), np.array([0.0])
    return layer


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


def test_clip_by_norm_by_hand(layer):
    """The gradients 3 and 4 have the norm 5; with at most 1 they become 0.6 and 0.8."""
    layer.dW, layer.db = np.array([[3.0], [0.0]]), np.array([4.0])
    assert bp.clip_by_norm(layer, 1.0) == bp.global_norm(layer) * 5 == 5.0
    np.testing.assert_allclose(layer.dW, [[0.6], [0.0]])
    np.testing.assert_allclose(layer.db, [0.8])


def test_clip_by_norm_leaves_short_gradients_alone(layer):
    kept = layer.dW
    assert bp.clip_by_norm(layer, 2.0) == pytest.approx(np.sqrt(2))
    assert layer.dW is kept


def test_clip_by_value_by_hand(layer):
    """Each number by itself: 3 becomes 0.5, -0.2 stays; the norm before: of (3, -0.2, 4)."""
    layer.dW, layer.db = np.array([[3.0], [-0.2]]), np.array([4.0])
    assert bp.clip_by_value(layer, 0.5) == pytest.approx(np.sqrt(9 + 0.04 + 16))
    np.testing.assert_allclose(layer.dW, [[0.5], [-0.2]])
    np.testing.assert_allclose(layer.db, [0.5])


def test_an_optimizer_can_be_clipped(layer):
    """SGD with rate 1 and norm at most 1 moves W by 0.6 and b by 0.8."""
    layer.dW, layer.db = np.array([[3.0], [0.0]]), np.array([4.0])
    optimizer = bp.Clipped(bp.SGD(1.0), max_norm=1.0)
    optimizer.step(layer)
    np.testing.assert_allclose(layer.W, [[2.4], [-4.0]])
    np.testing.assert_allclose(layer.b, [9.2])
    assert optimizer.norm == 5.0
    assert repr(optimizer) == "Clipped(SGD(1), max_norm=1)"
    assert repr(bp.Clipped(bp.SGD(1.0), limit=2)) == "Clipped(SGD(1), limit=2)"


@pytest.mark.parametrize("limits", [{}, {"max_norm": 1, "limit": 1}])
def test_clipping_takes_one_limit(limits):
    with pytest.raises(ValueError) as raised:
        bp.Clipped(bp.SGD(1.0), **limits)
    assert str(raised.value) == "Clip by max_norm or by limit: give exactly one of the two."


@pytest.mark.parametrize("number", [0, -1, np.nan, np.inf])
def test_strengths_and_limits_are_positive(number, layer):
    for name, act in {
        "lam": bp.L2,
        "max_norm": lambda number: bp.clip_by_norm(layer, number),
        "limit": lambda number: bp.clip_by_value(layer, number),
    }.items():
        with pytest.raises(ValueError) as raised:
            act(number)
        assert str(raised.value) == f"{name} must be a positive number, but it is {number}."


def test_early_stopping_counts_what_brings_no_progress(layer):
    """With patience 2: 3, 2 improve, 2 and 2.5 do not; then it stops."""
    stopping = bp.EarlyStopping(patience=2)
    assert [stopping.update(loss, layer) for loss in (3.0, 2.0, 2.0, 2.5)] == [False] * 3 + [True]
    assert (stopping.best, stopping.best_update) == (2.0, 2)


def test_early_stopping_asks_for_more_than_min_delta(layer):
    stopping = bp.EarlyStopping(patience=1, min_delta=0.5)
    assert not stopping.update(2.0, layer)
    assert stopping.update(1.5, layer)
    assert stopping.best == 2.0


def test_early_stopping_restores_the_best_arrays_even_if_they_were_changed_in_place(rng):
    net = bp.Network(bp.Dense(2, 2, rng=rng), bp.BatchNorm(2))
    stopping = bp.EarlyStopping(patience=5)
    stopping.update(1.0, net)
    W, mean = net.layers[0].W.copy(), net.layers[1].running_mean.copy()
    net.layers[0].W += 1
    net.layers[1].forward(rng.normal(size=(5, 2)))
    stopping.update(2.0, net)
    stopping.restore(net)
    np.testing.assert_array_equal(net.layers[0].W, W)
    np.testing.assert_array_equal(net.layers[1].running_mean, mean)


def test_early_stopping_has_nothing_to_restore_at_first(layer):
    with pytest.raises(RuntimeError) as raised:
        bp.EarlyStopping().restore(layer)
    assert str(raised.value) == (
        "There is nothing to restore: no update has had a loss that is a number.\n"
        "Call update(validation_loss, net) after each epoch."
    )


def test_a_patience_that_is_none_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.EarlyStopping(patience=0)
    assert str(raised.value) == (
        "patience counts updates without progress, at least 1, but it is 0."
    )
