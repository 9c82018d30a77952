"""The planted bugs: the right pass is right, and each bug shows where it is said to show."""

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.nn import planted_bugs
from bpcourse.nn.planted_bugs import BUGS, FIVE, TRAIN_WELL, backward

KINDS = ("relu", "tanh", "sigmoid")


def place(rng, n=6, size=1.0):
    """A net 3-4-4 with samples and labels."""
    params = [
        (size * rng.normal(size=(3, 4)), size * rng.normal(size=4)),
        (size * rng.normal(size=(4, 4)), size * rng.normal(size=4)),
    ]
    return params, rng.normal(size=(n, 3)), rng.integers(4, size=n)


def flat(pairs):
    return np.concatenate([w.ravel() for pair in pairs for w in pair])


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_pass_agrees_with_nudging(kind, rng):
    params, X, y = place(rng)
    grads = backward(params, X, y, kind=kind)
    for pair, claims in zip(params, grads, strict=True):
        for w, dw in zip(pair, claims, strict=True):
            slopes = bp.numerical_gradient(lambda _: planted_bugs.loss(params, X, y, kind), w)
            np.testing.assert_allclose(dw, slopes, atol=1e-7)


@pytest.mark.parametrize("bug", BUGS)
def test_every_bug_shows_with_several_samples_and_weights_of_about_1(bug, rng):
    given = place(rng)
    right, wrong = flat(backward(*given)), flat(backward(*given, bug))
    assert bp.relative_error(wrong, right, floor=1e-8).max() > 0.01


@pytest.mark.parametrize("bug", ["mean forgotten", "mean twice", "bias mean", "one delta for all"])
def test_a_wrong_mean_does_not_show_with_one_sample(bug, rng):
    given = place(rng, n=1)
    np.testing.assert_allclose(flat(backward(*given, bug)), flat(backward(*given)))


@pytest.mark.parametrize("bug", ["sign", "slope forgotten", "wrong slope", "no transpose"])
def test_nothing_comes_back_through_weights_of_0(bug, rng):
    given = place(rng, size=0.0)
    np.testing.assert_array_equal(flat(backward(*given, bug)), flat(backward(*given)))


def test_with_one_sample_a_forgotten_slope_is_one_factor_for_each_unit(rng):
    params, X, y = place(rng, n=1)
    (W1, b1), _ = params
    a = np.tanh(X @ W1 + b1)[0]
    (dW, _), _ = backward(params, X, y, "slope forgotten")
    (right, _), _ = backward(params, X, y)
    np.testing.assert_allclose(dW / right, np.tile(1 / (1 - a**2), (3, 1)))


def test_one_of_the_five_is_right_and_the_others_train_well():
    assert sorted(FIVE) == list("ABCDE")
    wrong = set(FIVE.values()) - {"right"}
    assert len(wrong) == 4
    assert wrong <= set(TRAIN_WELL) <= set(BUGS)


def test_two_at_once_are_a_mean_for_the_biases_and_a_slope_at_the_output(rng):
    given = place(rng)
    (dW1, db1), (dW2, db2) = planted_bugs.two_at_once(*given)
    (_, mean1), (_, mean2) = backward(*given, "slope at the output")
    np.testing.assert_allclose([db1, db2], [mean1 / 6, mean2 / 6])
    np.testing.assert_allclose(dW2, backward(*given)[1][0])
    assert not np.allclose(dW1, backward(*given)[0][0])
