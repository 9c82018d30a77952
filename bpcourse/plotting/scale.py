"""A logarithmic axis, on which equal factors have equal lengths, with a place for 0."""

import numpy as np


def logarithmic(ax):
    """Make the vertical axis of `ax` logarithmic, for the lines that it has.

    If 0 is among the values, the axis is linear from 0 to the smallest value above it.
    """
    values = np.concatenate([np.ravel(line.get_ydata()) for line in ax.lines])
    values = values[np.isfinite(values)]
    above = values[values > 0]
    if not above.size:
        return  # none has a logarithm
    if above.size == values.size:
        ax.set_yscale("log")
    else:
        ax.set_yscale("symlog", linthresh=above.min())
