import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    """One step of Adam for all weights.

    w, g are lists of arrays in the same order: weights and gradients.
    state is {"m": list, "v": list, "t": number of the steps done}.
    Returns (w, state): a new list and a new dictionary; the old ones stay.
    """
    m, v, t = state["m"], state["v"], state["t"] + 1
    m = [b1 * old + (1 - b1) * slope for old, slope in zip(m, g, strict=True)]
    v = [b2 * old + (1 - b2) * slope**2 for old, slope in zip(v, g, strict=True)]
    moved = []
    for weight, mean, square in zip(w, m, v, strict=True):
        m_hat = mean / (1 - b1**t)
        v_hat = square / (1 - b2**t)
        moved.append(weight - lr * m_hat / (np.sqrt(v_hat) + eps))
    return moved, {"m": m, "v": v, "t": t}
