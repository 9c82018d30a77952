"""Right: deep copies first, then in place on the copies."""

import copy

import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    w = [np.array(array, dtype=float) for array in w]
    state = copy.deepcopy(state)
    state["t"] += 1
    for i, slope in enumerate(g):
        for key, b, value in (("m", b1, slope), ("v", b2, np.square(slope))):
            state[key][i] = b * state[key][i] + (1 - b) * value
        m_hat = state["m"][i] / (1 - b1 ** state["t"])
        v_hat = state["v"][i] / (1 - b2 ** state["t"])
        w[i] -= lr * m_hat / (v_hat**0.5 + eps)
    return w, state
