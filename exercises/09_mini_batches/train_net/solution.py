import numpy as np


def train_net(step, params, X, y, cfg):
    """Train with cfg, which has "lr", "epochs", "size" and "seed".

    step(params, X_batch, y_batch, lr) gives new params and the mean loss before it.
    Returns the last params, and a list with the mean loss of each epoch.
    """
    n, size = len(X), cfg["size"]
    rng = np.random.default_rng(cfg["seed"])
    losses = []
    for _ in range(cfg["epochs"]):
        order = rng.permutation(n)
        total = 0.0  # of the losses of all samples
        for start in range(0, n, size):
            rows = order[start : start + size]
            params, loss = step(params, X[rows], y[rows], cfg["lr"])
            total += len(rows) * loss
        losses.append(total / n)
    return params, losses
