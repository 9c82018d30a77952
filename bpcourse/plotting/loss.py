"""The loss over time."""

import numpy as np

from .figure import new_axes


def loss_curve(losses, *, ax=None, step="epoch", **line):
    """Loss after each epoch, on a logarithmic scale because progress is multiplicative.

    `losses` is a sequence of numbers above 0. `step` names what is counted; further keywords style
    the line.
    """
    ax = ax or new_axes()
    ax.plot(np.arange(len(losses)), losses, **line)
    ax.set(xlabel=step, ylabel="loss", yscale="log")
    if "label" in line:
        ax.legend()
    name = f"{line['label']}: the" if "label" in line else "The"
    text = f"{name} loss goes from {losses[0]:.3g} to {losses[-1]:.3g} in {len(losses) - 1} steps."
    ax.description = f"{getattr(ax, 'description', '')} {text}".strip()
    return ax
