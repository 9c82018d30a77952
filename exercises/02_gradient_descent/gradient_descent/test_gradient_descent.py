"""gradient_descent is judged row by row, in bowls of all sizes and for all kinds of slopes."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(grad_fn, w0, lr, steps):
    return descend(grad_fn, w0, lr, steps)


def descend(grad_fn, w0, lr, steps, *, step=lambda w, t: w, keep=lambda w: w, start=None):
    """The history. `step` and `keep` are what a slip makes of a slope and of a place."""
    rows = [keep(np.array(w0, dtype=float))]
    for t in range(steps):
        here = rows[-1] if start is None else start
        rows.append(keep(here - lr * step(grad_fn(rows[-1]), t)))
    return np.array(rows)  # (steps + 1, n_w)


def draw(rng, d, steps, scale=1.0):
    """A random bowl, a start, and a rate that is stable there."""
    A = numbers(rng, d, d)
    H = A.T @ A / d + np.eye(d)
    lowest = scale * numbers(rng, d)
    w0 = lowest + scale * numbers(rng, d)
    return (lambda w: H @ (w - lowest)), w0, float(rng.uniform(0.3, 0.9) / np.trace(H)), steps


def slips(grad_fn, w0, lr, steps):
    given = grad_fn, w0, lr
    right = descend(*given, steps)
    longer = descend(*given, steps + 1)
    gradients = np.array([grad_fn(w) for w in right])
    straight = right[0] - lr * np.arange(steps + 1)[:, np.newaxis] * gradients[0]
    no_start = "The start is missing: row 0 is w0, before any step."
    kept = "These are the gradients; keep the places."
    short = "The last step is missing: `steps` steps make steps + 1 rows with the start."
    return [
        Slip("one_row_short", short, right[:-1]),
        Slip("no_start", no_start, right[1:]),
        Slip("no_start", no_start, longer[1:]),
        Slip("no_start", no_start, np.array(list(right[1:]))),  # shape (0,) after 0 steps
        Slip("one_step_too_many", "That is one step too many.", longer),
        Slip(
            "end_only",
            "That is only where it ends. Keep every place on the way, one per row.",
            right[-1],
        ),
        Slip("backwards", "The rows are in the opposite order: row 0 is the start.", right[::-1]),
        Slip(
            "slope_asked_once",
            "The slope is computed once and never again: compute it at every new place.",
            straight,
        ),
        Slip(
            "one_array",
            "All rows are one array, kept many times: append a new one.",
            0 * right + right[-1],
        ),
        Slip(
            "never_moves", "All rows are the start: the place never moves on.", 0 * right + right[0]
        ),
        Slip(
            "uphill",
            "The sign is wrong: the steps lead to a larger loss.",
            descend(*given, steps, step=lambda g, t: -g),
        ),
        Slip(
            "no_rate",
            "lr is missing: a step is lr times the gradient.",
            descend(grad_fn, w0, 1.0, steps),
        ),
        Slip(
            "half_steps",
            "Every step goes half as far as it should.",
            descend(grad_fn, w0, lr / 2, steps),
        ),
        Slip(
            "double_steps",
            "Every step goes twice as far as it should.",
            descend(grad_fn, w0, 2 * lr, steps),
        ),
        Slip("gradients", kept, gradients),
        Slip("gradients", kept, gradients[:-1]),
        Slip(
            "steps_in_columns", "Rows are steps, columns are parameters: it is transposed.", right.T
        ),
        Slip(
            "fractions_cut",
            "Fractions are cut off: make it an array of floats.",
            descend(*given, steps, keep=np.trunc) if np.all(w0 == np.rint(w0)) else None,
        ),
        Slip(
            "shrinking_rate",
            "The rate shrinks as it goes; here it stays.",
            descend(*given, steps, step=lambda g, t: g / (t + 1)),
        ),
        Slip(
            "from_the_start",
            "Every step starts at w0: go on from the place that was reached last.",
            descend(*given, steps, start=right[0]),
        ),
        Slip(
            "sign_only",
            "A larger slope means a longer step: the sign alone is not enough.",
            descend(*given, steps, step=lambda g, t: np.sign(g)),
        ),
        Slip(
            "slope_scaled_in_place",
            "`g *= lr` writes into what grad_fn returned, and that may be w itself.",
            scaled_in_place(*given, steps),
        ),
    ]


def scaled_in_place(grad_fn, w0, lr, steps):
    w = np.array(w0, dtype=float)
    rows = [w.copy()]
    for _ in range(steps):
        g = grad_fn(w)
        g *= lr
        w = w - g
        rows.append(w.copy())
    return np.array(rows)


def its_own_place(w):
    return w


RULE = Rule(
    "gradient_descent",
    rule,
    result="the history",
    draw=draw,
    sizes={
        "2 weights, 5 steps": (2, 5),
        "5 weights, 3 steps": (5, 3),
        "3 weights, 2 steps": (3, 2),
    },
    hand={
        "Followed by hand, with the slopes w and 3 w, every row follows from the one before.": (
            lambda w: np.array([1.0, 3.0]) * w,
            np.array([4.0, -2.5]),
            0.25,
            3,
        ),
    },
    edges={
        "With 0 steps the history is the start alone.": (
            lambda w: 2 * w,
            np.array([1.0, 2.0]),
            0.25,
            0,
        ),
        "With a rate that overshoots it still takes every step.": (
            lambda w: 4 * w,
            np.array([1.0, -2.0]),
            0.6,
            5,
        ),
        "Where the slope at w is w itself, and the very same array, it goes on as ever.": [
            (lambda w: 2 * w, np.array([3.0, -1.0]), 0.125, 2),
            (its_own_place, np.array([3.0, -1.0]), 0.375, 4),
        ],
        "Many steps, and many parameters, are no exception.": [
            Case(lambda w: w - 1.0, np.array([3.0]), 0.125, 40, long=True),
            (lambda w: 2 * w, np.arange(1.0, 121.0), 0.25, 3),
        ],
        "Where the slope is 0, it stays, and still writes down every row.": (
            lambda w: 0 * w,
            np.array([1.0, -2.0]),
            0.5,
            3,
        ),
    },
    slips=slips,
    tip="Row t + 1 is row t minus lr times the gradient at row t.",
)
globals().update(checks_of(__file__, RULE))
