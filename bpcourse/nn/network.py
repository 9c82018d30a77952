"""Network: layers in a row. `forward` goes through them, `backward` goes back.

A network is itself a layer: it can be part of another one, and one checker checks them all.
"""

import itertools

from .layers import Dense, Layer, innermost, predict
from .settings import require_methods


class Network(Layer):
    """Y = last(... second(first(X))).

    Raises ValueError without layers or if a layer occurs twice, and TypeError for anything that is
    not a layer.
    """

    def __init__(self, *layers):
        if not layers:
            raise ValueError(
                "A network needs at least one layer, as in Network(Dense(2, 1, rng=rng))."
            )
        for i, layer in enumerate(layers, start=1):
            if isinstance(layer, list | tuple):
                raise TypeError(
                    f"Layer {i} is a {type(layer).__name__}: a network takes layers one by one.\n"
                    "Write Network(*layers), with a star, for the layers in a list."
                )
            require_methods(f"Layer {i}", layer, "forward", "backward")
        _refuse_twice(layers)
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dY):
        for layer in reversed(self.layers):
            dY = layer.backward(dY)
        return dY

    def predict(self, X):
        for layer in self.layers:
            X = predict(layer, X)
        return X

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"


def backward_without_dX(layer, dY):
    """Store what `layer.backward(dY)` stores, but leave out the dX of the data.

    In training it is not used, and in a 784-256-128-10 net a step with it takes a quarter longer.
    Only a Dense can leave it out, also as the first layer of a Network.
    """
    if type(layer) is Network:
        first, *others = layer.layers
        for inner in reversed(others):
            dY = inner.backward(dY)
        backward_without_dX(first, dY)
    elif type(layer) is Dense:  # and not a subclass, whose `backward` may know of dY only
        layer.backward(dY, needs_dX=False)
    else:
        layer.backward(dY)


def _refuse_twice(layers):
    """A layer remembers one forward pass only, and sets its gradients instead of adding them up."""
    seen = set()
    for layer in itertools.chain(*map(innermost, layers)):
        if id(layer) in seen:
            raise ValueError(
                f"{layer} stands twice in this network, but can remember one forward pass only.\n"
                "Make a second layer. Values used twice belong to the computational graph."
            )
        seen.add(id(layer))
