"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

import numpy as np

import bpcourse as bp
from bpcourse import experiments

h = 1e-6  # a nudge


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def relu_mask():
    z, da = np.array([-2, 0, 3]), np.array([5, 5, 5])
    return da * (z > 0), da * z


def logistic(z):
    return 0.5 * (1 + np.tanh(z / 2))


def sigmoid_slope():
    z = np.log(9.0)  # where it is 0.9
    in_the_middle = logistic(0.0), slope(logistic, 0.0)
    as_for_tanh = slope(np.tanh, np.arctanh(0.9))
    return slope(logistic, z), logistic(z), 1 - logistic(z), in_the_middle, as_for_tanh


def chain(f, slope_of, z, layers, weight=1.0, bias=0.0):
    """What arrives of a slope of 1 behind 1, 2, ... layers of f."""
    arrives = []
    for _ in range(layers):
        arrives.append(slope_of(z) * (arrives[-1] * weight if arrives else 1.0))
        z = weight * f(z) + bias
    return np.array(arrives)


def sigmoid_slope_at(z):
    return logistic(z) * (1 - logistic(z))


def behind_ten_sigmoids():
    """At the best place, which is looked for; behind it the sums settle."""
    best = max(np.linspace(-8, 8, 1601), key=lambda z: chain(logistic, sigmoid_slope_at, z, 10)[-1])
    arrives = chain(logistic, sigmoid_slope_at, best, 10)
    settled = best
    for _ in range(9):
        settled = logistic(settled)
    one = sigmoid_slope_at(0.0)
    return [], arrives[-1], arrives[:3], settled, one, one**10, 10 * one, one / 10


def tanh_slope_at(z):
    return 1 - np.tanh(z) ** 2


def three_layers():
    """z, a, slope and what is left, for the three layers of the table."""
    z = 0.5
    rows = []
    for left in chain(logistic, sigmoid_slope_at, z, 3):
        rows.append((z, logistic(z), slope(logistic, z), left))
        z = logistic(z)
    return rows


def third_slope():
    z, a, right, _ = three_layers()[2]
    return right, z, a, 1 - a, z * (1 - z), 1 - a**2


def third_product():
    two, three = three_layers()[1][3], three_layers()[2][3]
    _, a, third, _ = three_layers()[2]
    return three, two, third, two + third, two / 3, two * a, a


def slopes_far_out():
    a, b = logistic(5.0), np.tanh(5.0)
    return [], slope(logistic, 5.0), a, 1 - a, tanh_slope_at(5.0), b, slope(logistic, 0.0)


def after_training(rate, seed, X, targets):
    """As in the lesson: the shares of dead units, and of points that are right."""
    own = np.random.default_rng(seed)
    net = bp.Network(bp.Dense(2, 32, rng=own), bp.ReLU(), bp.Dense(32, 1, rng=own))
    bp.fit(net, bp.BinaryCrossEntropy(), bp.SGD(rate), X, targets, epochs=60, rng=own)
    A = net.layers[1].predict(net.layers[0].predict(X))
    return np.mean(np.all(A == 0, axis=0)), np.mean((net.predict(X) > 0) == (targets > 0.5))


def one_long_step():
    X, targets = bp.datasets.two_moons(200, noise=0.1, rng=np.random.default_rng(4))

    def runs(rate):
        return np.array([after_training(rate, seed, X, targets) for seed in range(5)])

    once = runs(lambda step: 100.0 if step == 5 else 0.5)
    dead, right = once.mean(axis=0)
    without = runs(0.5)[:, 1].mean()
    assert np.round(without, 2) == np.round(right, 2)  # "the same", "with or without"
    return [100 * dead, 100 * right], 100 * once[:, 0].max(), without


def same_answer():
    return [], 200  # the lesson's steps


def slope_at_two_tenths():
    z = np.log(0.25)  # where it is 0.2
    in_the_middle = logistic(0.0), slope(logistic, 0.0)
    as_for_tanh = slope(np.tanh, np.arctanh(0.2))
    error = logistic(z) - 1
    wrong = error, error * (1 - error)
    return slope(logistic, z), 1 - logistic(z), logistic(z), in_the_middle, as_for_tanh, wrong


