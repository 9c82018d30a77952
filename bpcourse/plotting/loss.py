"""The loss during training."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..nn.arrays import as_floats
from ..nn.shapes import ShapeError
from .figure import new_axes
from .scale import logarithmic


def loss_curve(losses, *, ax=None, step="epoch", **line) -> Axes:
    """The loss after each epoch, on a logarithmic scale because it falls by factors.

    `losses` is a row of numbers, or a History: then the validation loss is drawn too, dashed, and a
    ring marks where it was lowest. `step` names what is counted; further keywords style the lines.
    Raises ShapeError for a table of numbers.
    """
    ax = ax or new_axes()
    validation = as_floats("validation", getattr(losses, "validation", []))  # (epochs,)
    losses = as_floats("losses", losses)  # (steps + 1,)
    if losses.ndim != 1:
        raise ShapeError(
            f"losses has shape {losses.shape}, but a curve is a row of numbers.\n"
            "Draw one curve after the other, with the same ax."
        )
    if validation.size:
        line = {"label": "training"} | line
    if losses.size == 1:
        line = {"marker": "."} | line  # a line of one point cannot be seen
    (curve,) = ax.plot(np.arange(losses.size), _finite(losses), **line)
    if validation.size:
        _draw_validation(ax, validation, line | {"color": curve.get_color()})
    _mark_the_end(ax, losses)
    ax.set(xlabel=step, ylabel="loss")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    logarithmic(ax)
    if "label" in line:
        ax.legend()
    owner = f"{line['label']}: the" if "label" in line and line["label"] != "training" else "The"
    text = _words(f"{owner} loss", losses, step) + _words_of_validation(validation, step)
    ax.description = f"{getattr(ax, 'description', '')} {text}".strip()
    return ax


def _draw_validation(ax, validation, line):
    name = "validation" if line["label"] == "training" else f"{line['label']}, validation"
    # an epoch's loss is measured before its steps, and the validation loss after them
    epochs = np.arange(1, validation.size + 1)
    ax.plot(epochs, _finite(validation), **line | {"linestyle": "--", "label": name})
    if np.isfinite(validation).any():
        best = np.nanargmin(_finite(validation))
        ring = {"marker": "o", "fillstyle": "none", "linestyle": "none", "color": line["color"]}
        ax.plot([epochs[best]], [validation[best]], **ring)


def _mark_the_end(ax, losses):
    """A cross and a label at the first loss that is not finite."""
    broken = ~np.isfinite(losses)
    if broken.any():
        at = int(np.argmax(broken))
        place = (at, losses[at - 1] if at else 1.0)
        ax.plot(*place, marker="X", color="#D55E00", linestyle="none")
        beside = {"xytext": (-6, 8), "textcoords": "offset points", "ha": "right"}
        ax.annotate("not finite", place, color="#D55E00", **beside)


def _words(name, losses, step):
    if not losses.size:
        return f"{name} cannot be drawn: nothing has been trained yet."
    if losses.size == 1:
        return f"{name} is {losses[0]:.3g}."
    steps = losses.size - 1
    text = (
        f"{name} goes from {losses[0]:.3g} to {losses[-1]:.3g} in {steps} step{'s' * (steps > 1)}."
    )
    if not np.isfinite(losses).all():
        text += f" At {step} {np.argmin(np.isfinite(losses))} it is not a finite number."
    return text


def _words_of_validation(validation, step):
    if not np.isfinite(validation).any():
        return " The validation loss is never a finite number." if validation.size else ""
    best = np.nanargmin(_finite(validation))
    return (
        f" The validation loss is lowest, {validation[best]:.3g}, after {step} {best + 1}, "
        f"and ends at {validation[-1]:.3g}."
    )


def _finite(values):
    """The values, with nan, which is drawn as a gap, where one is not finite."""
    return np.where(np.isfinite(values), values, np.nan)
