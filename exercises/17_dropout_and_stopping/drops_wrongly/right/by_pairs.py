"""Right: neighbours in a row and in a column have to part about as often as chance has it."""

import numpy as np


def drops_wrongly(forward, backward):
    p = 0.3
    A = np.outer(np.linspace(0.5, 1.5, 120), np.linspace(1, 2, 90))
    held = np.array(A)
    rng = np.random.default_rng(42)
    out, mask = forward(held, p, rng, True)
    gone = np.equal(mask, 0)
    beside = np.mean(gone[:, 1:] != gone[:, :-1])
    below = np.mean(gone[1:] != gone[:-1])
    chance = 2 * p * (1 - p)
    last = np.mean(gone[:, -1]) + np.mean(gone[:, 0])
    wrong = abs(beside - chance) > 0.1 or abs(below - chance) > 0.1 or abs(last - 2 * p) > 0.25
    wrong = wrong or abs(np.mean(gone) - p) > 0.05
    wrong = wrong or not np.allclose(mask, np.where(gone, 0, 10 / 7), atol=1e-4)
    wrong = wrong or not np.allclose(out, mask * A, atol=1e-4)
    wrong = wrong or not np.array_equal(held, A)
    _, new = forward(held, p, rng, True)
    _, old = forward(held, p, np.random.default_rng(42), True)
    wrong = wrong or np.array_equal(new, mask) or not np.array_equal(old, mask)
    wrong = wrong or not np.allclose(backward(A - 1, new), (A - 1) * new, atol=1e-4)
    still = np.random.default_rng(42)
    out, mask = forward(held, p, still, False)
    wrong = wrong or not np.allclose(out, A, atol=1e-4) or not np.allclose(mask, 1, atol=1e-4)
    _, mask = forward(held, p, still, True)
    return bool(wrong or not np.array_equal(mask, old))