def tanh_slope():
    z = np.arctanh(0.8)
    return slope(np.tanh, z), 0.8**2, slope(logistic, np.log(4.0)), 1 - 0.8


def mostly_silent():
    """The share in the experiment, at the rate at which every point is right."""
    _, data = experiments.DeadRelu().data(rate=8.0)
    assert data.right[-1] == 1
    return [], 100 * data.silent[-1]


def how_steep_is_it():
    """The steepest slope, and the width of the picture."""
    return slope(logistic, np.linspace(-8, 8, 1601)).max(), 2 * 8


def what_bends():
    return np.exp(-2.0), 1 + np.exp(-2.0)


def how_much_comes_through():
    a, b = logistic(np.array([0.0, 2.0])), np.tanh(np.array([0.0, 2.0]))
    return a, 1 - a, b


def ten_in_a_row():
    """The table; the best that a weight alone can do; and what a weight leaves with the centre."""
    by_weight_alone = max(
        chain(logistic, sigmoid_slope_at, z, 10, weight)[-1]
        for weight in np.linspace(0.25, 8, 311)
        for z in (-2, -1, 0, 0.5, 1, 2)
    )
    centred = {w: chain(logistic, sigmoid_slope_at, 0.0, 10, w, -w / 2) for w in (3.9, 4.0, 4.1)}
    assert centred[3.9][-1] < centred[3.9][0] < centred[4.1][-1]
    assert np.allclose(centred[4.0], 0.25)
    return three_layers(), 10, by_weight_alone, 0.25, 4


def open_or_shut():
    return np.maximum([-3, -0.1, 0.1, 3], 0), -0.1


def units_that_no_longer_learn():
    """At the rate 8 more than half are dead, and every point is right."""
    _, data = experiments.DeadRelu().data(rate=8.0)
    assert data.silent[-1] > 0.5
    assert data.right[-1] == 1
    _, fast = experiments.DeadRelu().data(rate=30.0)
    assert fast.silent[-1] > 0.9
    return 8, 5, 30, 32, 100 * fast.right[-1]


def bug_hunt_one_answer_for_all_penguins():
    return bp.datasets.penguins().X.mean(axis=0), 16, 342, 200, 2014


def if_you_want_more():
    """Nine weights between ten layers; where sigmoids leave 1, (w / 4)^9 / 4 = 1."""
    tanhs = [chain(np.tanh, tanh_slope_at, 0.0, 10, w)[-1] for w in (1, 2, 0.5)]
    w = 4 * 4 ** (1 / 9)
    assert np.isclose(chain(logistic, sigmoid_slope_at, 0.0, 10, w, -w / 2)[-1], 1)
    return tanhs, 9, w, 4, chain(logistic, sigmoid_slope_at, 0.0, 10, 4, -2)[-1]


def in_three_sentences():
    return slope(logistic, 0.0)


def sigmoid():
    a = logistic(np.array([0.0, 2.0, -2.0, -1000.0]))
    return a, np.exp(-2.0), slope(logistic, 0.0), -1000


def sigmoid_grad():
    rise = np.tanh(0.501) - np.tanh(0.5)
    z = 0.5
    return z, logistic(z), slope(logistic, z), np.tanh(z), slope(np.tanh, z), 0.501, rise, 0.25


def relu():
    z = np.array([-3, -2.9, 0.5, 0.6])
    return z, np.maximum(z, 0)


def dead_fraction():
    A = np.array([[0, 2, 0, 0], [0, 0, 0, 1], [0, 3, 0, 0]])
    return np.mean(np.all(A == 0, axis=0))


def what_people_ask():
    """Of the teacher's page: ten in a row, and raw measures in a net with ReLU."""
    tanhs = chain(np.tanh, tanh_slope_at, 0.5, 10)[-1]
    assert chain(logistic, sigmoid_slope_at, 0.5, 10)[-1] < 1e-6
    _, data = experiments.DeadRelu().data(rate=30.0, leak=0.2)
    assert data.loss[-1] > 1e6
    return tanhs, ten_in_a_row()[2], 30, 0.2
