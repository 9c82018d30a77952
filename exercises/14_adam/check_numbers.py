"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments
from bpcourse.checking.mine import reference

BETAS = 0.9, 0.999
EPS = 1e-8


# ---- the wines ----


@cache
def wines(name, lr, standardised=False):
    """The loss after 300 steps from zeros, and how many percent are right."""
    wine = bp.datasets.wine()
    X, y = wine.X, wine.targets
    if standardised:
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    ce, slope = reference("cross_entropy"), reference("softmax_ce_grad")
    w, v = [np.zeros((13, 3)), np.zeros(3)], [np.zeros((13, 3)), np.zeros(3)]
    state = {"m": v, "v": v, "t": 0}
    for _ in range(300):
        dZ = slope(X @ w[0] + w[1], y)
        g = [X.T @ dZ, dZ.sum(axis=0)]
        if name == "Adam":
            w, state = reference("adam_step")(w, g, state, lr, *BETAS, EPS)
        else:
            w, v = reference("momentum_step")(w, g, v, lr, 0.9 if name == "momentum" else 0.0)
    Z = X @ w[0] + w[1]
    return float(ce(Z, y)), 100 * np.mean(Z.argmax(axis=1) == y)


def wines_as_they_come():
    X = bp.datasets.wine().X
    L, right = wines("plain", 1e-5)
    assert wines("plain", 1e-6)[0] > 1.25 * L
    assert wines("plain", 3e-5)[0] > 1.3 * L
    assert wines("plain", 0.01)[0] > 100
    best = min(wines("momentum", lr)[0] for lr in (1e-6, 3e-6, 1e-5, 2e-5, 3e-5, 1e-4))
    spread = X.std(axis=0)
    told = spread.min(), spread.max(), X.max(), L, right, best
    return len(X), X.shape[1], told, 300, 0.1, 0.01, 1e-5, 0.9, 0.001, 1992, 4.0


def the_wines_again():
    _, right = wines("Adam", 0.1)
    return right, 300, 0.1


def two_lines_or_adam():
    plain, adam = wines("plain", 1.0, True)[0], wines("Adam", 0.1)[0]
    return plain, adam, 300


# ---- RMSprop ----


def worked():
    """The worked example: g, s and weight after each step, of both weights."""
    rows = []
    for gradients in ((4, -2), (0.04,)):
        s, w = 0.0, 1.0
        for g in gradients:
            s = 0.75 * s + 0.25 * g**2
            w = w - 0.1 * g / np.sqrt(s)
            rows.append((g, g**2, s, np.sqrt(s), w))
    return rows


def divide_by_the_usual_size():
    first, _, second = worked()
    third = reference("rmsprop_step")([np.zeros(1)], [np.ones(1)], [np.zeros(1)], 1.0, 0.9, EPS)
    return first, second, 0.75, 0.1, 0.25, 100, 0.01, 0.02, EPS, -third[0][0][0], 0


def blank_average():
    (_, _, before, _, _), (g, square, s, _, _), _ = worked()
    kept = 0.75 * before
    wrong = kept + 0.25 * g, kept - 0.25 * g, before + square, kept + square
    return s, kept, square, wrong, 0.75, 0.25, 1, g


def blank_rms_weight():
    (*_, before), (g, _, s, root, w), _ = worked()
    plain = before - 0.1 * g
    return w, root, s, before, 0.1, g, before + 0.1 * g / root, plain, before - 0.1 * g / s


def steady_rmsprop():
    w, s, g = [np.zeros(1)], [np.zeros(1)], [np.array([0.01])]
    lengths = []
    for _ in range(300):
        moved, s = reference("rmsprop_step")(w, g, s, 0.02, 0.9, EPS)
        lengths.append(-moved[0][0])
    last, average = lengths[-1], s[0][0]
    return last, average, np.sqrt(average), 0.02 * 0.01, 0.02 / 0.01, lengths[0], 3.16, 0.9, 1


# ---- Adam ----


@cache
def lengths(b1=0.9, b2=0.999, size=5.0, epsilon=EPS, correction="off"):
    """The first twenty steps, in rates."""
    state = {"beta1": b1, "beta2": b2, "size": size, "epsilon": epsilon, "correction": correction}
    return experiments.FirstSteps().data(**state)[1].steps


def two_averages_and_both_start_at_0():
    m = v = 0.0
    rows = []
    for t in (1, 2):
        m, v = 0.9 * m + 0.1 * 5, 0.999 * v + 0.001 * 25
        c1, c2 = 1 - 0.9**t, 1 - 0.999**t
        rows.append((t, m, v, c1, c2, m / c1, v / c2, np.sqrt(v), m / np.sqrt(v)))
    return rows, 0.9, 0.999, 1


def the_first_twenty_steps():
    steps = lengths()
    assert steps.argmax() == 11
    assert np.isclose(lengths(b2=0.99)[0], 1)
    third = lengths(size=0.05, epsilon=0.1, correction="on")
    np.testing.assert_allclose(third, 1 / 3, rtol=1e-6)
    return steps[0], steps[11], 12, 5, 0.9, 0.99, 0.1, 0.05, 60, 500, 1998, 4.0


@cache
def digits(lr, t):
    """The loss of the net on 500 digits after 60 steps, as in the lesson."""
    own = np.random.default_rng(14)
    init = reference("init_he")
    w = [init(64, 32, own), np.zeros(32), init(32, 10, own), np.zeros(10)]
    zeros = [np.zeros(array.shape) for array in w]
    state, data = {"m": zeros, "v": zeros, "t": t}, bp.datasets.digits()
    X, y = data.X[:500], data.targets[:500]
    for _ in range(60):
        params = [(w[0], w[1]), (w[2], w[3])]
        cache = reference("mlp_forward")(params, X, "relu")
        g = [one for pair in reference("mlp_backward")(params, cache, y) for one in pair]
        w, state = reference("adam_step")(w, g, state, lr, *BETAS, EPS)
    return float(reference("cross_entropy")(cache["Z"][-1], y))


