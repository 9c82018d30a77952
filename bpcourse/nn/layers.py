"""Layers: a layer is anything with `forward` and `backward`.

    X  (n, n_in)    what enters            Y  (n, n_out)    what leaves
    dX, dY          the derivative of the loss with respect to X and Y, with their shapes

`forward` computes and remembers. `backward` takes dY, stores the gradients of the parameters, and
returns dX. `predict` is for use: it remembers nothing and draws no random numbers.
"""

import copy

import numpy as np

from .arrays import require_dtype, require_floats
from .initializers import lecun_normal
from .settings import require_count
from .shapes import ShapeError, require_columns, require_same_shape


class Layer:
    """The base of the layers here. A layer of your own needs only the two methods."""

    params: tuple[str, ...] = ()  # names of the arrays that learn
    stats: tuple[str, ...] = ()  # names of other arrays that belong to the layer
    layers: tuple = ()  # the layers inside, in a network

    def forward(self, X):
        """Return Y, and remember on self what `backward` will need."""
        raise NotImplementedError

    def backward(self, dY):
        """Return dX, and store the gradient of each name in `params` as d + name.

        Call `forward` first.
        """
        raise NotImplementedError

    def predict(self, X):
        """Return the same Y, and leave alone what `backward` remembers. Pictures use it."""
        return copy.copy(self).forward(X)  # the copy has the same W, and a memory of its own

    def __getattr__(self, name):  # called only for a name that is missing
        raise AttributeError(
            f"{type(self).__name__} has no attribute {name!r}.\n"
            "If backward asked for it: call forward first, that is where a layer remembers.",
            name=name,
            obj=self,
        )


def predict(layer, X):
    """`layer.predict(X)`; for a layer that has only the two methods, `forward` of a copy."""
    return layer.predict(X) if hasattr(layer, "predict") else Layer.predict(layer, X)


def innermost(layer):
    """The list of the layers that hold no others, in their order."""
    inner = getattr(layer, "layers", ())
    return [leaf for part in inner for leaf in innermost(part)] if inner else [layer]


class Dense(Layer):
    """Every output is a weighted sum of all inputs:  Y = X W + b.

    W (n_in, n_out), b (n_out,). Books that write W x + b store the transpose.
    Raises ShapeError where X or dY does not fit.
    """

    params = ("W", "b")

    def __init__(self, n_in, n_out, *, rng, init=lecun_normal, dtype=np.float64):
        n_in = require_count("n_in", n_in, "how many inputs the layer has")
        n_out = require_count("n_out", n_out, "how many outputs the layer has")
        dtype = require_dtype(dtype)
        self.W = require_floats("W", init(n_in, n_out, rng=rng, dtype=dtype))
        if self.W.shape != (n_in, n_out):
            raise ShapeError(
                f"init gave a W of shape {self.W.shape}, but the layer needs ({n_in}, {n_out}).\n"
                "Rows of W belong to inputs, columns to outputs: look whether it returns W.T."
            )
        self.b = np.zeros(n_out, dtype)

    def forward(self, X):
        self.X = require_columns("X", X, len(self.W), self)  # (n, n_in)
        self.Y = self.X @ self.W  # (n, n_out)
        self.Y += self.b  # in place: it saves an array of that size
        return self.Y

    def backward(self, dY, *, needs_dX=True):
        """Return dX (n, n_in), and store dW and db.

        With needs_dX=False dX is not computed: in training the dX of the data is not used.
        """
        dY = require_same_shape("dY", dY, "Y", self.Y)
        self.dW = self.X.T @ dY  # (n_in, n) @ (n, n_out)
        self.db = dY.sum(axis=0)  # every row used the same b
        return dY @ self.W.T if needs_dX else None  # (n, n_out) @ (n_out, n_in)

    def __repr__(self):
        n_in, n_out = self.W.shape
        return f"Dense({n_in}, {n_out})"
