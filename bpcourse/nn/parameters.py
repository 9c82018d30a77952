"""Parameters: the arrays that learn, and how an optimizer reaches them.

A layer only *names* what learns:  params = ("W", "b").  The value is `layer.W`, the gradient
`layer.dW`. `parameters(net)` turns the names into handles, so that the textbook's formula works:

    for w in parameters(net):
        w.value = w.value - learning_rate * w.grad

`flatten` puts many arrays in one row, and `apply_update` subtracts a row from them, so that the
formula of an optimizer is written once for the whole network.
"""

import math

import numpy as np

from .arrays import require_floats
from .shapes import ShapeError


class Parameter:
    """A handle on one learning array: where it lives, its `value` and its `grad`, of one shape.

    Raises ShapeError for a new value of another shape, and RuntimeError for a `grad` that no
    `backward` has set yet.
    """

    __slots__ = ("layer", "name")

    def __init__(self, layer, name):
        self.layer = layer
        self.name = name

    @property
    def value(self):
        return getattr(self.layer, self.name)

    @value.setter
    def value(self, value):
        if np.shape(value) != np.shape(self.value):
            raise ShapeError(
                f"{self} has shape {np.shape(self.value)}, but the new value has shape "
                f"{np.shape(value)}.\n"
                "An update never changes a shape: look for a gradient that was broadcast."
            )
        setattr(self.layer, self.name, value)

    @property
    def grad(self):
        try:
            return getattr(self.layer, "d" + self.name)
        except AttributeError:
            raise RuntimeError(
                f"{self} has no gradient yet. Call forward, then backward, and only then step."
            ) from None

    @grad.setter
    def grad(self, grad):
        setattr(self.layer, "d" + self.name, grad)

    def __repr__(self):
        return f"{self.name} of {self.layer}"


def parameters(layer) -> list[Parameter]:
    """Everything that learns in `layer`: a list of Parameter, in the order of the layers.

    Of a network, the parameters of all its layers.

    >>> bp.parameters(bp.Network(bp.Dense(2, 3, rng=rng), bp.ReLU()))
    [W of Dense(2, 3), b of Dense(2, 3)]
    """
    return _handles(layer, "params")


def statistics(layer):
    """The arrays of `layer` that do not learn, such as a running mean: a list of Parameter."""
    return _handles(layer, "stats")


def weights(layer):
    """The parameters that are matrices. Penalties act on these, and not on biases."""
    return [parameter for parameter in parameters(layer) if np.ndim(parameter.value) == 2]


def _handles(layer, kind):
    handles = [Parameter(layer, name) for name in getattr(layer, kind, ())]
    for part in getattr(layer, "layers", ()):
        handles += _handles(part, kind)
    return handles


def gradient(w):
    """The gradient of a parameter as floats; raise ShapeError unless it has the parameter's shape.

    In one row with the others, a gradient of another shape would shift the numbers of the next
    ones.
    """
    grad = require_floats("A gradient", w.grad)
    if grad.shape != w.value.shape:
        raise ShapeError(
            f"{w} has shape {w.value.shape}, but d{w.name} has shape {grad.shape}.\n"
            "A gradient has the shape of its array: look at where backward makes it."
        )
    return grad


def flatten(arrays):
    """All numbers of the arrays in one row (m,), a new array."""
    rows = [array.ravel() for array in arrays]
    return np.concatenate(rows) if rows else np.zeros(0)


def length(arrays):
    """The length of all numbers of the arrays together,  sqrt(sum of squares)."""
    row = flatten(arrays).astype(np.float64, copy=False)  # (m,)
    with np.errstate(over="ignore"):
        squares = float(row @ row)
    if 1e-280 < squares < math.inf:
        return math.sqrt(squares)
    # too small or too large for a square: divide by the largest number first
    largest = float(np.abs(row).max(initial=0.0))
    if largest == 0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(np.sum((row / largest) ** 2))


def apply_update(row, learning):
    """w <- w - its part of the row (m,), for every parameter. It undoes what `flatten` does."""
    end = 0
    for w in learning:
        value = w.value
        start, end = end, end + value.size
        w.value = value - row[start:end].reshape(value.shape)
