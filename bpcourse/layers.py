"""Layers: a layer is anything with `forward` and `backward`.

    X  (n, n_in)    what enters            Y  (n, n_out)    what leaves
    dX, dY          the derivative of the loss with respect to X and Y, with their shapes

`forward` computes and remembers. `backward` takes dY, stores the gradients of what learns, and
returns dX. `predict` is for use: it remembers nothing, and nothing is left to chance.
"""

import copy

import numpy as np

from .initializers import lecun_normal
from .shapes import require_columns, require_same_shape


class Layer:
    """What every layer here shares. A layer of your own needs no more than the two methods."""

    params: tuple[str, ...] = ()  # names of the arrays that learn
    stats: tuple[str, ...] = ()  # names of the arrays that do not learn but belong to the layer
    layers: tuple = ()  # what stands inside, in a network

    def __init_subclass__(cls):
        """Who writes a `backward` of their own wants it to run, in the first layer too."""
        if "backward" in vars(cls) and "store_gradients" not in vars(cls):
            cls.store_gradients = Layer.store_gradients

    def forward(self, X):
        """Y, and whatever `backward` will need, remembered on self."""
        raise NotImplementedError

    def backward(self, dY):
        """dX; the gradient of each name in `params` is stored as d + name. Call `forward` first."""
        raise NotImplementedError

    def store_gradients(self, dY):
        """What `backward` does, for a layer whose dX nobody wants: the first one of a network."""
        self.backward(dY)

    def predict(self, X):
        """The same Y, without touching what `backward` remembers. Pictures use this one."""
        return copy.copy(self).forward(X)  # the copy shares what learns, and remembers for itself

    def __getattr__(self, name):  # Python asks here only for what is missing
        raise AttributeError(
            f"{type(self).__name__} has no attribute {name!r}.\n"
            "If backward asked for it: call forward first, that is where a layer remembers.",
            name=name,
            obj=self,
        )


class Dense(Layer):
    """Every output is a weighted sum of all inputs:  Y = X W + b.

    W (n_in, n_out), b (n_out,). Books that write W x + b store the transpose.
    Raises ShapeError where X or dY does not fit.
    """

    params = ("W", "b")

    def __init__(self, n_in, n_out, *, rng, init=lecun_normal, dtype=np.float64):
        self.W = init(n_in, n_out, rng=rng, dtype=dtype)
        self.b = np.zeros(n_out, dtype)

    def forward(self, X):
        require_columns("X", X, len(self.W), self)
        self.X = X  # (n, n_in)
        self.Y = X @ self.W  # (n, n_out)
        self.Y += self.b  # in place: it saves an array of that size
        return self.Y

    def backward(self, dY):
        Dense.store_gradients(self, dY)
        return dY @ self.W.T  # (n, n_out) @ (n_out, n_in)

    def store_gradients(self, dY):
        require_same_shape("dY", dY, "Y", self.Y)
        self.dW = self.X.T @ dY  # (n_in, n) @ (n, n_out)
        self.db = dY.sum(axis=0)  # every row used the same b

    def __repr__(self):
        n_in, n_out = self.W.shape
        return f"Dense({n_in}, {n_out})"
