"""gradient_descent is judged on a parabola by hand and on random bowls, row by row."""

import numpy as np
import pytest

from bpcourse.checking.compare import agrees, as_numbers, same
from bpcourse.checking.given import independent, unchanged

NO_START = "The start is missing: row 0 is w0, before any step."


def descend(grad_fn, w0, lr, steps):
    rows = [np.array(w0, dtype=float)]
    for _ in range(steps):
        rows.append(rows[-1] - lr * grad_fn(rows[-1]))
    return np.array(rows)  # (steps + 1, d)


def bowl(rng, d):
    """A random bowl: the gradient (d,) -> (d,), a start, and a rate that is stable there."""
    A = rng.normal(size=(d, d))
    H = A.T @ A / d + np.eye(d)
    lowest = rng.normal(size=d)
    return (
        lambda w: H @ (w - lowest),
        rng.normal(size=d),
        float(rng.uniform(0.2, 0.9) / np.trace(H)),
    )


def ask(gradient_descent, grad_fn, w0, lr, steps):
    with unchanged(w0=w0):
        return gradient_descent(grad_fn, w0, lr, steps)


def compare(got, grad_fn, w0, lr, steps):
    """Every row against the rule, and the known slips, as the histories they give."""
    right = descend(grad_fn, w0, lr, steps)
    if agrees(got, right):
        return
    gradients = np.array([grad_fn(w) for w in right])
    straight = right[0] - lr * np.arange(steps + 1)[:, np.newaxis] * gradients[0]
    slips = [
        ("The last step is missing: `steps` steps make steps + 1 rows with the start.", right[:-1]),
        (NO_START, right[1:]),
        (NO_START, descend(grad_fn, w0, lr, steps + 1)[1:]),
        ("That is one step too many.", descend(grad_fn, w0, lr, steps + 1)),
        ("That is only where it ends. Keep every place on the way, one per row.", right[-1]),
        ("Time runs backwards: row 0 is the start.", right[::-1]),
        ("The slope is asked once and never again: ask at every new place.", straight),
        (
            "All rows are one array, kept many times: append a new one.",
            0 * right + right[-1],
        ),
        ("All rows are the start: the place never moves on.", 0 * right + right[0]),
        ("The sign is wrong: it walks uphill.", descend(lambda w: -grad_fn(w), w0, lr, steps)),
        ("lr is missing: a step is lr times the gradient.", descend(grad_fn, w0, 1.0, steps)),
        ("Every step goes half as far as it should.", descend(grad_fn, w0, lr / 2, steps)),
        ("Every step goes twice as far as it should.", descend(grad_fn, w0, 2 * lr, steps)),
        ("These are the gradients; keep the places.", gradients),
        ("These are the gradients; keep the places.", gradients[:-1]),
        ("Rows are steps, columns are parameters: it is transposed.", right.T),
        ("Fractions are cut off: make it an array of floats.", cut(grad_fn, w0, lr, steps)),
        ("The rate shrinks as it goes; here it stays.", shrinking(grad_fn, w0, lr, steps)),
    ]
    tip = "Row t + 1 is row t minus lr times the gradient at row t."
    same(as_numbers(got, "the history"), right, "the history", slips, tip)


def cut(grad_fn, w0, lr, steps):
    """What an array of whole numbers would keep."""
    rows = [np.trunc(np.asarray(w0, dtype=float))]
    for _ in range(steps):
        rows.append(np.trunc(rows[-1] - lr * grad_fn(rows[-1])))
    return np.array(rows)


def shrinking(grad_fn, w0, lr, steps):
    rows = [np.array(w0, dtype=float)]
    for t in range(steps):
        rows.append(rows[-1] - lr / (t + 1) * grad_fn(rows[-1]))
    return np.array(rows)


def test_two_steps_by_hand(gradient_descent):
    """On the parabola with slope 2 w, from 1 with rate 0.25, two steps give 1, 0.5, 0.25."""

    def slope(w):
        return 2 * w

    w0 = np.array([1.0])
    compare(ask(gradient_descent, slope, w0, 0.25, 2), slope, w0, 0.25, 2)


@pytest.mark.parametrize(
    "size",
    [(1, 4), (2, 7), (5, 3), (4, 3)],
    ids=lambda size: "d = {}, {} steps".format(*size),
)
def test_follows_the_slope(gradient_descent, rng, size):
    """In a random bowl, every row follows from the one before."""
    d, steps = size
    grad_fn, w0, lr = bowl(rng, d)
    compare(ask(gradient_descent, grad_fn, w0, lr, steps), grad_fn, w0, lr, steps)


def test_goes_on_past_the_lowest_point(gradient_descent):
    """With a rate that overshoots it still takes every step."""

    def slope(w):
        return 4 * w

    w0 = np.array([1.0, -2.0])
    compare(ask(gradient_descent, slope, w0, 0.6, 5), slope, w0, 0.6, 5)


def test_no_step_is_just_the_start(gradient_descent, rng):
    """With 0 steps the history is the start alone."""
    grad_fn, w0, lr = bowl(rng, 3)
    same(
        ask(gradient_descent, grad_fn, w0, lr, 0),
        w0[np.newaxis],
        "the history",
        tip="One row: w0.",
    )


def test_may_start_at_whole_numbers(gradient_descent, rng):
    """A start of whole numbers may move by fractions."""
    grad_fn, _, lr = bowl(rng, 2)
    w0 = np.array([3, -2])
    compare(ask(gradient_descent, grad_fn, w0, lr, 4), grad_fn, w0, lr, 4)


def test_leaves_the_start(gradient_descent, rng):
    """w0 stays as it was, and the history does not share its memory."""
    grad_fn, w0, lr = bowl(rng, 3)
    independent(ask(gradient_descent, grad_fn, w0, lr, 2), "the history", w0=w0)
