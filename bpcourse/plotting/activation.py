"""An activation and its slope, by which `backward` multiplies."""

import copy

import numpy as np
from matplotlib.axes import Axes

from ..nn.activations import Softmax
from ..nn.settings import require_methods, require_number
from .figure import new_axes


def activation_curve(activation, *, ax=None, low=-5.0, high=5.0, **line) -> Axes:
    """f(x) for x between `low` and `high`, and dashed f'(x), as the layer's `backward` gives it.

    Any layer that works on every number by itself can be drawn. Further keywords style both lines.
    Raises ValueError for a Softmax, which has a slope for every pair of columns, and if `low` is
    not below `high`.
    """
    require_methods("activation", activation, "forward", "backward")
    low = require_number("low", low, "where the curve begins")
    high = require_number("high", high, "where the curve ends, to the right of low", above=low)
    if isinstance(activation, Softmax):
        raise ValueError(
            "A Softmax works on whole rows, so there is no curve of one x.\n"
            "Look at softmax.jacobians() instead."
        )
    ax = ax or new_axes()
    x = np.linspace(low, high, 401)[:, np.newaxis]
    layer = copy.copy(activation)  # so the activation keeps what it remembers for its network
    y = layer.forward(x)
    slope = layer.backward(np.ones_like(y))
    ax.plot(x, y, **{"color": "black", "label": str(activation)} | line)
    ax.plot(x, slope, **{"color": "#D55E00", "label": "its slope"} | line | {"linestyle": "--"})
    ax.set(xlabel="x", ylabel="f(x) and f'(x)")
    ax.legend()
    flat = np.mean(np.abs(slope) < 0.01)
    ax.description = (
        f"{activation} goes from {y[0, 0]:.3g} at {low:g} to {y[-1, 0]:.3g} at {high:g}. "
        f"Its slope lies between {slope.min():.3g} and {slope.max():.3g}, "
        f"and is below 0.01 on {flat:.0%} of that way."
    )
    return ax
