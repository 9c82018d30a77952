"""Right: one loop over the places, and append."""

import numpy as np


def momentum_step(w, g, v, lr, beta):
    new_w, new_v = [], []
    for i in range(len(w)):
        velocity = beta * v[i] + g[i]
        new_v.append(velocity)
        new_w.append(w[i] - lr * velocity)
    return new_w, new_v