def correction_and_rate():
    assert digits(0.003, 10**9) < 0.5 * digits(0.003, 0)
    assert digits(0.1, 10**9) > 100 * digits(0.1, 0)
    return 0.003, 0.1, 60, 0.999, 20, lengths()[19], lengths()[0]


def uncorrected_first_step():
    m, root = 0.1 * 5, np.sqrt(0.001 * 25)
    told = 0.001 * lengths()[0]
    return told, m, root, m / root, 0.1, 0.001, 0.9, 0.999, 5, 0.0001, 0.005, 1


def first_step_of_adam():
    """From rest, with the usual betas."""
    lr, told = 0.01, []
    for g in (500.0, 0.001):
        mean, square = (1 - 0.9) * g, (1 - 0.999) * g**2
        told.append(lr * (mean / (1 - 0.9)) / np.sqrt(square / (1 - 0.999)))
    return told[0], lr * 500, 500, 0.001, told[1], lr, 1


def rough_after_a_break():
    return 0, 10001, lengths()[:3], 1


def bug_hunt_rough_after_a_break():
    """On a constant gradient: 10000 steps, then m and v are lost."""
    z = [np.zeros(1)]
    state, seen = {"m": z, "v": z, "t": 0}, []
    for t in range(1, 10004):
        if t == 10001:
            state = {"m": z, "v": z, "t": 10000}
        moved, state = reference("adam_step")(z, [np.ones(1)], state, 1.0, *BETAS, EPS)
        if t >= 9998:
            seen.append((t, -moved[0][0]))
    return seen


# ---- the valley ----


@cache
def race(ratio, turn):
    return experiments.UnequalFeatures().data(ratio=ratio, turn=turn)[1].stays


def turned_valley():
    along, across = race(30, 0), race(30, 45)
    assert along["momentum"] == across["momentum"]
    assert 3.5 < across["Adam"] / along["Adam"] < 4.5
    told = [across["momentum"], along["Adam"], across["Adam"]]
    return told, 30, 45, 4


def steps_in_a_long_valley():
    gradients = np.array([1.0, 100.0**2]) * np.array([1.0, 1 / 100])
    return 2, gradients[1] / gradients[0], gradients, 1


def the_valley_that_can_be_turned():
    along, across = race(30, 0), race(30, 45)
    for name in ("SGD", "RMSprop"):
        assert along[name] == across[name] == np.inf
    for ratio in (1, 3, 5, 10, 30):
        assert race(ratio, 0)["momentum"] < 1.3 * race(ratio, 0)["Adam"]
    assert race(100, 0)["momentum"] > 3 * race(100, 0)["Adam"]
    told = [along["momentum"], along["Adam"], across["momentum"], across["Adam"]]
    return told, 30, 900, 1000, 25, 45, 0.0001, 0


@cache
def with_adam(ratio, lr, steps=1000):
    """The step from which on the loss stays below the goal, else infinite; and all losses."""
    curvatures, w = np.array([1.0, ratio**2]), [np.array([1.0, 1 / ratio])]
    z = [np.zeros(2)]
    state, losses = {"m": z, "v": z, "t": 0}, []
    for _ in range(steps):
        w, state = reference("adam_step")(w, [curvatures * w[0]], state, lr, *BETAS, EPS)
        losses.append(np.sum(curvatures * w[0] ** 2) / 2)
    above = np.flatnonzero(np.array(losses) >= 1e-4)
    return (above[-1] + 2 if above[-1] + 1 < steps else np.inf), np.array(losses)


def one_rate_for_all():
    stays = [with_adam(ratio, 0.02)[0] for ratio in (1, 3, 10, 30, 100)]
    assert max(stays) < 1.1 * min(stays)
    assert with_adam(10, 0.002)[0] > 2 * with_adam(10, 0.02)[0] < 2 * with_adam(10, 0.2)[0]
    return stays


def if_you_want_more():
    one_rate_for_all()
    short, _ = with_adam(100, 0.02)
    late, _ = with_adam(100, 0.02, 3000)
    return short, late, 100, 0.02, 3000


def diagonal_valley():
    assert 3.5 < race(30, 45)["Adam"] / race(30, 0)["Adam"] < 4.5
    return [4]


# ---- the exercises ----


def rmsprop_step():
    average = 0.75 * 20 + 0.25 * 4
    small = 0.75 * 0.002 + 0.25 * 0.0004
    w = 1.0 - 0.1 * 2 / np.sqrt(average)
    told = average, np.sqrt(average), w, small, np.sqrt(small)
    return told, 1.0, 20, 2, 0.75, 0.1, 0.25, 4, 0.02, 0.002, 100


def adam_step():
    m, v = 0.5 * 2 + 0.5 * 4, 0.75 * 4 + 0.25 * 16
    c1, c2 = 1 - 0.5**2, 1 - 0.75**2
    return m, v, m / c1, v / c2, 0.25, 0.5625, 0.1, 0.5, 0.75, 2, 4, 1, 16


def pick_optimizer():
    factor = 1 - 0.5 * 0.04
    return 4, 0.04, 0.2, 2, 100, np.sqrt(4 / 0.04), 0.5, factor, factor**200, 0, 200


# ---- the teacher's page ----


def where_people_get_stuck():
    return 0.1 / (1 - 0.9) / np.sqrt(1 - 0.999), 0.1, 1


def what_people_ask():
    return (
        race(30, 0)["Adam"],
        race(30, 45)["Adam"],
        race(30, 0)["momentum"],
        race(10, 0)["RMSprop"],
    )
