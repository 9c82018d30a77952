"""Right: one loop over the places, and append."""

import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    t = state["t"] + 1
    new_w, new_m, new_v = [], [], []
    for i in range(len(w)):
        new_m.append(b1 * state["m"][i] + (1 - b1) * g[i])
        new_v.append(b2 * state["v"][i] + (1 - b2) * g[i] * g[i])
        rate = lr / (1 - b1**t)
        new_w.append(w[i] - rate * new_m[i] / (np.sqrt(new_v[i] / (1 - b2**t)) + eps))
    return new_w, dict(m=new_m, v=new_v, t=t)
