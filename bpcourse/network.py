"""Network: layers in a row. Forward walks through them, backward walks back.

A network is itself a layer: it can stand inside another one, and one checker checks them all.
"""

from functools import partial

from .layers import Layer


class Network(Layer):
    """Y = last(... second(first(X))).

    Raises ValueError without layers, or where the same layer stands twice.
    """

    def __init__(self, *layers):
        if not layers:
            raise ValueError(
                "A network needs at least one layer, as in Network(Dense(2, 1, rng=rng))."
            )
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

    def store_gradients(self, dY):
        """`backward` without the last product. In training nobody wants the dX of the data, and
        where the data are wide it costs as much as a third of everything else.
        """
        for layer in reversed(self.layers[1:]):
            dY = layer.backward(dY)
        _method(self.layers[0], "store_gradients")(dY)

    def predict(self, X):
        for layer in self.layers:
            X = _method(layer, "predict")(X)
        return X

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"


def _method(layer, name):
    """That method of `layer`; of Layer, where a layer of your own has the two methods only."""
    return getattr(layer, name, None) or partial(getattr(Layer, name), layer)


def _refuse_twice(layers):
    """A layer remembers one forward pass only, and sets its gradients instead of adding them up."""
    seen = set()
    for layer in _innermost(layers):
        if id(layer) in seen:
            raise ValueError(
                f"{layer} stands twice in this network, but can remember one forward pass only.\n"
                "Make a second layer. Values used twice belong to the computational graph."
            )
        seen.add(id(layer))


def _innermost(layers):
    for layer in layers:
        yield from _innermost(layer.layers) if isinstance(layer, Network) else (layer,)
