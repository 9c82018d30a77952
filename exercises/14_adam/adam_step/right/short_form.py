"""Right: both corrections in two plain numbers, and epsilon made to fit."""

import math

import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    t = 1 + state["t"]
    m = [old + (1 - b1) * (slope - old) for old, slope in zip(state["m"], g)]
    v = [old + (1 - b2) * (slope**2 - old) for old, slope in zip(state["v"], g)]
    root = math.sqrt(1 - b2**t)
    rate = lr * root / (1 - b1**t)
    return [a - rate * b / (np.sqrt(c) + root * eps) for a, b, c in zip(w, m, v)], {
        "t": t,
        "v": v,
        "m": m,
    }
