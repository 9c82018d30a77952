"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache, partial

import numpy as np

import bpcourse as bp
from bpcourse.experiments.gradient_check.bug_fingerprints import STEPS, BugFingerprints
from bpcourse.experiments.gradient_check.how_small_is_h import DIGITS, HowSmallIsH
from bpcourse.nn import planted_bugs


def cube(w):
    return w**3


def a_slope_without_a_formula():
    w, h = 2.0, 0.1
    here, above, below = cube(w), cube(w + h), cube(w - h)
    exact = 3 * w**2
    found = (above - here) / h, (above - below) / (2 * h)
    return exact, h, 2 * h, here, above, below, found


@cache
def errors(numbers="float64", function="exp(sin(x))"):
    """For both methods a dictionary: h → relative error."""
    _, data = HowSmallIsH().data(numbers=numbers, function=function)
    return {method: dict(zip(*map(list, rows), strict=True)) for method, rows in data.found.items()}


def how_small_is_h():
    forward, central = 12.61 - 12, 12.01 - 12
    both = errors()
    falls = (
        both["forward"][1e-2] / both["forward"][1e-3],
        both["central"][1e-2] / both["central"][1e-3],
    )
    assert both["forward"][1e-9] == both["central"][1e-9]
    net = errors("float32", "net")["central"]
    best = min(errors(function="net")["central"].items(), key=lambda pair: pair[1])[0]
    usable = [h for h, error in net.items() if error < 0.01]
    assert min(usable) <= 1e-2 <= max(usable)
    assert 0.5e-5 <= best <= 2e-5
    return (
        forward,
        central,
        falls,
        round(falls[0]),
        round(falls[1]),
        DIGITS["float64"],
        12,
        16 - 12,
        1e-8,
        8,
        1e-5,
        5,
        DIGITS["float32"],
        2,
    )


def how_far_apart_is_too_far():
    """The penguins' net, and the corner."""
    numbers = 3 * 4, 4, 4, 1
    slopes = -2, 4
    rows, b = np.array([[0.0, 0.0], [1.0, 2.0]]), 1e-3

    def loss(b):
        A = np.maximum(rows @ np.array([[1.0], [0.5]]) + b, 0)
        return np.mean((A * 2.0 + 1 - np.array([[4.0], [3.0]])) ** 2)

    sides = (loss(b) - loss(0.0)) / b, (loss(0.0) - loss(-b)) / b
    np.testing.assert_allclose(sides, slopes, atol=0.01)
    return 0.002, 0.001, 0.002 / 0.001, 1e-7, 1e-8, 10, 2014, numbers, sum(numbers), 7, slopes, 5e-6


def what_a_check_shows_and_what_training_shows():
    _, data = BugFingerprints().data(bug="slope-forgotten", size=5e-4)
    assert max(data.errors) < 1e-4
    passes = [partial(planted_bugs.backward, bug=bug) for bug in planted_bugs.TRAIN_WELL]
    assert len(passes) == 7
    assert len(planted_bugs.BUGS) == 14
    assert min(map(right_after_training, passes)) >= 0.95
    return 3, 4, 4, 5e-4, 95, 1, 5


@cache
def right_after_training(backward):
    """The share of the spirals' points that are right after training with that backward pass."""
    rng = np.random.default_rng(8)
    X, y = bp.datasets.spirals(150, noise=0.05, rng=rng)
    params = [
        (rng.normal(size=(2, 32)), np.zeros(32)),
        (rng.normal(size=(32, 3)) / np.sqrt(32), np.zeros(3)),
    ]
    for _ in range(1500):
        grads = backward(params, X, y)
        params = [
            (W - 0.5 * dW, b - 0.5 * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    (W1, b1), (W2, b2) = params
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2).argmax(axis=1) == y)


def bug_hunt_two_at_once():
    return 100 * right_after_training(planted_bugs.two_at_once), 8


def which_one_is_right():
    return 32


def if_you_want_more():
    return 0.9  # what the colleague says


def in_three_sentences():
    return 1e-5, 10, 5


# ---- questions ----


def h_hundred_times_smaller():
    central = errors()["central"]
    before, after = central[1e-5], central[1e-7]
    return [], before, after, after / before, 1e-5, 1e-7, DIGITS["float64"]


def trained_with_the_wrong_slope():
    _, data = BugFingerprints().data(bug="wrong-slope")
    assert data.losses[-1] < data.losses[0] / 5
    return [], STEPS, data.losses[0], data.losses[-1], data.right[-1]


def factor_of_a_unit():
    a = 0.6
    slope = 1 - a**2
    return 1 / slope, a**2, slope, a / (1 + a), 1 / (a * (1 - a)), a


def zeros_hide():
    params = [(np.zeros((3, 4)), np.zeros(4)), (np.zeros((4, 4)), np.zeros(4))]
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 3)), rng.integers(4, size=10)
    (dW, db), _ = planted_bugs.backward(params, X, y, "sign")
    (W, b), _ = planted_bugs.backward(params, X, y)
    return [np.abs(dW - W).max() + np.abs(db - b).max(), 1], 2


def two_bugs():
    return [], 1 / 8, 8, -1


def why_central():
    assert errors()["forward"][1e-9] == errors()["central"][1e-9]
    return [], 1e-8


def which_h():
    central = errors()["central"]
    assert central[1e-13] > central[1e-3]
    return 1e-5, central[1e-5], 0.1, central[0.1], 1e-13, central[1e-13], 1e-3, 10


def nine_tenths():
    claim, slope, n = 0.1, 1.0, 10
    return [], n, (slope - claim) / slope, claim, 7


# ---- words and exercises ----


def rounding_error():
    return DIGITS["float64"], DIGITS["float32"]


def numerical_grad():
    def f(w0, w1):
        return w0**2 + 3 * w1

    above, below, here = f(2.1, 1), f(1.9, 1), f(2, 1)
    return (
        0.1,
        2.1,
        1.9,
        above,
        below,
        above - below,
        0.2,
        (above - below) / 0.2,
        here,
        (above - here) / 0.1,
    )


def relative_error():
    floor = 0.5
    return 0.001, 1000, 0.002, floor, 2 / max(3, 1, floor), 0.1, 0.2, 0.1 / max(0.1, 0.2, floor)


def grad_check():
    w, h = 2.0, 0.5
    below, here, above = (w - h) ** 3, w**3, (w + h) ** 3
    right, left = (above - here) / h, (here - below) / h
    claim = 6
    off = left - claim
    exact = 3 * w**2
    near = (w + 1e-5) ** 3 - w**3, w**3 - (w - 1e-5) ** 3
    np.testing.assert_allclose(np.array(near) / 1e-5, exact, rtol=1e-4)
    return (
        1e-8,
        h,
        w - h,
        w + h,
        below,
        here,
        above,
        right,
        left,
        exact,
        claim,
        off,
        off / left,
        1e-5,
    )


def catches():
    rows = 0.2, 0.4
    return 1e-4, 8, rows, sum(rows), np.mean(rows)


def diagnose():
    claims, slopes = np.array([0.02, -0.05]), np.array([0.2, -0.5])
    return 1e-4, 10, claims, slopes, claims / slopes


def what_people_ask():
    """Of the teacher's page."""
    return 21, 2 * 21 + 1, 1e-5, 7, 1e-4, 0.9


def where_people_get_stuck():
    return 3, 0.5


def say_first():
    return 0.1
