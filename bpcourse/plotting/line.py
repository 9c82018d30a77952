"""Measured points, and the line of a model."""

import numpy as np
from matplotlib.axes import Axes

from ..nn.arrays import require_floats
from ..nn.settings import require_number
from ..nn.shapes import require_same_shape, require_samples
from .figure import new_axes


def line_fit(x, y, w, b, *, ax=None, xlabel="x", ylabel="y", **line) -> Axes:
    """The points x (n,), y (n,) and the line y = w x + b; further keywords style the line.

    Raises ShapeError unless x and y are rows of the same length.
    """
    x = require_samples("x", require_floats("x", x))
    y = require_same_shape("y", y, "x", x)
    w = require_number("w", w, "the slope of the line")
    b = require_number("b", b, "the height of the line at x = 0")
    ax = ax or new_axes()
    if not ax.collections:
        ax.scatter(x, y, s=10, color="#767676")
    ends = np.array([x.min(), x.max()])
    ax.plot(ends, w * ends + b, **line)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if "label" in line:
        ax.legend()
    error = np.sqrt(np.mean((w * x + b - y) ** 2))
    name = line.get("label", "The line")
    text = f"{name}: slope {w:.3g}, misses the points by {error:.3g} (root mean square)."
    ax.description = f"{getattr(ax, 'description', '')} {text}".strip()
    return ax
