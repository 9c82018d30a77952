"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments
from bpcourse.experiments.l1_and_l2.shrink_or_cut import KINDS, TRUE, draw, ends


def cut(w, t):
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


# ---- one weight ----

THREE = np.array([2, 0.03, -0.4])


def a_part_of_each_weight():
    gradient = 0.1 * THREE
    return THREE, gradient[:2], (THREE - 0.5 * gradient)[:2], 0.1, 0.5, 1 - 0.5 * 0.1


def blank_shrunk():
    w = -0.4
    slips = w + 0.5 * 0.1 * w, cut(w, 0.5 * 0.1), w - 0.1 * w
    return w - 0.5 * 0.1 * w, 0.1, 0.1 * w, w, 0.5, 1 - 0.05, 0.05, -w, slips


def penalty_with_adam():
    """The first step of the library's Adam, in a net of one weight whose data give no gradient."""
    layer = bp.Dense(1, 1, rng=np.random.default_rng(0))
    layer.W, layer.dW, layer.db = np.array([[5.0]]), np.zeros((1, 1)), np.zeros(1)
    net = bp.Network(layer)
    bp.L2(0.1).backward(net)
    bp.Adam(0.01).step(net)
    return 5 - layer.W[0, 0], 5, 0.1, 0.01, 0.1 * 5, 0.01 * 0.1 * 5


def the_same_amount_from_each():
    return THREE, cut(THREE, 0.5 * 0.1)[:2], 0.1, -0.1, 0.5, 0.5 * 0.1


def blank_cut():
    w, t = -0.4, 0.5 * 0.1
    return cut(w, t), w, t, -cut(w, t), -w, w * (1 - t), w - t, 1 - t


def bug_hunt_no_zeros():
    w, places = 0.0012, []
    for _ in range(6):
        places.append(w)
        w = w - 0.01 * 0.2 * np.sign(w)
    return places, np.arange(4995, 5001), 0.01, 0.2


def no_zeros():
    return [0, 0.0012, 0.0008, 0.01 * 0.2], 5000


def after_one_cut():
    w, lr, lam = -0.3, 0.5, 0.2
    slips = w * (1 - lr * lam), cut(w, lam), w - lr * lam
    return cut(w, lr * lam), w, lr, lam, lr * lam, slips, -w, -cut(w, lr * lam), 1 - lr * lam


def hundred_shrinks():
    part = (1 - 0.05) ** 100
    return 0.03 * part, 0.03, part, 0.05, 0.95, 100


# ---- twenty weights ----


def without_the_smallest(counts):
    """The errors of the opener on new data, each without so many of the smallest weights."""
    rng = np.random.default_rng(16)
    true = np.zeros(20)
    true[rng.permutation(20)[:3]] = 2.0, -1.5, 1.0
    X, new = rng.normal(size=(40, 20)), rng.normal(size=(1000, 20))
    y = X @ true + 0.5 * rng.normal(size=40)
    fit = np.linalg.lstsq(X, y, rcond=None)[0]
    for count in counts:
        w = fit.copy()
        w[np.argsort(np.abs(w))[:count]] = 0
        yield np.mean((new @ (w - true)) ** 2)


def twenty_knobs():
    return list(without_the_smallest((0, 10, 17, 18))), 40, 20, 10, 17


@cache
def pulled(kind, lam, seed=1):
    """Exact zeros, and the error on new data, at the end of the descent of ShrinkOrCut."""
    problem = draw(seed)
    w = ends(problem, kind, np.array([lam]))[0]
    return int(np.sum(w == 0)), np.mean((problem.new @ (w - TRUE)) ** 2)


def shrink_or_cut():
    zeros, error = pulled("L1", 0.1)
    alone = pulled("L1", 0.0)[1]
    row = experiments.ShrinkOrCut.lam.values
    best = min(pulled("L2", lam)[1] for lam in row)
    assert {pulled(kind, lam)[0] for kind in (KINDS[0], KINDS[2]) for lam in row} == {0}
    seeds = range(1, 21)
    over_seeds = [pulled("L1", 0.1, seed)[0] for seed in seeds]
    worse = sum(pulled("L1", 1.0, seed)[1] > pulled("L1", 0.0, seed)[1] for seed in seeds)
    cut_off = 4 + np.argsort(np.abs(draw(1).fit[3:]))[8]  # the one in the small picture
    seen = zeros, alone, error, best, min(over_seeds), max(over_seeds), worse
    return seen, cut_off, 0.1, 20, 17


def seventeen_useless_ones():
    row = [pulled("L1", lam)[0] for lam in (0.01, 0.1, 1.0)]
    assert pulled("L1", 1.0)[1] > pulled("L1", 0.0)[1]
    return [pulled("L2", 0.1)[0], row[0], 0.01, row[1], 0.1, row[2]], [17, 20]


# ---- the polynomial ----


@cache
def over_lam():
    """The training errors and the validation errors: at the first lam, at 0.01, and at the last."""
    _, data = experiments.HowMuchIsEnough().data(lam=0.01)
    assert data.here == data.best
    assert np.all(np.diff(data.training) > 0)
    return data.training[[0, data.here, -1]], data.validation[[0, data.here, -1]]


def how_much_is_enough():
    return over_lam(), 12, 15, 0.01, 32, 30, 0.003, 0.1


def two_errors_over_lam():
    training, validation = over_lam()
    return training[[0, 2]], validation[:2], 0.01, validation[2], 12, 15, 10


def far_apart_errors():
    return 0.003, 2000


# ---- the wines ----


@cache
def wines(lam):
    """The weights of L1, and the share of the wines that are right."""
    wine = bp.datasets.wine()
    X, first = bp.datasets.standardise(wine.X), (wine.targets == 0) * 1.0
    w = np.zeros(13)
    for _ in range(500):
        w = cut(w - 0.1 * 2 / len(X) * X.T @ (X @ w + first.mean() - first), 0.1 * lam)
    return w, np.mean((X @ w + first.mean() > 0.5) == first)


def real_wines():
    assert np.sum(wines(0.3)[0] != 0) == 3
    assert wines(0.03)[1] > wines(0.3)[1]
    return len(bp.datasets.wine().X), 13, 1992, 4.0, 0.3


def if_you_want_more():
    w, right = wines(0.5)
    assert [bp.datasets.wine().features[j] for j in np.flatnonzero(w)] == ["proline"]
    assert not wines(1.0)[0].any()
    return 0.5, 100 * right


# ---- the exercises ----


def l2():
    w, b = np.array([3, -1]), 5
    squares = np.sum(w**2)
    steps = 0.5 * 0.1 * np.abs(w)
    return w**2, squares, 0.05, 0.05 * squares, 0.1 * w, b, 0.1, 0.5, steps, 1 - 0.05


def l1():
    sizes = np.abs(np.array([3, -0.5, 0]))
    return sizes, -0.5, 5, sizes.sum(), 0.1 * sizes.sum(), 0.1, -0.1, 0.5, 0.5 * 0.1


def soft_threshold():
    t = 0.5 * 0.1
    moved = 0.03 + 0.5
    return THREE, t, cut(THREE, t), -cut(THREE, t), 0.4, 0.5, 0.1, moved, moved - t, -1, 3


# ---- the teacher's page ----


def what_people_ask():
    kept = []
    for seed in range(1, 21):
        w = ends(draw(seed), "L1", np.array([0.1]))[0]
        kept.append(int(np.sum(w[3:] != 0)))
    return min(kept), max(kept), 0.1, 17, 0.95, 0.03 * 0.95**100, 0.03, 100
