"""Normalization: keep what flows through a network at a size where slopes are alive, and keep a
network from leaning on single units.

Both layers here do one thing in training, in `forward`, and another in use, in `predict`. Which of
the two you call is the only switch there is.
"""

import numpy as np

from .layers import Layer
from .shapes import require_columns, require_same_shape


class BatchNorm(Layer):
    """Y = gamma (X - mean) / sqrt(var + epsilon) + beta, with mean and var of every column.

    In training they are those of the batch, var with 1/n; `predict` uses running ones, into which
    every batch enters with the weight `momentum`, its var with 1/(n - 1). gamma, beta, mean and var
    have the shape (k,). Raises ShapeError where X or dY does not fit. Source: Ioffe and Szegedy,
    "Batch normalization" (2015), algorithms 1 and 2.
    """

    params = ("gamma", "beta")
    stats = ("running_mean", "running_var")

    def __init__(self, k, *, momentum=0.1, epsilon=1e-5, dtype=np.float64):
        self.gamma, self.beta = np.ones(k, dtype), np.zeros(k, dtype)
        self.running_mean, self.running_var = np.zeros(k, dtype), np.ones(k, dtype)
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)  # a column that is constant has the variance 0

    def forward(self, X):
        require_columns("X", X, len(self.gamma), self)
        mean, var = X.mean(axis=0), X.var(axis=0)  # (k,), (k,)
        self.deviation = np.sqrt(var + self.epsilon)
        self.N = (X - mean) / self.deviation  # (n, k)
        self.running_mean = self.running_mean + self.momentum * (mean - self.running_mean)
        unbiased = var * len(X) / max(len(X) - 1, 1)  # (k,); with 1/(n - 1), for other batches
        self.running_var = self.running_var + self.momentum * (unbiased - self.running_var)
        return self.gamma * self.N + self.beta

    def backward(self, dY):
        require_same_shape("dY", dY, "X", self.N)
        self.dgamma = np.sum(dY * self.N, axis=0)  # (k,)
        self.dbeta = dY.sum(axis=0)  # (k,)
        dN = dY * self.gamma  # (n, k)
        # an x moves its own N, and through mean and var all others of its column
        return (dN - dN.mean(axis=0) - self.N * np.mean(dN * self.N, axis=0)) / self.deviation

    def predict(self, X):
        require_columns("X", X, len(self.gamma), self)
        deviation = np.sqrt(self.running_var + self.epsilon)
        return self.gamma * (X - self.running_mean) / deviation + self.beta

    def __repr__(self):
        return f"BatchNorm({len(self.gamma)})"


class Dropout(Layer):
    """Y = X M        dX = dY M        M is 0 with the chance p, else 1 / (1 - p)

    So the mean stays what it was, and `predict` leaves X as it is. Raises ValueError unless
    0 <= p < 1. Source: Srivastava and others, "Dropout" (2014), with the scaling in training.
    """

    def __init__(self, p, *, rng):
        if not 0 <= p < 1:
            raise ValueError(
                f"p is the chance to drop a unit, from 0 to below 1, but it is {p}.\n"
                "At 1 nothing would be left to learn from."
            )
        self.p = p
        self.rng = rng

    def forward(self, X):
        kept = self.rng.random(X.shape) >= self.p
        self.M = kept.astype(X.dtype) / X.dtype.type(1 - self.p)
        return X * self.M

    def backward(self, dY):
        require_same_shape("dY", dY, "X", self.M)
        return dY * self.M

    def predict(self, X):
        return X

    def __repr__(self):
        return f"Dropout({self.p:g})"
