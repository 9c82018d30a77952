"""Parameters: the arrays that learn, and how an optimizer reaches them.

A layer only *names* what learns:  params = ("W", "b").  The value is `layer.W`, the gradient
`layer.dW`. `parameters(net)` turns the names into handles, so that the textbook's formula works:

    for w in parameters(net):
        w.value = w.value - learning_rate * w.grad
"""

from .shapes import ShapeError


class Parameter:
    """A handle on one learning array: where it lives, its value and its gradient."""

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

    def __repr__(self):
        return f"{self.name} of {self.layer}"


def parameters(layer):
    """All that learns in `layer`, in the order of the layers: a list of Parameter.

    A network is walked through.
    """
    inner = getattr(layer, "layers", None)
    if inner is not None:
        return [parameter for part in inner for parameter in parameters(part)]
    return [Parameter(layer, name) for name in getattr(layer, "params", ())]
