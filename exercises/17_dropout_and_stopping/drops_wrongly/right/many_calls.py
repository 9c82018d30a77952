"""Right: many calls with few numbers, and the share of each place over all calls."""

import numpy as np


def drops_wrongly(forward, backward):
    p, calls = 0.25, 30
    rng, twin = np.random.default_rng(6), np.random.default_rng(6)
    A = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])
    masks = []
    for _ in range(calls):
        held = A.copy()
        out, mask = forward(held, p, rng, True)
        if (held != A).any() or abs(out - A * mask).max() > 1e-4:
            return True
        if abs(backward(A, mask) - A * mask).max() > 1e-4:
            return True
        masks.append(np.array(mask, dtype=float))
    masks = np.array(masks)  # (calls, 2, 3)
    zeros = masks == 0
    if abs(masks[~zeros] - 4 / 3).max() > 1e-4 or abs(zeros.mean(axis=(0, 1)) - p).max() > 0.22:
        return True
    for one, other in [(zeros[:, 0, 0], zeros[:, 0, 1]), (zeros[:, 0, 0], zeros[:, 1, 0])]:
        if (one == other).all():
            return True
    for mask in masks[:2]:
        if not np.allclose(forward(A.copy(), p, twin, True)[1], mask):
            return True
    state = twin.bit_generator.state
    out, mask = forward(A.copy(), p, twin, False)
    if twin.bit_generator.state != state:
        return True
    return not (np.allclose(out, A) and np.allclose(mask, 1))
