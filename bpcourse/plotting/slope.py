"""The slope of a function at one place, as the tangent."""

import numpy as np
from matplotlib.axes import Axes

from ..nn.settings import require_number
from .figure import new_axes


def tangent(f, at, slope, *, ax=None, width=1.5, xlabel="w", ylabel="loss", **line) -> Axes:
    """The function `f` around the place `at`, and the line with this `slope` through that point."""
    at = require_number("at", at, "the place where the line touches")
    slope = require_number("slope", slope, "how steep the line is")
    meaning = "how far the curve goes to each side"
    width = require_number("width", width, meaning, above=0)
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
    way = f"{'rises' if slope > 0 else 'falls'} by {abs(slope):.3g} per unit of {xlabel}"
    ax.description = (
        f"At {xlabel} = {at:.3g} the {ylabel} is {f(at):.3g}, "
        f"and it {way if slope else 'is level'}."
    )
    return ax
