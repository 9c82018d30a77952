"""A descent seen from above: contour lines of the loss, and the path."""

import numpy as np
from matplotlib.axes import Axes

from ..nn.arrays import require_floats
from ..nn.settings import require_count, require_number
from ..nn.shapes import ShapeError, require_samples
from .figure import new_axes


def descent_map(
    loss, history, *, ax=None, xlabel="weight 1", ylabel="weight 2", margin=0.3, levels=12, **line
) -> Axes:
    """Contours of `loss` around the places in `history`, and the path through them.

    `loss` takes places (..., 2) and gives heights (...). `history` (steps + 1, 2). `margin` is the
    space around the path, as a part of its size. Raises ShapeError unless `history` has two
    columns, and ValueError if a place is not finite.
    """
    meaning = "how much wider than the path the map is, as a part of it"
    margin = require_number("margin", margin, meaning, at_least=0)
    levels = require_count("levels", levels, "how many contour lines there are", at_least=2)
    history = require_samples("history", require_floats("history", history))
    if history.ndim != 2 or history.shape[1] != 2:
        raise ShapeError(
            f"history has shape {history.shape}, but a map has two directions.\n"
            "Give a row of two numbers for each place: its shape is (steps + 1, 2)."
        )
    if not np.isfinite(history).all():
        raise ValueError(
            "history holds a place that is not finite, so there is no map around it.\n"
            "Draw the steps before it, or take a smaller learning rate."
        )
    ax = ax or new_axes()
    first, last = history.min(axis=0), history.max(axis=0)
    room = np.maximum(margin * (last - first), 1e-9)
    x, y = (np.linspace(a, b, 101) for a, b in zip(first - room, last + room, strict=True))
    Z = loss(np.stack(np.meshgrid(x, y), axis=-1))
    low, high = Z.min(), Z.max()
    if low < high:
        heights = _heights(low, high, levels)
        lines = ax.contour(x, y, Z, levels=heights, colors="#767676", linewidths=0.8)
        ax.clabel(lines, fontsize="x-small", fmt="%.2g")
    ax.plot(*history.T, **{"marker": "o", "markersize": 3, "color": "#D55E00"} | line)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    start, end, steps = loss(history[0]), loss(history[-1]), len(history) - 1
    ax.description = (
        f"The way over the contours, from loss {start:.3g} to {end:.3g} in {steps} "
        f"step{'s' * (steps != 1)}."
    )
    return ax


def _heights(low, high, levels):
    """The heights of the lines, with equal ratios, because the loss falls by factors."""
    if high <= 0:
        return np.linspace(low, high, levels)
    return np.geomspace(max(low, high * 1e-4), high, levels)
