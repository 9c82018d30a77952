"""Right: all gradients first, then all updates."""

import numpy as np


def train_step(params, X, y, lr):
    inputs, sums = [X], []
    for W, b in params:
        sums.append(inputs[-1] @ W + b)
        inputs.append(np.where(sums[-1] > 0, sums[-1], 0.0))
    error = sums[-1] - y
    delta, grads = 2 * error / error.size, []
    for i in range(len(params) - 1, -1, -1):
        grads.append((inputs[i].T @ delta, delta.sum(axis=0)))
        if i:
            delta = delta @ params[i][0].T
            delta[sums[i - 1] <= 0] = 0
    grads.reverse()
    moved = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return moved, float((error**2).mean())
