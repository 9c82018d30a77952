"""Parameters: the arrays that learn, and how an optimizer reaches them.

A layer only *names* what learns:  params = ("W", "b").  The value is `layer.W`, the gradient
`layer.dW`. `parameters(net)` turns the names into handles, so that the textbook's formula works:

    for w in parameters(net):
        w.value = w.value - learning_rate * w.grad

`gather` puts many arrays in one row and `subtract` brings one back to them, so that an optimizer's
formula is a single line for the whole network.
"""

import numpy as np

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
        if value.shape != self.value.shape:
            raise ShapeError(
                f"{self} has shape {self.value.shape}, but the new value has shape {value.shape}.\n"
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
    """All that learns in `layer`, in the order of the layers: a list of Parameter.

    A network is walked through.

    >>> bp.parameters(bp.Network(bp.Dense(2, 3, rng=rng), bp.ReLU()))
    [W of Dense(2, 3), b of Dense(2, 3)]
    """
    return _handles(layer, "params")


def statistics(layer):
    """All that does not learn but belongs to `layer`, as a running mean: a list of Parameter."""
    return _handles(layer, "stats")


def weights(layer):
    """The matrices among the parameters: those that penalties shrink. Biases are free."""
    return [parameter for parameter in parameters(layer) if parameter.value.ndim == 2]


def _handles(layer, kind):
    handles = [Parameter(layer, name) for name in getattr(layer, kind, ())]
    for part in getattr(layer, "layers", ()):
        handles += _handles(part, kind)
    return handles


def gather(arrays):
    """All numbers of some arrays in one row (m,), a fresh array."""
    rows = [array.ravel() for array in arrays]
    return np.concatenate(rows) if rows else np.zeros(0)


def subtract(row, learning):
    """w <- w - its part of the row (m,), for every parameter: the way back from `gather`."""
    end = 0
    for w in learning:
        value = w.value
        start, end = end, end + value.size
        w.value = value - row[start:end].reshape(value.shape)
