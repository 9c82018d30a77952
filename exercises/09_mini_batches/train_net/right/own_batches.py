"""Right: the generator of exercise 09.1 above it, and a weighted mean of NumPy."""

import numpy as np


def minibatches(X, y, size, rng):
    rows = np.arange(len(X))
    rng.shuffle(rows)
    for k in range(0, len(rows), size):
        yield X[rows[k : k + size]], y[rows[k : k + size]]


def train_net(step, params, X, y, cfg):
    rng = np.random.default_rng(cfg["seed"])
    history = []
    for _ in range(cfg["epochs"]):
        losses, weights = [], []
        for X_batch, y_batch in minibatches(X, y, cfg["size"], rng):
            params, loss = step(params, X_batch, y_batch, cfg["lr"])
            losses.append(loss)
            weights.append(len(X_batch))
        history.append(float(np.average(losses, weights=weights)))
    return params, history
