"""A descent seen from above: contour lines of the loss, and the way that was taken."""

import numpy as np
from matplotlib.axes import Axes

from .figure import new_axes


def descent_map(
    loss, history, *, ax=None, xlabel="weight 1", ylabel="weight 2", margin=0.3, levels=12, **line
) -> Axes:
    """Contours of `loss` around the places in `history`, and the path through them.

    `loss` takes places (..., 2) and gives heights (...). `history` (steps + 1, 2). `margin` is how
    much more than the path is shown, as a part of it.
    """
    ax = ax or new_axes()
    low, high = history.min(axis=0), history.max(axis=0)
    room = margin * np.maximum(high - low, 1e-9)
    x, y = (np.linspace(a, b, 101) for a, b in zip(low - room, high + room, strict=True))
    Z = loss(np.stack(np.meshgrid(x, y), axis=-1))
    # equal ratios between the lines, because the loss falls by factors
    heights = np.geomspace(max(Z.min(), Z.max() * 1e-4), Z.max(), levels)
    lines = ax.contour(x, y, Z, levels=heights, colors="#767676", linewidths=0.8)
    ax.clabel(lines, fontsize="x-small", fmt="%.2g")
    ax.plot(*history.T, **{"marker": "o", "markersize": 3, "color": "#D55E00"} | line)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    start, end, steps = loss(history[0]), loss(history[-1]), len(history) - 1
    ax.description = (
        f"The way over the contours, from loss {start:.3g} to {end:.3g} in {steps} steps."
    )
    return ax
