"""Right: one epoch as a function of its own, and the losses as an array."""

import numpy as np


def epoch(step, params, X, y, lr, size):
    total = 0
    for k in range(-(-len(X) // size)):
        here = slice(k * size, k * size + size)
        params, loss = step(params, X[here], y[here], lr)
        total = total + loss * len(X[here])
    return params, total / len(X)


def train_net(step, params, X, y, cfg):
    rng = np.random.default_rng(cfg["seed"])
    losses = np.zeros(cfg["epochs"])
    for i in range(cfg["epochs"]):
        order = rng.permutation(len(X))
        params, losses[i] = epoch(step, params, X[order], y[order], cfg["lr"], cfg["size"])
    return params, losses
