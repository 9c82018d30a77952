"""Right: chosen, and not computed."""

import numpy as np


def fit_two_classes(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    sign = np.where(np.asarray(y) > 0.5, 1.0, -1.0)
    losses = []
    for _ in range(steps):
        margin = sign * (X @ w + b)
        losses.append(float(np.log1p(np.exp(-margin)).mean()))
        push = sign / (1 + np.exp(margin)) / len(y)
        w, b = w + lr * push @ X, b + lr * push.sum()
    return w, b, tuple(losses)
