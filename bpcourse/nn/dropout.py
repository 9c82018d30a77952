"""Dropout: keep a network from depending on single units.

    X  (n, k)  what enters        M  (n, k)  the mask, 0 where a number is dropped

In training, `forward` drops; in use, `predict` does not. There is no other switch.
"""

from .arrays import require_floats
from .layers import Layer
from .settings import require_number, require_rng
from .shapes import require_same_shape


class Dropout(Layer):
    """Y = X M        dX = dY M        M is 0 with probability p, else 1 / (1 - p)

    This keeps the mean of Y at that of X, so `predict` returns X as it is. Raises ValueError unless
    0 <= p < 1. Source: Srivastava and others, "Dropout" (2014), but scaled in training.
    """

    def __init__(self, p, *, rng):
        meaning = "the probability to drop a number; at 1 nothing would be left"
        self.p = require_number("p", p, meaning, at_least=0, below=1)
        self.rng = require_rng(rng, "Dropout")

    def forward(self, X):
        X = require_floats("X", X)
        kept = self.rng.random(X.shape) >= self.p
        self.M = kept.astype(X.dtype) / X.dtype.type(1 - self.p)
        return X * self.M

    def backward(self, dY):
        return require_same_shape("dY", dY, "X", self.M) * self.M

    def predict(self, X):
        return require_floats("X", X)

    def __repr__(self):
        return f"Dropout({self.p:g})"
