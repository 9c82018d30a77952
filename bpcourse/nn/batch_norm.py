"""Batch normalisation: keep the numbers between layers at a size where activations have a slope.

    X  (n, k)  what enters        gamma, beta, mean, var  (k,)  one number for each column

In training, `forward` uses the statistics of the batch; in use, `predict` uses running statistics.
There is no other switch.
"""

import numpy as np

from .arrays import require_dtype
from .layers import Layer
from .settings import require_count, require_number
from .shapes import require_columns, require_same_shape, require_samples


class BatchNorm(Layer):
    """Y = gamma (X - mean) / sqrt(var + epsilon) + beta, with mean and var of every column.

    `forward` takes mean and var from the batch, var with 1/n. `predict` uses running statistics,
    into which every batch enters with the weight `momentum`, its var with 1/(n - 1). gamma, beta,
    mean and var have the shape (k,). For a batch of one sample, Y is beta, and its var counts as 0;
    so `epochs` refuses such batches. Raises ShapeError where X or dY does not fit, or X has no
    rows.
    Source: Ioffe and Szegedy, "Batch normalization" (2015).
    """

    params = ("gamma", "beta")
    stats = ("running_mean", "running_var")

    def __init__(self, k, *, momentum=0.1, epsilon=1e-5, dtype=np.float64):
        k, dtype = require_count("k", k, "how many columns the layer has"), require_dtype(dtype)
        self.gamma, self.beta = np.ones(k, dtype), np.zeros(k, dtype)
        self.running_mean, self.running_var = np.zeros(k, dtype), np.ones(k, dtype)
        meaning = "the weight of each batch in the running statistics"
        self.momentum = require_number("momentum", momentum, meaning, above=0, at_most=1)
        meaning = "what keeps the divisor above 0 where a column is constant"
        self.epsilon = require_number("epsilon", epsilon, meaning, above=0)

    def forward(self, X):
        X = require_samples("X", require_columns("X", X, len(self.gamma), self))
        mean, var = X.mean(axis=0), X.var(axis=0)  # (k,), (k,)
        self.deviation = np.sqrt(var + self.epsilon)
        self.N = (X - mean) / self.deviation  # (n, k)
        self.running_mean = self.running_mean + self.momentum * (mean - self.running_mean)
        unbiased = var * len(X) / max(len(X) - 1, 1)  # (k,); with 1/(n - 1)
        self.running_var = self.running_var + self.momentum * (unbiased - self.running_var)
        return self.gamma * self.N + self.beta

    def backward(self, dY):
        dY = require_same_shape("dY", dY, "X", self.N)
        self.dgamma = np.sum(dY * self.N, axis=0)  # (k,)
        self.dbeta = dY.sum(axis=0)  # (k,)
        dN = dY * self.gamma  # (n, k)
        # an x changes its own N and, through mean and var, all others of its column
        return (dN - dN.mean(axis=0) - self.N * np.mean(dN * self.N, axis=0)) / self.deviation

    def predict(self, X):
        X = require_columns("X", X, len(self.gamma), self)
        deviation = np.sqrt(self.running_var + self.epsilon)
        return self.gamma * (X - self.running_mean) / deviation + self.beta

    def __repr__(self):
        return f"BatchNorm({len(self.gamma)})"
