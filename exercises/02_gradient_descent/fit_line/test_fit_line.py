"""The repaired fit_line is judged step by step, and by the line it ends with."""

import numpy as np

from bpcourse.checking.compare import number_of, parts_of, same
from bpcourse.checking.given import unchanged


def data(rng):
    x = np.linspace(-1, 2, 12) + 0.1 * rng.normal(size=12)
    return x, rng.uniform(1, 3) * x + rng.uniform(1, 2) + 0.1 * rng.normal(size=12)


def fit(x, y, lr, steps):
    """The right descent: the places (steps + 1, 2), and the loss at each of them."""
    A = np.column_stack([x, np.ones_like(x)])
    places = [np.zeros(2)]
    for _ in range(steps):
        places.append(places[-1] - lr * 2 / len(x) * A.T @ (A @ places[-1] - y))
    return np.array(places), np.mean((np.array(places) @ A.T - y) ** 2, axis=1)


def b_after_w(x, y, lr, steps):
    """The slip in which b follows a slope that was taken after w had moved."""
    w = b = 0.0
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x + b - y) * x)
        b = b - lr * 2 * np.mean(w * x + b - y)
    return [w, b]


def without_b(x, y, lr, steps):
    w = 0.0
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
    return [w, 0.0]


def ask(fit_line, x, y, lr, steps):
    with unchanged(x=x, y=y):
        w, b, losses = parts_of(fit_line(x, y, lr, steps), "w, b, losses")
    return number_of(w, "w"), number_of(b, "b"), losses


def test_every_step_looks_again(fit_line, rng):
    """Every step follows the slope at the place where it starts."""
    x, y = data(rng)
    w, b, _ = ask(fit_line, x, y, 0.1, 3)
    places, _ = fit(x, y, 0.1, 3)
    slips = [
        ("All steps are like the first: the errors are those of the start.", 3 * places[1]),
        ("b follows a slope taken after w has moved: one place for both.", b_after_w(x, y, 0.1, 3)),
        ("It walks uphill now.", fit(x, y, -0.1, 3)[0][3]),
        ("Only two of the three steps are taken.", places[2]),
        ("b stands still.", without_b(x, y, 0.1, 3)),
    ]
    tip = "Compare with three steps on paper: error, slopes, both updates, and again."
    same([w, b], places[3], "(w, b) after three steps", slips, tip)


def test_losses_are_those_before_each_step(fit_line, rng):
    """The losses are those before each step, one per step, and they fall."""
    x, y = data(rng)
    _, _, losses = ask(fit_line, x, y, 0.1, 6)
    _, right = fit(x, y, 0.1, 6)
    slips = [("These are the losses after each step.", right[1:])]
    same(losses, right[:6], "the list of losses", slips)


def test_ends_at_the_best_line(fit_line, rng):
    """After many steps it is the best line there is."""
    x, y = data(rng)
    w, b, _ = ask(fit_line, x, y, 0.3, 100)
    tip = "It should end where no other line has a smaller loss."
    same([w, b], np.polyfit(x, y, 1), "(w, b) after 100 steps", tip=tip)
