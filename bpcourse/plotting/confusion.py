"""A confusion matrix: the classes, and the answers that they got."""

import numpy as np
from matplotlib.axes import Axes

from ..nn.shapes import ShapeError, require_array
from .figure import new_axes


def confusion_matrix(labels, predicted, *, ax=None, names=None, **image) -> Axes:
    """The number of samples of each class (row) with each answer (column).

    Right answers are on the diagonal. `labels` (n,) and `predicted` (n,) are whole numbers from 0,
    `names` the names of the classes. A cell is darker, the larger its part of the row. Further
    keywords style the image. Raises ShapeError or ValueError if these do not fit.
    """
    counts = _counted(labels, predicted, names)  # (k, k)
    k = len(counts)
    ax = ax or new_axes(max(3.6, 1.2 + 0.42 * k), max(3.2, 0.8 + 0.36 * k))
    parts = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(parts, **{"cmap": "Blues", "vmin": 0, "vmax": 1, "aspect": "auto"} | image)
    for (row, column), count in np.ndenumerate(counts):
        dark = parts[row, column] > 0.6
        style = {"color": "white" if dark else "black", "fontsize": "small" if k > 5 else "medium"}
        ax.text(column, row, str(count) if count else "·", ha="center", va="center", **style)
    names = [str(name) for name in (range(k) if names is None else names)]
    ax.set_xticks(range(k), names)
    ax.set_yticks(range(k), names)
    ax.set(xlabel="answer", ylabel="class")
    ax.description = _words(counts, names)
    return ax


def _counted(labels, predicted, names):
    for name, array in (("labels", labels), ("predicted", predicted)):
        require_array(name, array)
        if array.ndim != 1 or len(array) != len(labels):
            raise ShapeError(
                f"labels has shape {labels.shape} and predicted {array.shape}.\n"
                "Both must have the shape (n,): write Y.argmax(axis=1) for the classes of logits Y."
            )
        if array.dtype.kind not in "iu" or array.size == 0 or array.min() < 0:
            raise ValueError(
                f"{name} must hold whole numbers from 0, at least one of them.\n"
                "Write .astype(int) where floats are meant so."
            )
    largest = int(max(labels.max(), predicted.max()))
    k = largest + 1 if names is None else len(names)
    if largest >= k:
        raise ValueError(
            f"There is a class {largest}, but only {k} names.\nClasses count from 0 to {k - 1}."
        )
    counts = np.zeros((k, k), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def _words(counts, names):
    right, n = int(np.trace(counts)), int(counts.sum())
    text = f"{right} of {n} answers are right, {right / n:.1%}."
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.any():
        return text
    row, column = np.unravel_index(np.argmax(wrong), wrong.shape)
    often = wrong[row, column]
    times = "once" if often == 1 else f"{often} times"
    mistake = f"{names[column]} where {names[row]} is right"
    return f"{text} The most frequent mistake, made {times}: {mistake}."
