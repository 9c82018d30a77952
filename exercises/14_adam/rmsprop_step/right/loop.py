"""Right: one loop over the places, and append."""

import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    new_w, new_s = [], []
    for i in range(len(w)):
        average = rho * s[i] + (1 - rho) * g[i] * g[i]
        new_s.append(average)
        new_w.append(w[i] - lr / (np.sqrt(average) + eps) * g[i])
    return new_w, new_s
