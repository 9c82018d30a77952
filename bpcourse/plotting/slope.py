"""The slope of a function at one place, as the line that touches it there."""

import numpy as np
from matplotlib.axes import Axes

from .figure import new_axes


def tangent(f, at, slope, *, ax=None, width=1.5, xlabel="w", ylabel="loss", **line) -> Axes:
    """The function `f` around the place `at`, and the line with that `slope` through it."""
    ax = ax or new_axes()
    w = np.linspace(at - width, at + width, 101)
    ax.plot(w, f(w), color="black", label=ylabel)
    ends = np.array([at - width / 3, at + width / 3])
    ax.plot(
        ends,
        f(at) + slope * (ends - at),
        **{"color": "#D55E00", "linestyle": "--", "label": "slope"} | line,
    )
    ax.plot([at], [f(at)], marker="o", color="#D55E00")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend()
    way = "rises" if slope > 0 else "falls"
    ax.description = (
        f"At {xlabel} = {at:.3g} the {ylabel} is {f(at):.3g}, "
        f"and it {way} by {abs(slope):.3g} per unit of {xlabel}."
    )
    return ax
