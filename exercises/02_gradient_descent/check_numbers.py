"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

import numpy as np

import bpcourse as bp
from bpcourse.experiments import LongValley

h = 1e-6  # a nudge


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def loss_one(w):
    """The sample of the lesson: x = 2, y = 1."""
    return (2 * w - 1) ** 2


def blank_slope():
    return slope(loss_one, 1.0), slope(loss_one, 3.0)


def blank_new_w():
    dw, lr = slope(loss_one, 1.0), 0.1
    return 1 - lr * dw, dw, [1 + lr * dw, 1 - dw, 1 - lr * slope(loss_one, 3.0)]


def new_w():
    w, dw, lr = 2.0, -0.5, 0.1
    return w - lr * dw, [w + lr * dw, w - dw, w + dw]


def swing_and_grow():
    """The limit is 2 / curvature: a little above it the distance grows, a little below not."""
    curvature = 3.0
    grows = [abs(1 - lr * curvature) > 1 for lr in (2.01 / curvature, 1.99 / curvature)]
    return 2 if grows == [True, False] else None


def steps_to_the_bottom():
    """At the rate 0.01 and the curvature 1: steps until the loss is a hundredth."""
    lr = 0.01
    return [], lr, np.floor(np.log(0.01) / (2 * np.log(1 - lr)) / 100) * 100


# ---- what the text of the lesson states, by its headings ----


def a_line_without_a_picture():
    return 0.1


def the_slope_says_where_the_loss_falls():
    x, y, w, nudge = 2.0, 1.0, 3.0, 0.001
    error = w * x - y
    changes = (loss_one(w + nudge) - loss_one(w)) / nudge * nudge
    return w * x, error, error**2, changes, slope(loss_one, w), slope(np.square, error)


def one_step_the_weight_update():
    x, y, w, lr = 2.0, 1.0, 3.0, 0.1
    dw = slope(loss_one, w)
    new_w = w - lr * dw
    return w * x, w * x - y, loss_one(w), dw, new_w, new_w * x, loss_one(new_w)


def how_long_may_a_step_be():
    parts = np.array([0.1, 1, 1.9, 2, 2.1])
    return parts, 1 - parts


def the_long_valley():
    return condition_number()


def real_penguins():
    penguins = bp.datasets.penguins()
    flipper, mass = penguins.X[:, 2], penguins.targets[:, 0]
    shifted = flipper - flipper.mean()
    versions = flipper, flipper / flipper.std(), shifted, shifted / flipper.std()
    raw, scaled, centred, both = [np.column_stack([x, np.ones(len(x))]) for x in versions]
    conditions = [np.linalg.cond(X1.T @ X1) for X1 in (raw, scaled, centred, both)]
    best = np.linalg.lstsq(raw, mass)[1][0] / len(mass)
    published = 2014
    thousands, millions = conditions[1] / 1e3, conditions[0] / 1e6
    return len(mass), published, best, flipper.mean(), conditions, thousands, millions


def in_three_sentences():
    """No rate makes up for the mean: the best of many is worse after 1000 steps than both in 20."""
    penguins = bp.datasets.penguins()
    flipper, mass = penguins.X[:, 2], penguins.targets[:, 0]
    parts = np.linspace(0.05, 1.0, 20)
    as_measured = [_loss(flipper, mass, part, 1000) for part in parts]
    standardised = (flipper - flipper.mean()) / flipper.std()
    assert min(as_measured) > 1.9 * _loss(standardised, mass, 0.9, 20)
    return 0, 1, 2


def _loss(x, y, part, steps):
    """The loss of y = w x + b after that many steps, with this part of the largest stable rate."""
    X1, place = np.column_stack([x, np.ones(len(x))]), np.zeros(2)
    H = 2 / len(y) * X1.T @ X1
    lr = part * 2 / np.linalg.eigvalsh(H)[-1]
    for _ in range(steps):
        place = place - lr * 2 / len(y) * X1.T @ (X1 @ place - y)
    return np.mean((X1 @ place - y) ** 2)


def if_you_want_more():
    """At the best rate both directions shrink equally fast."""
    flat, steep = 1.0, 10.0
    part = np.arange(0.5, 1.0, 1e-4)  # of 2 / steep, the largest stable rate
    worst = np.maximum(np.abs(1 - part * 2 * flat / steep), np.abs(1 - part * 2))
    valley = LongValley()
    reached = {p: valley.data(condition=steep, part=p / 100)[1].reached for p in range(50, 100)}
    fewest = min(filter(None, reached.values()))
    first = [p / 100 for p, steps in reached.items() if steps == fewest]
    best = part[worst.argmin()]
    return steep, steep + flat, best, fewest, first[0], first[-1], reached[round(100 * best)]


# ---- the words, and the worked steps of the exercises ----


def condition_number():
    """Of a round bowl, and of a gorge."""
    return np.linalg.cond(np.eye(2)), np.linalg.cond(np.diag([100.0, 1.0]))


def gd_step():
    w, dw, lr = 2.0, -0.5, 0.1
    return dw, lr, lr * dw, w - lr * dw


def gradient_descent():
    w, lr, told = 3.0, 0.1, []
    for _ in range(2):
        dw = 2 * w
        told += [dw, lr * dw, w - lr * dw]
        w = w - lr * dw
    return lr, told


def max_stable_lr():
    H, rates = np.array([[3.0, 1], [1, 3]]), [0.49, 0.51]
    flat, steep = curvatures = np.linalg.eigvalsh(H)
    factors = [1 - lr * curvature for lr in rates for curvature in curvatures]
    return flat, steep, rates, factors, 2 / steep, np.trace(H), H.max()
