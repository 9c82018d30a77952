"""Right: a dictionary of changes, and a comprehension over the places."""

import numpy as np


def gd_step(params, grads, lr):
    changes = {i: np.negative(lr) * np.asarray(dw) for i, dw in enumerate(grads)}
    moved = [np.asarray(params[i]) + changes[i] for i in sorted(changes)]
    return [m if m.ndim else float(m) for m in moved]
