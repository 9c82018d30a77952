"""A logarithmic axis, on which equal factors are equally long, and which has a place for 0."""

import numpy as np


def logarithmic(ax):
    """Give `ax` such a vertical axis, for what is drawn there so far.

    Where 0 is among the values, the axis is linear from there to the smallest one above it.
    """
    values = np.concatenate([np.ravel(line.get_ydata()) for line in ax.lines])
    values = values[np.isfinite(values)]
    above = values[values > 0]
    if not above.size:
        return  # no logarithm to be had
    if above.size == values.size:
        ax.set_yscale("log")
    else:
        ax.set_yscale("symlog", linthresh=above.min())
