"""The repaired careful_descent is judged step by step, where gradients are long and where not."""

import numpy as np
import pytest

from bpcourse.checking.compare import agrees, as_numbers, parts_of, same
from bpcourse.checking.given import unchanged


def descend(grad_fn, w0, lr, steps, max_norm, factor=lambda norm, limit: min(1.0, limit / norm)):
    w, norms = [np.array(w0, dtype=float)], []
    for _ in range(steps):
        g = grad_fn(w[-1])
        norms.append(np.sqrt(np.sum(g**2)))
        w.append(w[-1] - lr * factor(norms[-1], max_norm) * g)
    return np.array(w), np.array(norms)


SLIPS = [
    (
        "The bug is still there: long gradients stay, short ones are stretched.",
        lambda norm, limit: max(1.0, limit / norm),
    ),
    (
        "Now every step is equally long: short gradients must stay short.",
        lambda norm, limit: limit / norm,
    ),
    ("Now nothing is clipped: long gradients must be shortened.", lambda norm, limit: 1.0),
    ("The factor is upside down: limit over norm.", lambda norm, limit: min(1.0, norm / limit)),
    ("They are shortened to 1 and not to the limit.", lambda norm, limit: min(1.0, 1 / norm)),
    (
        "A step is left out where the gradient is too long: shorten it instead.",
        lambda norm, limit: 1.0 if norm <= limit else 0.0,
    ),
    ("The factor has the norm squared in it.", lambda norm, limit: min(1.0, limit / norm**2)),
    ("It walks uphill now.", lambda norm, limit: -min(1.0, limit / norm)),
    ("The limit is used twice.", lambda norm, limit: min(1.0, limit / norm) * limit),
]


def ask(careful_descent, grad_fn, w0, lr, steps, max_norm):
    with unchanged(w0=w0):
        history, norms = parts_of(
            careful_descent(grad_fn, w0, lr, steps, max_norm), "history, norms"
        )
    return as_numbers(history, "the history"), as_numbers(norms, "the norms")


def compare(got, *given, slips=SLIPS):
    history, norms = got
    right, lengths = descend(*given)
    if agrees(history, right) and agrees(norms, lengths):
        return
    slips = [(sentence, descend(*given, factor=factor)[0]) for sentence, factor in slips]
    slips += [("The last place is missing: the history has steps + 1 rows.", right[:-1])]
    tip = "Each step: the gradient, times min(1, limit / its length), times lr."
    same(history, right, "the history", slips, tip)
    clipped = np.minimum(lengths, given[-1])
    slips = [("These are the lengths after clipping: keep those from before.", clipped)]
    same(norms, lengths, "the list of norms", slips, "One length for each step, before clipping.")


def bowl(rng, steep=3.0):
    turn, _ = np.linalg.qr(rng.normal(size=(2, 2)))
    H = turn @ np.diag([steep, 1.0]) @ turn.T
    return lambda w: H @ w


def test_from_long_gradients_to_short_ones(careful_descent, rng):
    """On a way that begins with long gradients and ends with short ones it follows the rule."""
    given = bowl(rng), rng.uniform(1, 2, size=2), 0.3, 12, 1.5
    compare(ask(careful_descent, *given), *given)


def test_long_gradients_are_shortened(careful_descent, rng):
    """Far from the bottom, where gradients are long, a step is as long as lr times the limit."""
    given = bowl(rng), 20 * rng.uniform(1, 2, size=2), 0.1, 4, 1.5
    compare(ask(careful_descent, *given), *given, slips=())


def test_short_gradients_stay(careful_descent, rng):
    """Near the bottom, where gradients are short, it is plain gradient descent."""
    given = bowl(rng), 0.1 * rng.uniform(1, 2, size=2), 0.1, 4, 1.5
    compare(ask(careful_descent, *given), *given, slips=())


def test_it_comes_to_rest(careful_descent, rng):
    """After 16 steps from farther away it lies at the bottom."""
    history, _ = ask(careful_descent, bowl(rng, 1.3), 2 * rng.uniform(1, 2, size=2), 0.9, 16, 1.5)
    tip = "Every step there is as short as the gradient is, if nothing stretches it."
    last = history[-1] if history.ndim == 2 and len(history) else history
    same(last, np.zeros(2), "the last place", tip=tip)
