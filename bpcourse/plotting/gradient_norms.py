"""The size of the gradient in each layer: whether it vanishes on its way back, or explodes."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..nn.history import History
from .figure import new_axes
from .scale import logarithmic

LOOKS = (  # of the first epoch, the middle one and the last
    {"color": "#767676", "marker": "^", "linestyle": ":"},
    {"color": "#0072B2", "marker": "s", "linestyle": "--"},
    {"color": "#D55E00", "marker": "o", "linestyle": "-"},
)
READABLE = 8  # names of layers beside each other; more are numbered


def gradient_flow(source, *, ax=None, **line) -> Axes:
    """The norm of the gradient, sqrt(sum of dw^2), in each layer that learns.

    `source` is a net after its `backward`, or a History, of which the first, the middle and the
    last epoch are drawn. The scale is logarithmic because every layer multiplies. Further keywords
    style the lines. Raises ValueError if nothing learns.
    """
    ax = ax or new_axes()
    history = source if isinstance(source, History) else _measured(source)
    if not history.gradient_norms:
        ax.set(xlabel="layer", ylabel="norm of the gradient")
        ax.description = "There is no gradient to draw: nothing has been trained yet."
        return ax
    layers, epochs = history.layers, len(history.gradient_norms)
    chosen = sorted({0, (epochs - 1) // 2, epochs - 1})
    numbers = np.arange(1, len(layers) + 1)
    for epoch, look in zip(chosen, LOOKS[-len(chosen) :], strict=True):
        norms = history.gradient_norms[epoch]  # (layers,)
        norms = np.where(np.isfinite(norms), norms, np.nan)
        ax.plot(numbers, norms, **look | {"label": f"epoch {epoch + 1}"} | line)
    ax.set(xlabel="layer that learns, from the input to the output", ylabel="norm of the gradient")
    ax.set_xlim(0.5, len(layers) + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(layers) <= READABLE:
        ax.set_xticks(numbers, layers, rotation=20 if len(layers) > 3 else 0)
    logarithmic(ax)
    if len(chosen) > 1 or "label" in line:
        ax.legend()
    when = f"In epoch {epochs} the" if epochs > 1 else "The"
    ax.description = _words(when, layers, history.gradient_norms[-1])
    return ax


def _measured(net):
    history = History()
    history.add_gradients(net)
    if not history.layers:
        raise ValueError(
            f"Nothing learns in {net}, so there is no gradient to draw.\n"
            "A Dense learns, an activation does not."
        )
    return history


def _words(when, layers, norms):
    if len(layers) == 1:
        return f"{when} norm of the gradient is {norms[0]:.3g} in {layers[0]}, which alone learns."
    first, last = norms[0], norms[-1]
    text = (
        f"{when} norm of the gradient is {first:.2g} in the first layer, {layers[0]}, "
        f"and {last:.2g} in the last, {layers[-1]}"
    )
    text += f": the first is {first / last:.2g} times the last." if first > 0 < last else "."
    for what, which in (("0", norms == 0), ("not a finite number", ~np.isfinite(norms))):
        if which.any():
            text += f" It is {what} in {which.sum()} of {len(layers)} layers."
    return text
