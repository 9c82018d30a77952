"""Right: the rows are drawn one after the other until none is left, and the pair is a list."""

import numpy as np


def train_net(step, params, X, y, cfg):
    rng = np.random.default_rng(cfg["seed"])
    losses = []
    for _ in range(cfg["epochs"]):
        left, parts = list(range(len(X))), []
        while left:
            rows = []
            while left and len(rows) < cfg["size"]:
                rows.append(left.pop(int(rng.integers(len(left)))))
            params, loss = step(params, X[rows], y[rows], cfg["lr"])
            parts += [loss] * len(rows)
        losses.append(sum(parts) / len(parts))
    return [params, losses]
