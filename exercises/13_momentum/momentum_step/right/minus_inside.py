"""Right: the step with the old velocity and the gradient apart, as a list of two lists."""

import numpy as np


def momentum_step(w, g, v, lr, beta):
    kept = list(map(lambda old: beta * old, v))
    moved = [a - lr * b - lr * c for a, b, c in zip(w, kept, g)]
    return [moved, [b + c for b, c in zip(kept, g)]]
