"""Right: a step of its own, that looks for zero first."""

import numpy as np


def step(g, limit):
    norm = float(np.linalg.norm(g))
    if norm == 0 or norm <= limit:
        return g, norm
    return g / norm * limit, norm


def careful_descent(grad_fn, w0, lr, steps, max_norm):
    places, norms = [np.asarray(w0, dtype=float)], []
    while len(norms) < steps:
        g, norm = step(grad_fn(places[-1]), max_norm)
        places.append(places[-1] - lr * g)
        norms.append(norm)
    return np.vstack(places), norms
