import numpy as np


def fit_line(x, y, lr, steps):
    """Fit y = w x + b by gradient descent.

    x and y (n,). Returns w, b, and a list with the loss before each step.
    """
    w, b = 0.0, 0.0
    losses = []
    for _ in range(steps):
        e = w * x + b - y  # anew in every step, because w and b have moved
        losses.append(np.mean(e**2))
        slope_w, slope_b = np.mean(2 * e * x), np.mean(2 * e)
        w, b = w - lr * slope_w, b - lr * slope_b
    return w, b, losses
